import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { pack } from '../../director/archives/pack.ts';
import type { Settings } from '../../director/contract/system.ts';
import { type DirectorProcess, ended, removeDirector, startDirector } from '../peers/director.ts';
import type { Bench } from './figure.ts';

/** A Director from dist/ that is removed with all it runs when the figure ends. */
export async function openDirector(
  bench: Bench,
  phpRuntime: Settings['phpRuntime'] = 'system',
): Promise<DirectorProcess> {
  const director = await startDirector({ from: 'dist' });
  bench.defer(() => removeDirector(director));
  await director.client.updateSettings({ body: { phpRuntime } });
  return director;
}

/** One PHP service of one running application. */
export interface Site {
  director: DirectorProcess;
  params: { aid: number; sid: number };
  url: string;
}

/** An application with a PHP service that runs on one packed node. */
export async function openSite(bench: Bench, phpRuntime: Settings['phpRuntime'] = 'system'): Promise<Site> {
  const director = await openDirector(bench, phpRuntime);
  const { client } = director;
  const { aid } = await client.createApplication({ body: { name: 'Bench' } });
  await ended(client, await client.startApplication({ params: { aid }, body: {} }));
  const { sid } = await client.addService({ params: { aid }, body: { type: 'php' } });
  const params = { aid, sid };
  await ended(client, await client.startService({ params, body: {} }));
  const { url } = await client.getService({ params });
  if (url === null) throw new Error('the service runs and has no address');
  return { director, params, url };
}

export type Files = Readonly<Record<string, string>>;

/** Writes files below a folder. */
export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}

/** Uploads files as a code version. @returns its id */
export async function upload(bench: Bench, { director, params }: Site, files: Files): Promise<string> {
  const folder = await bench.folder();
  await writeFiles(folder, files);
  const { codeVersionId } = await director.client.uploadCodeVersion({
    params,
    query: { filename: 'site.tar' },
    file: await buffer(pack(folder)),
  });
  return codeVersionId;
}

/** Enables a version and waits until it is served. */
export async function enable({ director, params }: Site, version: string): Promise<void> {
  const { client } = director;
  await ended(client, await client.enableCodeVersion({ params: { ...params, version } }));
}

/** Waits until the answer to an address is 200. @returns its text @throws after 30 s */
export async function firstAnswer(url: string): Promise<string> {
  const limit = performance.now() + 30_000;
  for (;;) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.status === 200) return answer.text();
    if (performance.now() > limit) throw new Error(`${url} does not answer: ${answer?.status}`);
    await wait(5);
  }
}
