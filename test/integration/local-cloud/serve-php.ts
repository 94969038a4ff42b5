import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Fixture, optionsFor, processesOf, specOf } from './fixture.ts';

// Makes an instance that serves a PHP page in a sandbox, prints the page twice and destroys the instance.
const fixture = new Fixture();
const entry = fileURLToPath(new URL('php-program.mjs', import.meta.url));
const program = { ...optionsFor(fixture.data).programs.agent, entry };
const cloud = fixture.cloud({ programs: { manager: program, agent: program } });
try {
  const { isolation } = await cloud.describe();
  if (isolation.kind !== 'bubblewrap') throw new Error(isolation.description);
  const spec = specOf(1, { ports: [80, 8080, 9000, 6379] });
  const { address, ports } = await cloud.create(spec, AbortSignal.timeout(20_000));
  const get = (cookie: string) => fetch(`http://${address}:${ports['80']}/`, { headers: { cookie } });
  let answer = await get('').catch(() => undefined);
  for (let tries = 0; answer?.status !== 200 && tries < 200; tries += 1) {
    await wait(50);
    answer = await get('').catch(() => undefined);
  }
  console.log(await answer?.text());
  const cookie = answer?.headers.get('set-cookie')?.split(';')[0] ?? '';
  console.log(await (await get(cookie)).text());
  await cloud.destroy(spec.vmid);
  const left = processesOf(spec.vmid);
  if (left.length > 0) console.log(`left: ${left}`);
} finally {
  await fixture.dispose();
}
