import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ended } from '../../peers/director.ts';
import type { Bench, Figure, Row } from '../figure.ts';
import { enable, type Files, firstAnswer, openSite, type Site, upload, writeFiles } from '../site.ts';
import { beginLoad, type Load, type LoadResult } from '../wrk.ts';

/** Tells its version and what was sent to it; a script that takes a little while, as real ones do. */
const version = (name: string): Files => ({
  'index.php': `<?php usleep(1000); echo '${name} ', strlen(file_get_contents('php://input')), "\\n";\n`,
  'page.txt': `${name} 0\n`,
});

/** Counts answers that are not whole or not of one of the two versions. */
const script = (body: string) => `
local wrong = 0
${body === '' ? '' : `wrk.method = "POST"\nwrk.body = string.rep("x", ${body.length})\n`}
local expected = "^v[12] ${body.length}\\n$"
function setup(thread) worker = thread end
function response(status, headers, answer)
  if status == 200 and not string.find(answer, expected) then wrong = wrong + 1; count = wrong end
end
function done() io.write("wrong answers: " .. (worker:get("count") or 0) .. "\\n") end
`;

const kinds = ['GET, connections kept', 'GET, a connection each', 'POST, connections kept', 'a file'] as const;

async function loads(bench: Bench, url: string): Promise<Record<(typeof kinds)[number], Load>> {
  const folder = await bench.folder();
  await writeFiles(folder, { 'get.lua': script(''), 'post.lua': script('x'.repeat(2000)) });
  const [get, post] = [join(folder, 'get.lua'), join(folder, 'post.lua')];
  return {
    'GET, connections kept': { url, connections: 8, script: get },
    'GET, a connection each': { url, connections: 8, script: get, headers: { connection: 'close' } },
    'POST, connections kept': { url, connections: 8, script: post },
    'a file': { url: `${url}page.txt`, connections: 8, script: get },
  };
}

function lostOf({ unanswered, failures, output }: LoadResult): number {
  const wrong = /wrong answers: (\d+)/.exec(output)?.[1];
  if (wrong === undefined) throw new Error(`wrk did not count wrong answers: ${output}`);
  return unanswered + failures + Number(wrong);
}

/** Runs all loads at once while something changes. */
async function during(bench: Bench, site: Site, what: string, change: () => Promise<void>): Promise<Row[]> {
  const running = Object.entries(await loads(bench, site.url)).map(([kind, load]) => ({ kind, load: beginLoad(load) }));
  try {
    await wait(500);
    await change();
    await wait(500);
  } catch (error) {
    await Promise.allSettled(running.map(({ load }) => load.stop()));
    throw error;
  }
  const results = await Promise.all(running.map(async ({ kind, load }) => ({ kind, result: await load.stop() })));
  return results.map(({ kind, result }) => ({
    figure: `Requests lost while ${what}: ${kind}`,
    ours: lostOf(result),
    unit: 'requests',
    target: { most: 0 },
    note: `of ${result.requests.toLocaleString('en')}`,
  }));
}

/** Enables one version and the other, and sees that it is served. */
async function alternate(site: Site, versions: readonly string[], times: number): Promise<void> {
  for (let time = 1; time <= times; time += 1) {
    const index = time % 2;
    await enable(site, versions[index] ?? '');
    const answer = await firstAnswer(site.url);
    if (answer !== `v${index + 1} 0\n`) throw new Error(`after enabling version ${index + 1} the answer is ${answer}`);
    await wait(200);
  }
}

async function scale({ director, params }: Site, times: number): Promise<void> {
  const { client } = director;
  const body = { nodes: { backend: 1 } };
  for (let time = 1; time <= times; time += 1) {
    await ended(client, await client.addNodes({ params, body }));
    await wait(500);
    await ended(client, await client.removeNodes({ params, body }));
    await wait(500);
  }
}

/** What visitors notice of a change: nothing. */
export const lostRequests: Figure = {
  name: 'lost',
  async measure(bench: Bench) {
    const site = await openSite(bench);
    const versions = [await upload(bench, site, version('v1')), await upload(bench, site, version('v2'))];
    await enable(site, versions[0] ?? '');
    const [enables, scales] = bench.quick ? [2, 1] : [10, 5];
    return [
      ...(await during(bench, site, `a version is enabled ${enables} times`, () => alternate(site, versions, enables))),
      ...(await during(bench, site, `a backend is added and removed ${scales} times`, () => scale(site, scales))),
    ];
  },
};
