import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../director/contract/client.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../../peers/director.ts';
import { type Entry, tarOf, zipOf } from '../../unit/archives/make-archive.ts';
import { killManager } from './instance-processes.ts';
import { again, connected, filesBelow, type Site, startedSite, until } from './world.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const megabyte = 1024 * 1024;
const limits = { archiveLimitBytes: megabyte, archiveLimitFiles: 20 };
const page: Entry = { name: 'index.php', content: '<?php echo "the page";' };

let director: DirectorProcess;
let client: Client;
let site: Site;

beforeAll(async () => {
  director = await startDirector();
  client = director.client;
  await client.updateSettings({ body: limits });
  site = await startedSite(client, 'Uploads');
  await enable((await upload('first.tar', await tarOf([page]))).codeVersionId);
});
afterAll(() => removeDirector(director));

const upload = (filename: string, file: Buffer) =>
  client.uploadCodeVersion({ params: site, query: { filename }, file });
const enable = async (version: string) =>
  ended(client, await client.enableCodeVersion({ params: { ...site, version } }));
const textAt = async (path = '') => (await fetch(site.url + path)).text();

/** Everything that an upload could leave: in the storage, and in the folders of instances where it is received. */
async function traces(): Promise<string[]> {
  const kept = await filesBelow(join(director.directory, 'storage'));
  const received = await filesBelow(join(director.directory, 'instances'));
  return [...kept, ...received.filter((path) => path.includes('/uploads/'))].filter(
    (path) => !path.includes('/sessions/'),
  );
}

describe('an archive that is refused', () => {
  const bomb = async () => gzipSync(await tarOf([page, { name: 'zeros', content: Buffer.alloc(8 * megabyte) }]));
  const many = () => Array.from({ length: 30 }, (_, number) => ({ name: `${number}.txt`, content: 'x' }));
  const mode = 0o120777;
  const cases: [what: string, filename: string, archive: () => Buffer | Promise<Buffer>, code: string][] = [
    ['..', 'up.tar', () => tarOf([page, { name: '../../evil.php', content: 'x' }]), 'ARCHIVE_PATH'],
    ['.. in a zip', 'up.zip', () => zipOf([{ name: '../evil.php', content: 'x' }]), 'ARCHIVE_PATH'],
    ['an absolute path', 'abs.tar', () => tarOf([page, { name: '/tmp/evil.php', content: 'x' }]), 'ARCHIVE_PATH'],
    [
      'a link out',
      'link.tar',
      () => tarOf([page, { name: 'key', type: 'symlink', linkname: '/etc/passwd' }]),
      'ARCHIVE_LINK',
    ],
    [
      'a link out in a zip',
      'link.zip',
      () => zipOf([{ name: 'key', content: '../../../x', unixMode: mode }]),
      'ARCHIVE_LINK',
    ],
    ['a device', 'device.tar', () => tarOf([page, { name: 'sda', type: 'block-device' }]), 'ARCHIVE_SPECIAL'],
    ['a bomb', 'bomb.tar.gz', bomb, 'ARCHIVE_TOO_LARGE'],
    [
      'a bomb in a zip',
      'bomb.zip',
      () => zipOf([{ name: 'zeros', content: Buffer.alloc(8 * megabyte) }]),
      'ARCHIVE_TOO_LARGE',
    ],
    ['too many files', 'many.tar', () => tarOf(many()), 'ARCHIVE_TOO_MANY'],
    ['a file that is itself too large', 'large.zip', () => randomBytes(3 * megabyte), 'UPLOAD_TOO_LARGE'],
    ['another format', 'notes.txt', () => Buffer.from('this is no archive'), 'ARCHIVE_FORMAT'],
    ['a picture called .zip', 'picture.zip', () => Buffer.from('\x89PNG\r\n\x1a\nmore', 'latin1'), 'ARCHIVE_FORMAT'],
    ['no byte at all', 'nothing.zip', () => Buffer.alloc(0), 'ARCHIVE_EMPTY'],
    ['no file', 'empty.tar', () => tarOf([{ name: 'folder/', type: 'directory' }]), 'ARCHIVE_EMPTY'],
    ['no file in a zip', 'empty.zip', () => zipOf([]), 'ARCHIVE_EMPTY'],
    [
      'half of itself',
      'cut.tar.gz',
      async () => gzipSync(await tarOf([{ name: 'a', content: randomBytes(100_000) }])).subarray(0, 50_000),
      'ARCHIVE_DAMAGED',
    ],
    [
      'half of itself as a zip',
      'cut.zip',
      () => zipOf([{ name: 'a', content: randomBytes(9000) }]).subarray(0, 5000),
      'ARCHIVE_DAMAGED',
    ],
  ];

  it.each(cases)('for %s tells why and leaves nothing behind', async (what, filename, archive, code) => {
    const before = await traces();
    const versions = await client.listCodeVersions({ params: site });
    const refusal = await upload(filename, await archive()).then(
      () => undefined,
      (error) => error,
    );
    console.info(`${what}: ${refusal?.code}: ${refusal?.message} ${refusal?.hint}`);
    expect(refusal).toMatchObject({ code });
    expect(refusal.message).not.toMatch(/\{\w+\}|undefined|\.\.$/);
    // The manager answers, then takes away what it received.
    await expect.poll(traces).toEqual(before);
    expect(await client.listCodeVersions({ params: site })).toEqual(versions);
    expect(await textAt()).toBe('the page');
    expect((await client.getService({ params: site })).state).toBe('RUNNING');
  });
});

