import { Reconciler } from '../applications/reconciler.ts';
import { InstanceCertificates } from '../certificates/instance-certificates.ts';
import { CreditScheduler } from '../credits/scheduler.ts';
import type { BuiltDomain } from './domain.ts';
import type { Foundation } from './foundation.ts';
import type { DirectorOptions } from './options.ts';

/** What the Director does by itself from time to time. */
export interface Upkeep {
  instanceCertificates: InstanceCertificates;
  /** Called once, after the Director listens: what runs already is served meanwhile, and users see the state being found out. */
  start(): Promise<void>;
  stop(): void;
}

export function createUpkeep(foundation: Foundation, domain: BuiltDomain, options: DirectorOptions): Upkeep {
  const { store, clouds, operations, wire, authority, certificates, log } = foundation;
  const { applications, credits, deployment, hours, instances, keptVolumes, managers } = domain;
  const ending = new AbortController();
  const { signal } = ending;
  const reconciler = new Reconciler({ store, clouds, instances, managers, operations, deployment, log, signal });
  const instanceCertificates = new InstanceCertificates({
    store,
    clouds,
    client: wire,
    authority,
    isRevoked: (serial) => certificates.isRevoked(serial),
    log,
  });
  const creditScheduler = new CreditScheduler({
    store,
    hours,
    credits,
    stop: (application) => applications.stopUnpaid(application),
    log,
    ...(options.charging && { clock: options.charging.clock }),
  });
  return {
    instanceCertificates,
    async start() {
      await reconciler.start();
      if (signal.aborted) return;
      operations.recover();
      instanceCertificates.start();
      creditScheduler.start();
      await keptVolumes.cleanUp();
    },
    stop() {
      ending.abort();
      instanceCertificates.stop();
      creditScheduler.stop();
      reconciler.stop();
    },
  };
}
