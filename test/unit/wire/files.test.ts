import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConpaasError } from '../../../director/contract/errors.ts';
import { FileAnswer, type Method, method, type Place } from '../../../director/wire/method.ts';
import { optional, positiveInteger, text, uploadedFile } from '../../../director/wire/parameters.ts';
import { smallDisk, smallDisksWork } from '../../small-disk.ts';
import { enterWireWorld, type WireWorld } from './wire-world.ts';

let world: WireWorld;
let seen: { filename: string; size: number; path: string; content: string }[];
beforeEach(async () => {
  world = await enterWireWorld();
  seen = [];
});
afterEach(() => world.leave());

const kinds = { file: uploadedFile(), description: text(), weight: optional(positiveInteger()) };
const upload: Method = method('UPLOAD', 'upload', kinds, async ({ file, description, weight }) => {
  seen.push({ ...file, content: await readFile(file.path, 'utf8') });
  return { description, weight };
});
const fields = { description: 'größer' };
const fileOf = (content: string, size?: number) => ({
  name: 'file',
  filename: 'Würfel "1".zip',
  stream: Readable.from([content]),
  ...(size === undefined ? {} : { size }),
});
/** What lies in the folder for uploads. */
const left = async () => (await readdir(world.directory)).filter((name) => name.startsWith('upload-'));
/** Resolves when the upload under way was ended and cleaned up. */
async function cleaned(): Promise<void> {
  await expect.poll(left).toEqual([]);
}

describe('an upload', () => {
  test('brings fields and file to the method, and the file is gone afterwards', async () => {
    const { place } = await world.serve([upload]);
    const client = await world.client();
    const answer = await client.upload(place, 0, 'upload', { ...fields, weight: '3' }, fileOf('hello', 5));
    expect(answer).toEqual({ description: 'größer', weight: 3 });
    expect(seen).toMatchObject([{ filename: 'Würfel "1".zip', size: 5, content: 'hello' }]);
    await cleaned();
  });

  test('of unknown length is whole too', async () => {
    const { place } = await world.serve([upload]);
    const client = await world.client();
    const content = 'x'.repeat(3_000_000);
    await client.upload(place, 0, 'upload', fields, fileOf(content));
    expect(seen[0]?.content.length).toBe(content.length);
  });

  test('several at once do not meet', async () => {
    const { place } = await world.serve([upload]);
    const client = await world.client();
    await Promise.all(['a', 'b', 'c'].map((name) => client.upload(place, 0, 'upload', fields, fileOf(name))));
    expect(seen.map(({ content }) => content).sort()).toEqual(['a', 'b', 'c']);
    expect(new Set(seen.map(({ path }) => path)).size).toBe(3);
    await cleaned();
  });

  test('is gone also when the method fails', async () => {
    const fail = method('UPLOAD', 'fail', { file: uploadedFile() }, async () => {
      throw new ConpaasError('ARCHIVE_FORMAT');
    });
    const { place } = await world.serve([fail]);
    const client = await world.client();
    await expect(client.upload(place, 0, 'fail', {}, fileOf('x'))).rejects.toMatchObject({ code: 'ARCHIVE_FORMAT' });
    await cleaned();
  });

  test('larger than the limit is refused, and nothing is left', async () => {
    const { place } = await world.serve([upload], { uploadLimitBytes: 1024 * 1024 });
    const client = await world.client();
    const exact = 'x'.repeat(1024 * 1024);
    await client.upload(place, 0, 'upload', fields, fileOf(exact));
    await expect(client.upload(place, 0, 'upload', fields, fileOf(`${exact}x`))).rejects.toMatchObject({
      code: 'UPLOAD_TOO_LARGE',
      message: 'The file is larger than 1 MB.',
    });
    expect(seen).toHaveLength(1);
    await cleaned();
  });

  test('whose source breaks is cut: the method does not run and nothing is left', async () => {
    const { place } = await world.serve([upload]);
    const client = await world.client();
    const stream = Readable.from(
      (async function* () {
        yield 'x'.repeat(500_000);
        throw new Error('the browser went away');
      })(),
    );
    const file = { name: 'file', filename: 'a', stream };
    await expect(client.upload(place, 0, 'upload', fields, file)).rejects.toMatchObject({ code: 'UPLOAD_CUT' });
    expect(seen).toEqual([]);
    await cleaned();
  });

  test.each([4, 6])('whose length is not what was said is cut (%i for 5)', async (size) => {
    const { place } = await world.serve([upload]);
    const client = await world.client();
    await expect(client.upload(place, 0, 'upload', fields, fileOf('hello', size))).rejects.toMatchObject({
      code: 'UPLOAD_CUT',
    });
    expect(seen).toEqual([]);
    await cleaned();
  });

  test('that its caller gives up is cut', async () => {
    const { place } = await world.serve([upload]);
    const client = await world.client();
    const controller = new AbortController();
    const stream = new Readable({ read() {} });
    stream.push('x'.repeat(100_000));
    const file = { name: 'file', filename: 'a', stream };
    const call = client.upload(place, 0, 'upload', fields, file, { signal: controller.signal });
    await expect.poll(left).toHaveLength(1);
    controller.abort(new ConpaasError('OPERATION_CANCELLED'));
    await expect(call).rejects.toMatchObject({ code: 'OPERATION_CANCELLED' });
    expect(stream.destroyed).toBe(true);
    expect(seen).toEqual([]);
    await cleaned();
  });

  test.runIf(smallDisksWork())('onto a full disk is refused, and nothing is left', async () => {
    const disk = smallDisk(256);
    try {
      const { place, server } = await world.serve([upload], { temporaryDirectory: disk.path });
      const client = await world.client();
      await expect(client.upload(place, 0, 'upload', fields, fileOf('x'.repeat(3_000_000)))).rejects.toMatchObject({
        code: 'STORAGE_FULL',
      });
      await expect.poll(() => readdir(disk.path)).toEqual([]);
      await client.upload(place, 0, 'upload', fields, fileOf('small'));
      expect(seen.map(({ content }) => content)).toEqual(['small']);
      await server.close(0);
    } finally {
      disk.remove();
    }
  });

  test('to nobody leaves its source closed', async () => {
    const { place, server } = await world.serve([]);
    await server.close(0);
    const client = await world.client();
    const file = fileOf('x');
    await expect(client.upload(place, 0, 'upload', fields, file)).rejects.toMatchObject({ code: 'AGENT_UNREACHABLE' });
    expect(file.stream.destroyed).toBe(true);
  });
});