describe('an archive that is taken', () => {
  it('with everything in one folder is offered to be lifted, and serves from there when it is', async () => {
    const name = 'index.php';
    const archive = await tarOf([{ name: `my app/${name}`, content: '<?php echo "lifted";' }]);
    const version = await upload('wrapped.tar', archive);
    expect(version).toMatchObject({ subfolder: 'my app', lifted: false, files: 1 });
    const params = { ...site, version: version.codeVersionId };
    expect(await client.liftCodeVersion({ params, body: { lifted: true } })).toMatchObject({ lifted: true });
    await enable(version.codeVersionId);
    expect(await textAt()).toBe('lifted');
  });

  it('may have names of any alphabet, its own and those of its files', async () => {
    const filename = 'Приложение “日本” №1.tar';
    const archive = await tarOf([page, { name: 'Käse/日本.txt', content: 'ähnlich' }]);
    const version = await upload(filename, archive);
    expect(version).toMatchObject({ filename, files: 2 });
    await enable(version.codeVersionId);
    expect(await textAt('K%C3%A4se/%E6%97%A5%E6%9C%AC.txt')).toBe('ähnlich');
    expect(await client.listCodeVersions({ params: site })).toContainEqual(expect.objectContaining({ filename }));
    const { bytes } = await client.downloadCodeVersion({ params: { ...site, version: version.codeVersionId } });
    expect(Buffer.from(bytes)).toEqual(archive);
  });

  it('lands whole beside another one that is sent at the same time, under a name of its own', async () => {
    const archives = await Promise.all(
      ['one', 'two', 'three'].map((text) =>
        tarOf([
          { name: 'index.php', content: text },
          { name: 'x', content: randomBytes(300_000) },
        ]),
      ),
    );
    const versions = await Promise.all(archives.map((archive) => upload('same name.tar', archive)));
    expect(new Set(versions.map(({ codeVersionId }) => codeVersionId)).size).toBe(3);
    for (const [index, { codeVersionId }] of versions.entries()) {
      const { bytes } = await client.downloadCodeVersion({ params: { ...site, version: codeVersionId } });
      expect(Buffer.from(bytes).equals(archives[index] ?? Buffer.alloc(0))).toBe(true);
    }
  });
});

describe('an upload that is cut', () => {
  /** Sends the beginning of a file, as from a browser whose computer goes to sleep. */
  async function begin(size: number) {
    const own = (name: string) => readFile(join(director.directory, 'certificates/owner', name));
    const [key, cert, ca] = await Promise.all(['key.pem', 'cert.pem', 'ca_cert.pem'].map(own));
    const { api } = (await client.getSystem()).address;
    const path = `/api/applications/${site.aid}/services/${site.sid}/code-versions?filename=cut.tar`;
    const sent = request(`${api}${path}`, {
      method: 'POST',
      // A connection of its own: one that an earlier test left may be closed by the Director just now.
      agent: false,
      headers: { 'content-type': 'application/octet-stream', 'content-length': size },
      ...{ key, cert, ca },
    });
    const answer = new Promise<string>((resolve) => {
      sent.on('error', (error) => resolve(error.message));
      sent.on('response', async (response) => resolve((await response.toArray()).join('')));
    });
    sent.write(randomBytes(size / 2));
    return { sent, answer };
  }
  const isTrace = (before: string[]) => async () => (await traces()).some((path) => !before.includes(path));
  const isGone = (before: string[]) => async () => JSON.stringify(await traces()) === JSON.stringify(before);

  it('by who sends it leaves nothing behind', async () => {
    const before = await traces();
    const { sent } = await begin(600_000);
    await until('the beginning on disk', isTrace(before));
    sent.destroy();
    await until('nothing', isGone(before));
    expect((await client.listCodeVersions({ params: site })).map(({ filename }) => filename)).not.toContain('cut.tar');
  });

  it('by the end of the manager leaves nothing behind, and tells it', async () => {
    const before = await traces();
    const { sent, answer } = await begin(600_000);
    await until('the beginning on disk', isTrace(before));
    await killManager(director, site.aid);
    sent.end(randomBytes(300_000));
    expect(JSON.parse(await answer)).toMatchObject({ code: 'MANAGER_UNREACHABLE' });
    console.info(`manager killed while uploading: ${await answer}`);
    await until('nothing', isGone(before));
    await upload('after.tar', await tarOf([page]));
  });

  // Once more where the beginning does not come: on a very busy computer that was seen 3 times in about 30 runs, and the cause is not
  // known. What is to be shown here begins after it.
  it('by the end of the Director leaves nothing behind', { retry: 1 }, async () => {
    const before = await traces();
    const { answer } = await begin(600_000);
    const early = answer.then((text) => Promise.reject(new Error(`It was answered before its end: ${text}`)));
    await Promise.race([until('the beginning on disk', isTrace(before)), early]);
    early.catch(() => undefined);
    await director.kill();
    await answer;
    await until('nothing', isGone(before));
    director = await again(director);
    client = director.client;
    await connected(client, site.aid);
    await upload('after.tar', await tarOf([page]));
  });
});
