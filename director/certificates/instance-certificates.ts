import { z } from 'zod';
import type { Clouds } from '../clouds/clouds.ts';
import type { Certificate } from '../contract/certificate.ts';
import { ConpaasError } from '../contract/errors.ts';
import type { InstanceRecord } from '../store/instances.ts';
import type { Store } from '../store/store.ts';
import type { WireClient } from '../wire/client.ts';
import type { Authority } from './authority.ts';
import { callInstance } from './instance-call.ts';
import { isDue } from './lifetime.ts';

export interface InstanceCertificatesOptions {
  store: Store;
  clouds: Clouds;
  client: WireClient;
  authority: Authority;
  isRevoked: (serial: string) => boolean;
  log: { info(text: string): void; warn(text: string): void };
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Milliseconds between two looks at all instances; an hour when left out. */
  intervalMs?: number;
}

const hour = 3_600_000;
/** Instances asked at the same time. */
const together = 16;

/** What an instance tells of its certificate, and its clock. */
export const instanceCertificate = z.object({
  serial: z.string(),
  notBefore: z.coerce.date(),
  notAfter: z.coerce.date(),
  time: z.coerce.date(),
});

/**
 * Sees to it that no certificate of a running manager or agent gets old. Each is asked which one it uses, so that nothing here can be out of
 * step with what is on the instances' disks (docs/decisions/0004-certificates.md).
 */
export class InstanceCertificates {
  readonly #options: InstanceCertificatesOptions;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** Applications of which an instance with a certificate that is being revoked did not answer. */
  readonly #behind = new Set<number>();

  constructor(options: InstanceCertificatesOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  start(): void {
    void this.look();
    this.#timer = setInterval(() => void this.look(), this.#options.intervalMs ?? hour);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** Renews what is due on all instances that answer. Never rejects; a look under way is the answer to a second one. */
  look(): Promise<void> {
    this.#looking ??= this.#lookAtAll().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  /** Gives the instance that uses this certificate another one. @throws when it does not answer; `afterRevocation` goes on then */
  async replace({ serial, kind, aid }: Certificate): Promise<void> {
    if ((kind !== 'manager' && kind !== 'agent') || aid === null) return;
    const records = this.#options.store.instances.list({ aid, kind, state: 'running' });
    const asked = await Promise.allSettled(records.map(async (record) => ({ record, used: await this.#ask(record) })));
    const answers = asked.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const user = answers.find(({ used }) => used.serial === serial);
    if (user) return this.#tolerantly(aid, () => this.#handOver(user.record));
    if (answers.length < records.length) this.#behind.add(aid);
  }

  /** Brings back instances that could not take another certificate before theirs was revoked. */
  async afterRevocation(): Promise<void> {
    const aids = [...this.#behind];
    this.#behind.clear();
    const records = aids.flatMap((aid) => this.#options.store.instances.list({ aid, state: 'running' }));
    await Promise.all(records.map((record) => this.#lookAt(record)));
  }

  async #tolerantly(aid: number, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#behind.add(aid);
      throw error;
    }
  }

  async #lookAtAll(): Promise<void> {
    const records = this.#options.store.instances.list({ state: 'running' });
    const workers = Array.from({ length: together }, async () => {
      for (let record = records.pop(); record; record = records.pop()) await this.#lookAt(record);
    });
    await Promise.all(workers);
  }

  async #lookAt(record: InstanceRecord): Promise<void> {
    const { log, isRevoked } = this.#options;
    try {
      const { serial, notBefore: validFromDate, notAfter: validToDate } = await this.#ask(record);
      if (!isRevoked(serial) && !isDue({ validFromDate, validToDate }, this.#now())) return;
      await this.#handOver(record);
    } catch (error) {
      const what = `The certificate of ${record.name} (${record.vmid})`;
      // One that is away is looked at again when it may be back; only one that shows a certificate which is no good is past waiting for.
      if (isOfBadCertificate(error)) await this.#startAnew(record, what);
      else log.info(`${what} was not looked at: ${ConpaasError.from(error).message}`);
    }
  }

  async #ask(record: InstanceRecord): Promise<z.infer<typeof instanceCertificate>> {
    return instanceCertificate.parse(await callInstance(this.#options.client, record, 'GET', 'get_certificate'));
  }

  async #handOver(record: InstanceRecord): Promise<void> {
    const { key, cert, notAfter } = await this.#issue(record);
    await callInstance(this.#options.client, record, 'POST', 'set_certificate', { key, cert });
    this.#options.log.info(`${record.name} (${record.vmid}) has a new certificate, valid until ${notAfter}.`);
  }

  /** The instance can no longer be talked to: its cloud lays a new certificate into its folder and starts its program again. */
  async #startAnew(record: InstanceRecord, what: string): Promise<void> {
    const { clouds, log } = this.#options;
    const cloud = clouds.get(record.cloud);
    try {
      if (!cloud.replaceCredentials) {
        log.warn(`${what} is no good any more, and the cloud ${cloud.name} cannot replace it: replace the instance.`);
        return;
      }
      log.warn(`${what} is no good any more; the instance is started again with a new one.`);
      await cloud.replaceCredentials(record.vmid, await this.#issue(record));
    } catch (error) {
      log.warn(`${what} could not be replaced: ${ConpaasError.from(error).message}`);
    }
  }

  #issue({ kind, uid, aid, address }: InstanceRecord) {
    return this.#options.authority.issue({
      kind,
      uid,
      serviceLocator: aid,
      addresses: address === null ? [] : [address],
    });
  }
}

/** Whether a peer was not talked to because of its own certificate: the causes tell, the error itself is about not reaching it. */
function isOfBadCertificate(error: unknown): boolean {
  const bad = ['CERTIFICATE_EXPIRED', 'CERTIFICATE_NOT_YET_VALID', 'CERTIFICATE_TOO_WEAK', 'CERTIFICATE_REVOKED'];
  for (let cause = error instanceof Error ? error.cause : undefined; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof ConpaasError && bad.includes(cause.code)) return true;
  }
  return false;
}
