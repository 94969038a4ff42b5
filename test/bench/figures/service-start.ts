import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '../../../director/contract/client.ts';
import type { Settings } from '../../../director/contract/system.ts';
import { ended } from '../../peers/director.ts';
import type { Bench, Figure, Row } from '../figure.ts';
import { median, millisecondsOf, range } from '../median.ts';
import { firstAnswer, openDirector } from '../site.ts';

type Runtime = Exclude<Settings['phpRuntime'], 'auto'>;

async function untilRunning(client: Client, aid: number): Promise<void> {
  while ((await client.getApplication({ params: { aid } })).state !== 'RUNNING') await wait(5);
}

/** Asks for the address until there is one, then for the page, as somebody would who waits for it. */
async function untilServed(client: Client, params: { aid: number; sid: number }): Promise<void> {
  for (;;) {
    const { url, state, reason } = await client.getService({ params });
    if (state === 'ERROR') throw new Error(`the service did not start: ${reason?.message}`);
    if (url !== null) {
      await firstAnswer(url);
      return;
    }
    await wait(5);
  }
}

async function startOnce(client: Client): Promise<{ application: number; service: number }> {
  const { aid } = await client.createApplication({ body: { name: 'Bench' } });
  const application = await millisecondsOf(async () => {
    await client.startApplication({ params: { aid }, body: {} });
    await untilRunning(client, aid);
  });
  const { sid } = await client.addService({ params: { aid }, body: { type: 'php' } });
  const params = { aid, sid };
  const service = await millisecondsOf(async () => {
    await client.startService({ params, body: {} });
    await untilServed(client, params);
  });
  await ended(client, await client.deleteApplication({ params: { aid } }));
  return { application, service };
}

/** From the wish to a running application, and to a service whose page can be read. */
export const serviceStart: Figure = {
  name: 'start',
  async measure(bench: Bench) {
    const { client } = await openDirector(bench);
    const runs = bench.quick ? 1 : 5;
    const applications: number[] = [];
    const services: Record<Runtime, number[]> = { system: [], embedded: [] };
    for (let run = 1; run <= runs; run += 1) {
      for (const runtime of ['system', 'embedded'] as const) {
        await client.updateSettings({ body: { phpRuntime: runtime } });
        const { application, service } = await startOnce(client);
        applications.push(application);
        services[runtime].push(service);
        bench.tell(`${runtime}: application ${application.toFixed(0)} ms, service ${service.toFixed(0)} ms`);
      }
    }
    const row = (figure: string, times: readonly number[]): Row => {
      return { figure, ours: median(times), unit: 'ms', target: { most: 1500 }, note: range(times) };
    };
    return [
      row('Start an application until it is RUNNING', applications),
      row('Start a PHP service until its first 200 (php-fpm)', services.system),
      row('Start a PHP service until its first 200 (embedded PHP)', services.embedded),
    ];
  },
};
