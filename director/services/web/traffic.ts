import { z } from 'zod';
import type { Traffic } from '../../contract/service.ts';
import type { ServiceHost, ServiceNode } from '../service-type.ts';

const answer = z.object({
  traffic: z.array(z.object({ role: z.string(), requests: z.number(), errors: z.number(), active: z.number() })),
});
const answerLimitMs = 3000;

/** Counters of all nodes that answer. */
export async function readTraffic(host: ServiceHost, nodes: readonly ServiceNode[]): Promise<Traffic> {
  const read = async (node: ServiceNode) => {
    const { traffic } = answer.parse(await host.agent(node).get('get_traffic', {}, { timeLimit: answerLimitMs }));
    return traffic.map((counters) => ({ nodeId: node.id, ...counters }));
  };
  // A node that does not answer is told by its state; here it is only missing.
  const answers = await Promise.all(nodes.map((node) => read(node).catch(() => [])));
  return { time: new Date().toISOString(), nodes: answers.flat() };
}

interface Sample {
  /** Milliseconds on a clock that only goes forward. */
  at: number;
  requests: number;
  errors: number;
  active: number;
}

export interface Performance {
  /** Requests per second at the proxies. */
  request_rate: number;
  /** Of these, answered with a status of 500 or above. */
  error_rate: number;
  /** Requests per second that were answered well. */
  throughput: number;
  /** Milliseconds; by Little's law: requests under way ÷ requests per second. */
  response_time: number;
}

const shortestSpanMs = 500;
const longestSpanMs = 60_000;

/** Turns the growing counters of the proxies into rates between two readings. */
export class PerformanceMeter {
  readonly #read: () => Promise<Traffic>;
  readonly #now: () => number;
  readonly #pause: () => Promise<void>;
  #last: Sample | undefined;

  /** @param pause waits about a second, between the two readings that a first call needs */
  constructor(read: () => Promise<Traffic>, now: () => number, pause: () => Promise<void>) {
    this.#read = read;
    this.#now = now;
    this.#pause = pause;
  }

  /** Rates since the call before, or over about a second when that was long ago. */
  async measure(): Promise<Performance> {
    const age = this.#last ? this.#now() - this.#last.at : Number.POSITIVE_INFINITY;
    let before = this.#last;
    if (!before || age < shortestSpanMs || age > longestSpanMs) {
      before = await this.#sample();
      await this.#pause();
    }
    const after = await this.#sample();
    this.#last = after;
    const seconds = (after.at - before.at) / 1000;
    // Counters start again at 0 when a proxy does.
    const rate = (key: 'requests' | 'errors') => Math.max(0, after[key] - before[key]) / seconds;
    const [requests, errors] = [rate('requests'), rate('errors')];
    const underWay = (before.active + after.active) / 2;
    return {
      request_rate: rounded(requests),
      error_rate: rounded(errors),
      throughput: rounded(Math.max(0, requests - errors)),
      response_time: requests > 0 ? rounded((underWay / requests) * 1000) : 0,
    };
  }

  async #sample(): Promise<Sample> {
    const { nodes } = await this.#read();
    const sample = { at: this.#now(), requests: 0, errors: 0, active: 0 };
    for (const node of nodes) {
      if (node.role !== 'proxy') continue;
      sample.requests += node.requests;
      sample.errors += node.errors;
      sample.active += node.active;
    }
    return sample;
  }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
