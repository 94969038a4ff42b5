import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findDirector } from '../../../director/cli/find-director.ts';
import { loadSettings, type Settings } from '../../../director/cli/settings.ts';
import { writeRuntimeFile } from '../../../director/installation/runtime-file.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cps-find-'));
  for (const place of ['home/.conpaas', 'data/certificates/owner'])
    for (const name of ['cert.pem', 'key.pem', 'ca_cert.pem']) {
      await mkdir(join(folder, place), { recursive: true });
      await writeFile(join(folder, place, name), place);
    }
});
afterEach(() => rm(folder, { recursive: true }));

const home = () => join(folder, 'home');
async function settingsWith(change: Partial<Settings>): Promise<Settings> {
  const settings = await loadSettings({}, { home: home(), systemFolder: folder, environment: {} });
  return { ...settings, dataDirectory: join(folder, 'data'), ...change };
}
const found = async (change: Partial<Settings>) => {
  const { url, cert } = await findDirector(await settingsWith(change), home());
  return { url, cert: cert?.toString() };
};
const runHere = () =>
  writeRuntimeFile(join(folder, 'data'), { uiUrl: 'http://127.0.0.1:1', apiUrl: 'https://127.0.0.1:7', version: '1' });
const here = { url: 'https://127.0.0.1:7', cert: 'data/certificates/owner' };
const there = { url: 'https://elsewhere:5555', cert: 'home/.conpaas' };

describe('the Director of a command', () => {
  test('is the one of the address, with the certificate in ~/.conpaas', async () => {
    runHere();
    expect(await found({ directorUrl: 'elsewhere' })).toEqual(there);
  });

  test('is the one of this computer where there is no address', async () => {
    runHere();
    expect(await found({})).toEqual(here);
  });
});

describe("the Director of a command for the director's machine", () => {
  test('is that of this computer, whatever a configuration file says', async () => {
    runHere();
    expect(await found({ onDirectorsMachine: true, directorUrl: 'elsewhere' })).toEqual(here);
  });

  test('is another only where the command line says so', async () => {
    runHere();
    expect(await found({ onDirectorsMachine: true, directorUrl: 'elsewhere', directorUrlGiven: true })).toEqual(there);
  });

  test('is told not to be there', async () => {
    await expect(found({ onDirectorsMachine: true, directorUrl: 'elsewhere' })).rejects.toMatchObject({
      code: 'DIRECTOR_NOT_HERE',
      message: 'Cannot find a ConPaaS director on this machine.',
    });
  });
});