describe('a download', () => {
  async function serving(content: Buffer, claimed = content.length): Promise<Place> {
    const path = join(world.directory, 'answer');
    await writeFile(path, content);
    const download = method('GET', 'download', {}, async () => {
      return new FileAnswer('Würfel.zip', claimed, () => createReadStream(path));
    });
    const fail = method('GET', 'fail', {}, async () => {
      throw new ConpaasError('CODE_VERSION_NOT_FOUND', { version: 'x' });
    });
    const json = method('GET', 'json', {}, async () => ({}));
    return (await world.serve([download, fail, json])).place;
  }

  test('brings name, size and bytes', async () => {
    const content = Buffer.alloc(2_000_000, 'abc');
    const place = await serving(content);
    const client = await world.client();
    const { filename, size, stream } = await client.download(place, 0, 'download');
    expect([filename, size]).toEqual(['Würfel.zip', content.length]);
    expect((await buffer(stream)).equals(content)).toBe(true);
  });

  test('of something that fails throws the error', async () => {
    const place = await serving(Buffer.from('x'));
    const client = await world.client();
    await expect(client.download(place, 0, 'fail')).rejects.toMatchObject({ code: 'CODE_VERSION_NOT_FOUND' });
    await expect(client.download(place, 0, 'json')).rejects.toThrow('The answer is not a file.');
  });

  test('of a file that is shorter than was said fails instead of looking whole', async () => {
    const place = await serving(Buffer.from('short'), 100);
    const client = await world.client();
    const { stream } = await client.download(place, 0, 'download');
    await expect(pipeline(stream, createWriteStream(join(world.directory, 'copy')))).rejects.toThrow();
  });

  test('that its receiver leaves closes the file', async () => {
    const opened = Promise.withResolvers<Readable>();
    const endless = method('GET', 'endless', {}, async () => {
      return new FileAnswer('zeros', 2 ** 40, () => {
        const stream = createReadStream('/dev/zero');
        opened.resolve(stream);
        return stream;
      });
    });
    const { place } = await world.serve([endless]);
    const client = await world.client();
    const { stream } = await client.download(place, 0, 'endless');
    const source = await opened.promise;
    // Not `once`, as the stream is closed by an error.
    const closed = new Promise((resolve) => source.on('close', resolve));
    stream.destroy();
    await closed;
    expect(source.destroyed).toBe(true);
  });
});
