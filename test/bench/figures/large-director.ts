import { setTimeout as wait } from 'node:timers/promises';
import { Clouds } from '../../../director/clouds/clouds.ts';
import { Hours } from '../../../director/credits/hours.ts';
import { Meter } from '../../../director/credits/meter.ts';
import { startDirector } from '../../peers/director.ts';
import { FakeCloud } from '../../unit/applications/fakes.ts';
import { FakeComputer, hourMs } from '../../unit/credits/fake-computer.ts';
import type { Bench, Figure, Row } from '../figure.ts';
import { fill, openStoreOf, size } from '../large-installation.ts';
import { median, range } from '../median.ts';
import { AnsweringManagers } from '../peers/managers.ts';
import { residentMegabytes } from '../processes.ts';

const title = `${size.applications.toLocaleString('en')} applications, ${size.resources.toLocaleString('en')} resources`;

/** The Director pays the hours of all resources at once, in a database on the disk. */
async function creditPass(bench: Bench): Promise<Row> {
  const store = openStoreOf(await bench.folder());
  bench.defer(() => store.close());
  const { uid } = store.users.ensureOwner('bench', 'bench@localhost');
  store.credits.grantInitial(uid, 1_000_000, new Date().toISOString());
  const computer = new FakeComputer();
  const clouds = new Clouds([new FakeCloud()]);
  const hours = new Hours({ store, clouds, meter: new Meter(store, computer.read), enabled: () => true });
  await fill(
    store,
    uid,
    async () => 443,
    (instances) => hours.begin(uid, instances),
  );
  const times: number[] = [];
  for (let run = 0; run < (bench.quick ? 3 : 9); run += 1) {
    computer.run(hourMs);
    const before = store.credits.balance(uid) ?? Number.NaN;
    const begun = performance.now();
    hours.collect();
    times.push(performance.now() - begun);
    const paid = before - (store.credits.balance(uid) ?? Number.NaN);
    if (paid !== size.resources) throw new Error(`${paid} hours were paid`);
  }
  const ours = median(times);
  return { figure: `Credit pass, all due: ${title}`, ours, unit: 'ms', target: { most: 200 }, note: range(times) };
}

/** With a line open to every manager, a few seconds after the last one answered. */
async function memory(bench: Bench): Promise<Row> {
  const empty = await startDirector({ from: 'dist', directory: await bench.folder() });
  await empty.stop();
  const { directory } = empty;
  const store = openStoreOf(directory);
  const { uid } = store.users.ensureOwner('bench', 'bench@localhost');
  store.settings.set('creditsEnabled', false); // Else it would stop what its owner cannot pay.
  const managers = await AnsweringManagers.open(bench, directory);
  await fill(store, uid, (aid) => managers.start(uid, aid));
  store.close();
  const director = await startDirector({ from: 'dist', directory });
  bench.defer(() => director.kill());
  for (let reached = 0; reached < size.applications; await wait(1000)) {
    // While it reaches for all of them at once, it closes idle connections late.
    const applications = await director.client.listApplications().catch(() => []);
    reached = applications.filter(({ manager }) => manager?.reachable).length;
    bench.tell(`${reached} of ${size.applications} managers are reached`);
  }
  await wait(5000);
  const { pid } = director.process;
  const ours = pid === undefined ? Number.NaN : residentMegabytes(pid);
  return { figure: `Director: resident memory with ${title}`, ours, unit: 'MB', target: { most: 600 } };
}

/** What a Director with much to look after costs. */
export const largeDirector: Figure = {
  name: 'large',
  measure: async (bench) => [await creditPass(bench), await memory(bench)],
};
