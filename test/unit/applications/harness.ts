import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { Applications } from '../../../director/applications/applications.ts';
import { Instances } from '../../../director/applications/instances.ts';
import { Managers } from '../../../director/applications/managers.ts';
import { Reconciler } from '../../../director/applications/reconciler.ts';
import { Services } from '../../../director/applications/services.ts';
import { Clouds } from '../../../director/clouds/clouds.ts';
import type { Event } from '../../../director/contract/event.ts';
import { Credits } from '../../../director/credits/credits.ts';
import { Hours } from '../../../director/credits/hours.ts';
import { Meter } from '../../../director/credits/meter.ts';
import { CreditScheduler } from '../../../director/credits/scheduler.ts';
import { createEventHub } from '../../../director/events/event-hub.ts';
import { createOperations } from '../../../director/operations/create-operations.ts';
import { DirectorSettings } from '../../../director/settings/settings.ts';
import { openStore } from '../../../director/store/store.ts';
import { FakeComputer } from '../credits/fake-computer.ts';
import { FakeCloud, FakeManagers } from './fakes.ts';

export const uid = 1;
const log = pino({ level: 'silent' });

/** The domain of a Director over a real database, with a fake cloud and fake managers at its edge. */
export function domain(
  folder = mkdtempSync(join(tmpdir(), 'conpaas-domain-')),
  cloud = new FakeCloud(),
  wire = new FakeManagers(),
  computer = new FakeComputer(),
) {
  const store = openStore({ file: join(folder, 'director.db'), backups: join(folder, 'backups'), log });
  store.users.ensureOwner('owner', 'owner@example.org');
  if (store.credits.list(uid, { limit: 1 }).length === 0)
    store.transaction(() => store.credits.grantInitial(uid, 100, new Date().toISOString()));
  const events = createEventHub();
  const seen: Event[] = [];
  events.subscribe(uid, undefined, ({ event }) => seen.push(event));
  const operations = createOperations({ repository: store.operations, events, log });
  const clouds = new Clouds([cloud]);
  const managers = new Managers({ store, events, client: wire, directorUrl: () => 'https://127.0.0.1:5555' });
  const settings = new DirectorSettings(store);
  const charging = { store, meter: new Meter(store, computer.read), enabled: () => settings.get().creditsEnabled };
  const hours = new Hours({ ...charging, clouds });
  const credits = new Credits({ ...charging, events, hours });
  const instances = new Instances({
    store,
    clouds,
    deployment: 'conpaas',
    issuer: { issue: async () => ({ key: '', cert: '', ca: '' }) },
    settings: () => settings.get(),
    directorUrl: () => 'https://127.0.0.1:5555',
    hours,
    credits,
  });
  const applications = new Applications({ store, events, operations, instances, managers, clouds, credits });
  const services = new Services({ store, events, operations, managers, applications, instances, clouds, credits });
  const ending = new AbortController();
  const reconciler = new Reconciler({
    store,
    clouds,
    instances,
    managers,
    operations,
    deployment: 'conpaas',
    log,
    signal: ending.signal,
  });
  const scheduler = new CreditScheduler({
    store,
    hours,
    credits,
    stop: (application) => applications.stopUnpaid(application),
    log,
  });
  /** As kill -9: nothing is told to anybody. */
  const kill = () => {
    ending.abort();
    reconciler.stop();
    operations.shutdown();
    managers.close();
    store.close();
  };
  onTestFinished(() => {
    kill();
    rmSync(folder, { recursive: true, force: true });
  });
  /** Another Director on the same folder and cloud. */
  const again = () => domain(folder, cloud, wire, computer);
  return {
    store,
    events,
    seen,
    operations,
    clouds,
    cloud,
    wire,
    managers,
    instances,
    applications,
    services,
    reconciler,
    settings,
    computer,
    hours,
    credits,
    scheduler,
    kill,
    again,
  };
}
