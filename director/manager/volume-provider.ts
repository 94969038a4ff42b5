import type { Client } from '../contract/client.ts';
import type { Log, VolumeProvider } from '../services/service-type.ts';
import { type Clock, patiently, realClock } from './patience.ts';

export type DirectorVolumes = Pick<Client, 'makeVolume' | 'attachVolume' | 'detachVolume' | 'destroyVolume'>;

/** Gets volumes from the Director, which is asked again for up to 60 s while it is away. */
export function volumeProvider(director: DirectorVolumes, log: Log, clock: Clock = realClock): VolumeProvider {
  const ask = <T>(question: () => Promise<T>, signal: AbortSignal) => patiently(question, signal, { clock, log });
  return {
    make: (order, signal) => ask(() => director.makeVolume({ body: order }, { signal }), signal),
    async attach(name, agentId, device, signal) {
      await ask(() => director.attachVolume({ body: { name, agentId, device } }, { signal }), signal);
    },
    async detach(name, signal) {
      await ask(() => director.detachVolume({ body: { name } }, { signal }), signal);
    },
    async destroy(name, requestId, signal) {
      await ask(() => director.destroyVolume({ body: { name, requestId } }, { signal }), signal);
    },
  };
}
