import { setTimeout as delay } from 'node:timers/promises';
import type { Upstream } from '../settings.ts';

/** A server that could not be reached is passed over for so long. */
const downMs = 500;
const drainLimitMs = 60_000;

interface Member {
  upstream: Upstream;
  active: number;
  /** On the clock of performance.now(). */
  downUntil: number;
}

/** Shares requests over servers by their weights and by how many each has under way. */
export class Upstreams {
  #members: Member[] = [];
  #turn = 0;

  /** Takes over a new list. Resolves when those that are no longer in it have finished, or after a minute. */
  async set(list: readonly Upstream[]): Promise<void> {
    const before = this.#members;
    const same = (a: Upstream, b: Upstream) => a.id === b.id && a.ip === b.ip && a.port === b.port;
    this.#members = list.map((upstream) => {
      const known = before.find((member) => same(member.upstream, upstream));
      if (!known) return { upstream, active: 0, downUntil: 0 };
      known.upstream = upstream;
      return known;
    });
    const gone = before.filter((member) => !this.#members.includes(member));
    for (let waited = 0; waited < drainLimitMs && gone.some(({ active }) => active > 0); waited += 10) await delay(10);
  }

  /** The one with the fewest requests for its weight; of equals, each in turn. Undefined when none can be asked now. */
  #choose(): Member | undefined {
    const now = performance.now();
    const open = this.#members.filter(({ upstream, downUntil }) => upstream.weight > 0 && downUntil <= now);
    this.#turn += 1;
    const load = ({ active, upstream }: Member) => (active + 1) / upstream.weight;
    return open
      .map((_, index) => open[(index + this.#turn) % open.length])
      .reduce((best, member) => (best && member && load(member) >= load(best) ? best : member), undefined);
  }

  /**
   * Gives a request to one server, and to the next when that one cannot be reached.
   * @param send resolves with false when it could not be reached
   * @param patienceMs how long to go on asking while none can be reached, as when the only one is being restarted
   * @returns false when none could be reached
   */
  async use(send: (upstream: Upstream) => Promise<boolean>, patienceMs: number): Promise<boolean> {
    const end = performance.now() + patienceMs;
    for (;;) {
      const member = this.#choose();
      if (member && (await this.#try(member, send))) return true;
      if (!member && performance.now() >= end) return false;
      if (!member) await delay(50);
    }
  }

  async #try(member: Member, send: (upstream: Upstream) => Promise<boolean>): Promise<boolean> {
    member.active += 1;
    try {
      const reached = await send(member.upstream);
      if (!reached) member.downUntil = performance.now() + downMs;
      return reached;
    } finally {
      member.active -= 1;
    }
  }
}
