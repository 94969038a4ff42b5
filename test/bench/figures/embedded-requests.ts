import type { Bench, Figure } from '../figure.ts';
import { median, range } from '../median.ts';
import { enable, firstAnswer, openSite, upload } from '../site.ts';
import { load } from '../wrk.ts';
import { hello } from './requests.ts';

/** What PHP as WebAssembly serves. There is nothing to compare it with. */
export const embeddedRequests: Figure = {
  name: 'embedded',
  async measure(bench: Bench) {
    const site = await openSite(bench, 'embedded');
    await enable(site, await upload(bench, site, hello));
    const rows = [];
    for (const { path, title } of [
      { path: '', title: 'hello world' },
      { path: 'style.css', title: 'a file of 1 kB' },
    ]) {
      await firstAnswer(site.url + path);
      const rates: number[] = [];
      let lost = 0;
      for (let round = 1; round <= (bench.quick ? 1 : 5); round += 1) {
        const result = await load({ url: site.url + path, connections: 16 }, bench.quick ? 2 : 4);
        rates.push(result.requestsPerSecond);
        lost += result.unanswered + result.failures;
      }
      rows.push({
        figure: `Requests/s with embedded PHP, ${title}`,
        ours: median(rates),
        unit: '/s',
        note: `${range(rates)}, lost ${lost}`,
      });
    }
    return rows;
  },
};
