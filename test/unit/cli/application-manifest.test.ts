import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import type { ManifestCheck } from '../../../director/contract/manifest-check.ts';
import { aRunningApplication, InMemoryDirector } from './in-memory-director.ts';
import { run } from './run.ts';

const manifest = '{"Application": "shop", "Services": [{"Type": "php"}]}';
const check: ManifestCheck = {
  problems: [],
  plan: {
    application: 'shop',
    cloud: 'local',
    services: [
      {
        type: 'php',
        name: 'front',
        cloud: 'local',
        start: true,
        instances: { backend: 1, proxy: 1, web: 1 },
        nodes: 1,
        steps: ['upload front.tar.gz'],
      },
      { type: 'generic', name: 'later', cloud: 'local', start: false, instances: {}, nodes: 0, steps: [] },
    ],
    instances: 2,
  },
};

let director: InMemoryDirector;
let folder: string;
let file: string;
beforeEach(async () => {
  director = new InMemoryDirector();
  director.applications = [aRunningApplication()];
  director.on('checkManifest', () => check);
  folder = await mkdtemp(join(tmpdir(), 'cps-manifest-'));
  file = join(folder, 'shop.json');
  await writeFile(file, manifest);
});
afterEach(() => rm(folder, { recursive: true }));

const done = (out: string) => ({ status: 0, out, errors: '' });
const failed = (errors: string, out = '') => ({ status: 1, out, errors });
const inputOf = (name: string) => director.calls.find((call) => call.name === name)?.input;

/** Deploying tells the application after it was asked for it so often. */
function knownAfter(asks: number): void {
  director.outcome.asks = asks + 1;
  director.outcome.result = { aid: 9 };
  director.onEnd = (operation) => ({ ...operation, aid: 9 });
}

describe('application manifest', () => {
  test('prints the sentence of the reference with the id of the new application', async () => {
    knownAfter(2);
    expect(await run(director, `application manifest ${file} -c other`)).toEqual(
      done('Application 9 is being created based on the specified manifest...  done.\n'),
    );
    expect(inputOf('deployManifest')?.body).toEqual({ manifest, cloud: 'other' });
  });

  test('that fails before there is an application only says why', async () => {
    const error = new ConpaasError('NAME_TAKEN', { name: 'shop' }).toBody();
    director.outcome = { state: 'failed', error, result: null, asks: 2 };
    expect(await run(director, `application manifest ${file}`)).toEqual(
      failed('ERROR: Application name "shop" is already taken\n'),
    );
  });

  test('that fails later prints FAILED!', async () => {
    knownAfter(1);
    Object.assign(director.outcome, { state: 'failed', error: new ConpaasError('NAME_REQUIRED').toBody() });
    expect(await run(director, `application manifest ${file}`)).toEqual(
      failed(
        'ERROR: "name" is a required argument\n',
        'Application 9 is being created based on the specified manifest...  FAILED!\n',
      ),
    );
  });

  test.each([
    ['nothing there', undefined, 'The specified path does not contain a file'],
    ['no JSON', '{"Application": ', 'The uploaded manifest is not valid json'],
    [
      'a service without type',
      '{"Services": [{"Type": "php"}, {"ServiceName": "x"}]}',
      'The "Type" field is mandatory',
    ],
  ])('refuses a path with %s before anything is sent', async (_what, text, message) => {
    const path = join(folder, 'other');
    if (text !== undefined) await writeFile(path, text);
    expect(await run(director, `application manifest ${path}`)).toEqual(failed(`ERROR: ${message}\n`));
    expect(director.calls).toEqual([]);
  });

  test('refuses a folder', async () => {
    expect(await run(director, `application manifest ${folder}`)).toEqual(
      failed('ERROR: The specified path does not contain a file\n'),
    );
  });

  test('sends an archive as it is', async () => {
    knownAfter(1);
    const bundle = join(folder, 'shop.tar.gz');
    await writeFile(bundle, 'packed');
    expect((await run(director, `application manifest ${bundle} -c other`)).out).toBe(
      'Application 9 is being created based on the specified manifest...  done.\n',
    );
    expect(inputOf('deployManifestBundle')).toMatchObject({ query: { filename: 'shop.tar.gz', cloud: 'other' } });
    expect(inputOf('deployManifestBundle')?.file.toString()).toBe('packed');
  });
});

describe('application manifest --check', () => {
  test('tells what would be made, and makes nothing', async () => {
    expect(await run(director, `application manifest --check ${file}`)).toEqual(
      done(
        'Application: shop\nCloud: local\nServices:\n\tfront (php): 1 backend, 1 proxy, 1 web\n' +
          '\t\tupload front.tar.gz\n\tlater (generic): not started\nInstances: 2\n',
      ),
    );
    expect(director.calls.map(({ name }) => name)).toEqual(['checkManifest']);
  });

  test('tells what is wrong, line by line, and exits with 1', async () => {
    const problem = { line: 3, column: 7, field: 'Services[0].Type', message: 'Service nosuch does not exists' };
    director.on('checkManifest', () => ({
      problems: [
        { ...problem, severity: 'error' },
        { ...problem, line: 4, severity: 'warning', field: 'X', message: 'not used' },
      ],
      plan: null,
    }));
    expect(await run(director, `application manifest --check ${file}`)).toEqual(
      failed(
        'ERROR: Nothing would be made: the manifest has 1 errors.\n',
        '3:7: error: Services[0].Type: Service nosuch does not exists\n4:7: warning: X: not used\n',
      ),
    );
  });
});

describe('application get_manifest', () => {
  test('prints the manifest', async () => {
    director.on('exportManifest', () => manifest);
    expect(await run(director, 'application get_manifest shop')).toEqual(done(`${manifest}\n`));
  });

  test('writes it to a file, or the bundle, and replaces a file only with --force', async () => {
    director.on('exportManifest', () => manifest);
    director.on('exportManifestBundle', () => 'zip');
    const [text, bundle] = [join(folder, 'out.json'), join(folder, 'out.zip')];
    expect(await run(director, `application get_manifest shop -o ${text}`)).toEqual(done(`File '${text}' written.\n`));
    expect(await run(director, `application get_manifest shop -b -o ${bundle}`)).toEqual(
      done(`File '${bundle}' written.\n`),
    );
    expect([await readFile(text, 'utf8'), await readFile(bundle, 'utf8')]).toEqual([manifest, 'zip']);
    expect(await run(director, `application get_manifest shop -b -o ${bundle}`)).toEqual(
      failed(`ERROR: The file '${bundle}' exists already.\n`),
    );
    expect((await run(director, `application get_manifest shop -b -f -o ${bundle}`)).status).toBe(0);
  });
});
