import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Client } from '../../../director/contract/client.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../../peers/director.ts';
import { type SmallDisk, smallDisk, smallDisksWork } from '../../small-disk.ts';
import { tarOf } from '../../unit/archives/make-archive.ts';
import { endOf, filesBelow, instanceFolders, leftOf, type Site, startedSite } from './world.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const megabyte = 1024 * 1024;

describe.runIf(smallDisksWork())('a data folder on a disk that is full', () => {
  let disk: SmallDisk;
  let director: DirectorProcess;
  let client: Client;
  let site: Site;

  beforeAll(async () => {
    disk = smallDisk(64 * 1024);
    director = await startDirector({ directory: join(disk.path, 'data') });
    client = director.client;
    site = await startedSite(client, 'Small disk');
    await enable('the page', 1000);
  });
  afterAll(async () => {
    rmSync(filler(), { force: true });
    if (director) await removeDirector(director);
    disk?.remove();
  });

  const filler = () => join(disk.path, 'filler');
  const traces = async () =>
    (await filesBelow(join(disk.path, 'data'))).filter((path) => /\/(uploads|code|storage)\//.test(path));
  const textAt = async () => (await fetch(site.url)).text();
  const archiveOf = (text: string, size: number) =>
    tarOf([
      { name: 'index.php', content: `<?php echo "${text}";` },
      { name: 'large', content: randomBytes(size) },
    ]);
  const upload = async (text: string, size: number) =>
    client.uploadCodeVersion({ params: site, query: { filename: 'site.tar' }, file: await archiveOf(text, size) });
  async function enable(text: string, size: number): Promise<void> {
    const { codeVersionId } = await upload(text, size);
    await ended(client, await client.enableCodeVersion({ params: { ...site, version: codeVersionId } }));
  }

  /** Takes all of the disk but so many bytes. */
  function fill(left: number): void {
    const file = openSync(filler(), 'a');
    const chunk = Buffer.alloc(4096);
    try {
      for (
        let { bavail, bsize } = statfsSync(disk.path);
        bavail * bsize > left;
        { bavail, bsize } = statfsSync(disk.path)
      )
        writeSync(file, chunk);
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' });
    } finally {
      closeSync(file);
    }
  }
  const free = () => rmSync(filler());

  it('refuses an upload, keeps nothing of it, serves on, and takes it when there is space', async () => {
    fill(2 * megabyte);
    const before = await traces();
    const refusal = await upload('too much', 4 * megabyte).then(
      () => undefined,
      (error) => error,
    );
    console.info(`disk full while uploading: ${refusal?.code}: ${refusal?.message} ${refusal?.hint}`);
    expect(refusal).toMatchObject({ code: 'STORAGE_FULL' });
    await expect.poll(traces).toEqual(before);
    expect(await textAt()).toBe('the page');
    expect((await client.getService({ params: site })).state).toBe('RUNNING');
    free();
    await enable('there is space', 4 * megabyte);
    expect(await textAt()).toBe('there is space');
  });

  it('refuses to enable a version that does not fit beside the one before, which is served on', async () => {
    const { codeVersionId } = await upload('does not fit', 12 * megabyte);
    // The database's log may take 4 MB of these meanwhile.
    fill(8 * megabyte);
    const operation = await client.enableCodeVersion({ params: { ...site, version: codeVersionId } });
    const { state, error } = await endOf(client, operation.id);
    console.info(`disk full while enabling: ${state}: ${error?.message} ${error?.hint}`);
    expect({ state, code: error?.code }).toEqual({ state: 'failed', code: 'STORAGE_FULL' });
    expect(await textAt()).toBe('there is space');
    expect((await client.getService({ params: site })).state).toBe('RUNNING');
    free();
    await ended(client, await client.enableCodeVersion({ params: { ...site, version: codeVersionId } }));
    expect(await textAt()).toBe('does not fit');
  });

  it('to the last byte refuses what needs space, serves on, and works again when there is some', async () => {
    const { aid } = await client.createApplication({ body: { name: 'On a full disk' } });
    fill(0);
    const said = await client.startApplication({ params: { aid }, body: {} }).then(
      async ({ id }) => (await endOf(client, id)).error,
      (error) => error,
    );
    console.info(`start of an application on a full disk: ${said?.code}: ${said?.message} ${said?.hint}`);
    expect(said).toMatchObject({ code: 'STORAGE_FULL' });
    await expect(upload('nothing fits', 1000)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
    expect(await textAt()).toBe('does not fit');
    expect(await client.listApplications()).toHaveLength(2);
    free();
    expect(await leftOf(director, aid)).toEqual([]);
    await ended(client, await client.startApplication({ params: { aid }, body: {} }));
    expect(instanceFolders(director, aid)).toHaveLength(1);
    await enable('space again', 1000);
    expect(await textAt()).toBe('space again');
  });
});
