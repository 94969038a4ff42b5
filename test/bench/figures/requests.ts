import type { Bench, Figure, Row } from '../figure.ts';
import { median } from '../median.ts';
import { haproxyByHand } from '../peers/haproxy.ts';
import { nginxByHand } from '../peers/nginx.ts';
import { enable, type Files, firstAnswer, openSite, upload, writeFiles } from '../site.ts';
import { load } from '../wrk.ts';

export const hello: Files = {
  'index.php': '<?php echo "Hello, world\\n";\n',
  'style.css': 'body { margin: 0 }\n'.repeat(54),
};

const paths = [
  { path: '', title: 'hello world as /', target: { least: 0.9 } },
  { path: 'index.php', title: 'hello world as /index.php', target: { least: 0.9 } },
  { path: 'style.css', title: 'a file of 1 kB' },
] as const;
const connections = 16;

type Server = 'ours' | 'haproxy' | 'nginx';

/** Takes turns in another order in each round, so that a change of the machine's mood meets all alike. */
async function rounds(bench: Bench, addresses: Record<Server, string>, path: string) {
  const rates: Record<Server, number[]> = { ours: [], haproxy: [], nginx: [] };
  const servers = Object.keys(addresses) as Server[];
  for (let round = 0; round < (bench.quick ? 1 : 5); round += 1) {
    const turn = servers.map((_, index) => servers[(index + round) % servers.length] ?? 'ours');
    for (const server of turn) {
      const url = addresses[server] + path;
      const { requestsPerSecond, unanswered, failures } = await load({ url, connections }, bench.quick ? 1 : 4);
      if (unanswered + failures > 0) throw new Error(`${server} lost ${unanswered + failures} requests at ${url}`);
      rates[server].push(requestsPerSecond);
    }
  }
  return rates;
}

/** A packed node against the same servers set up by hand. */
export const requests: Figure = {
  name: 'requests',
  async measure(bench: Bench) {
    const site = await openSite(bench);
    await enable(site, await upload(bench, site, hello));
    const code = await bench.folder();
    await writeFiles(code, hello);
    const addresses = {
      ours: site.url,
      haproxy: await haproxyByHand(bench, code),
      nginx: await nginxByHand(bench, code),
    };
    const rows: Row[] = [];
    for (const { path, title, ...aim } of paths) {
      for (const address of Object.values(addresses)) {
        const answer = await firstAnswer(address + path);
        if (answer !== (path === 'style.css' ? hello['style.css'] : 'Hello, world\n'))
          throw new Error(`${address}${path} answers ${answer}`);
        await load({ url: address + path, connections }, 1);
      }
      const rates = await rounds(bench, addresses, path);
      for (const peer of ['haproxy', 'nginx'] as const) {
        const ratio = median(rates.ours.map((rate, round) => rate / (rates[peer][round] ?? Number.NaN)));
        rows.push({
          figure: `Requests/s, ${title}, beside ${peer} by hand`,
          ours: median(rates.ours),
          peer: median(rates[peer]),
          ratio,
          unit: '/s',
          ...aim,
        });
        bench.tell(`${title}: ${ratio.toFixed(2)} of ${peer}`);
      }
    }
    return rows;
  },
};
