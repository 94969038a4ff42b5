import { callInstance } from '../certificates/instance-call.ts';
import { instanceCertificate } from '../certificates/instance-certificates.ts';
import type { Clouds } from '../clouds/clouds.ts';
import type { Store } from '../store/store.ts';
import type { WireClient } from '../wire/client.ts';
import { askAll, nameOf } from './instances-under-check.ts';
import type { OtherClock } from './system-time.ts';

export interface OtherClocksOptions {
  store: Store;
  clouds: Clouds;
  client: WireClient;
  /** The web server of the settings. */
  timeReference: () => string | null;
  now: () => number;
}

/** Reads a clock over a network: compared with the middle of the time that the question took. */
async function read(name: string, now: () => number, ask: () => Promise<number | undefined>): Promise<OtherClock[]> {
  const begin = now();
  const time = await ask();
  return time === undefined ? [] : [{ name, difference: time - (begin + now()) / 2 }];
}

/** Clocks of other computers, as far as they answer. Instances on this computer have its own clock, so they are not asked. */
export function otherClocks({ store, clouds, client, timeReference, now }: OtherClocksOptions) {
  return async (signal: AbortSignal): Promise<OtherClock[]> => {
    const elsewhere = new Set(clouds.all().flatMap((cloud) => (cloud.runsOnThisComputer ? [] : [cloud.name])));
    const records = store.instances.list({ state: 'running' }).filter(({ cloud }) => elsewhere.has(cloud));
    const asked = await askAll(records, (record) =>
      read(nameOf(record), now, async () => {
        const answer = await callInstance(client, record, 'GET', 'get_certificate');
        return instanceCertificate.parse(answer).time.getTime();
      }),
    );
    const url = timeReference();
    const server = url === null ? [] : await read(url, now, () => timeOfServer(url, signal)).catch(() => []);
    return [...asked.flatMap(({ value }) => value ?? []), ...server];
  };
}

/** Any answer will do: also a refusal has a date. Seconds only, so half of one is added. */
async function timeOfServer(url: string, signal: AbortSignal): Promise<number | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(5000)]);
  const answer = await fetch(url, { method: 'HEAD', redirect: 'manual', cache: 'no-store', signal: limit });
  const time = Date.parse(answer.headers.get('date') ?? '');
  return Number.isNaN(time) ? undefined : time + 500;
}
