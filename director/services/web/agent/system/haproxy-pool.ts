import { setTimeout as delay } from 'node:timers/promises';
import type { Upstream } from '../settings.ts';
import type { HaproxyAdmin } from './haproxy-admin.ts';
import { haproxyWeight, type Pool, serverKeywords } from './haproxy-configuration.ts';

/** How long a removed server may take to finish its requests; what then still runs is cut. */
const drainLimitMs = 60_000;
const pollMs = 20;

function samePlace(a: Upstream, b: Upstream): boolean {
  return a.ip === b.ip && a.port === b.port;
}

/** Adds and takes away servers of one backend of a running haproxy, so that no request is lost. */
export class HaproxyPool {
  readonly #admin: HaproxyAdmin;
  readonly #pool: Pool;

  constructor(admin: HaproxyAdmin, pool: Pool) {
    this.#admin = admin;
    this.#pool = pool;
  }

  #name(upstream: Upstream): string {
    return `${this.#pool}/${upstream.id}`;
  }

  /** Puts in what is new and sets weights. @throws Error when a server moved, or what haproxy refuses */
  async extend(before: readonly Upstream[], after: readonly Upstream[]): Promise<void> {
    for (const upstream of after) {
      const known = before.find(({ id }) => id === upstream.id);
      if (known && !samePlace(known, upstream)) throw new Error(`${this.#name(upstream)} has moved`);
      if (known) await this.#setWeight(known, upstream, before, after);
      else await this.#add(upstream, after);
    }
  }

  async #setWeight(known: Upstream, upstream: Upstream, before: readonly Upstream[], after: readonly Upstream[]) {
    const weight = haproxyWeight(upstream.weight, after);
    if (weight !== haproxyWeight(known.weight, before))
      await this.#admin.change(`set weight ${this.#name(upstream)} ${weight}`);
  }

  async #add(upstream: Upstream, all: readonly Upstream[]): Promise<void> {
    const name = this.#name(upstream);
    await this.#admin.change(
      `add server ${name} ${serverKeywords(this.#pool, upstream, all)}`,
      /^New server registered/,
    );
    await this.#admin.change(`enable health ${name}`);
    await this.#admin.change(`enable server ${name}`);
  }

  /** Takes away what is no longer there, each when its requests are finished. */
  async shrink(before: readonly Upstream[], after: readonly Upstream[]): Promise<void> {
    const gone = before.filter((upstream) => !after.some(({ id }) => id === upstream.id));
    for (const upstream of gone) await this.#admin.change(`set server ${this.#name(upstream)} state drain`);
    await Promise.all(gone.map((upstream) => this.#remove(upstream)));
  }

  async #remove(upstream: Upstream): Promise<void> {
    const name = this.#name(upstream);
    await this.#untilIdle(upstream);
    await this.#admin.change(`set server ${name} state maint`);
    await this.#admin.change(`shutdown sessions server ${name}`);
    await this.#admin.change(`disable health ${name}`);
    // Its last connection may still be closing, and a server that has one is not deleted.
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#admin.send(`del server ${name}`);
      if (/^Server deleted/.test(answer)) return;
      if (attempt === 100) throw new Error(`haproxy does not delete ${name}: ${answer}`);
      await delay(pollMs);
    }
  }

  async #untilIdle(upstream: Upstream): Promise<void> {
    for (let waited = 0; waited < drainLimitMs; waited += pollMs) {
      const rows = await this.#admin.statistics();
      const row = rows.find(({ pxname, svname }) => pxname === this.#pool && svname === upstream.id);
      if (!row || (row.scur === '0' && row.qcur === '0')) return;
      await delay(pollMs);
    }
  }
}
