import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { ConpaasError } from '../contract/errors.ts';
import { type Node, type NodeLog, type Traffic, type Transition, traffic } from '../contract/service.ts';
import { state } from '../contract/state.ts';
import type { Services } from './services.ts';

const logAnswer = z.object({ log: z.string(), size: z.number() });
const historyAnswer = z.object({
  state_log: z.array(z.object({ time: z.number(), state, reason: z.string() })),
});
const infoAnswer = z.object({
  states: z.record(z.string(), z.string()),
  nodes: z.array(z.string()),
  volumes: z.array(z.string()),
});

/** How often a log that somebody follows is read, and how much of its end is shown first (bytes). */
const followIntervalMs = 500;
const followTail = 64 * 1024;

/** What can be asked about a running service: nodes, traffic, logs, history. All of it is the manager's to know. */
export class Nodes {
  readonly #services: Services;

  constructor(services: Services) {
    this.#services = services;
  }

  /** A service that does not run has none. */
  async list(uid: number, aid: number, sid: number): Promise<Node[]> {
    return this.#services.connection(uid, aid, sid).nodes(sid);
  }

  async logs(uid: number, aid: number, sid: number, nodeId: string): Promise<NodeLog[]> {
    const node = (await this.list(uid, aid, sid)).find(({ id }) => id === nodeId);
    if (!node) throw new ConpaasError('NODE_NOT_FOUND', { role: 'service' });
    return node.logs;
  }

  /** @param tail only so many bytes of the end */
  async log(uid: number, aid: number, sid: number, agentId: string, filename: string, tail?: number): Promise<string> {
    return (await this.#read(uid, aid, sid, { agentId, filename, ...(tail === undefined ? {} : { tail }) })).log;
  }

  /**
   * Reads a log and what is appended to it, until the signal is aborted. An agent that does not answer for a while ends nothing: the
   * reading goes on when it is back.
   */
  async follow(
    uid: number,
    aid: number,
    sid: number,
    place: { agentId: string; filename: string },
    onText: (text: string) => void,
    signal: AbortSignal,
  ): Promise<void> {
    let answer = await this.#read(uid, aid, sid, { ...place, tail: followTail });
    while (!signal.aborted) {
      if (answer.log !== '') onText(answer.log);
      await delay(followIntervalMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      const offset = answer.size;
      answer = await this.#read(uid, aid, sid, { ...place, offset }).catch(() => ({ log: '', size: offset }));
    }
  }

  async traffic(uid: number, aid: number, sid: number): Promise<Traffic> {
    const answer = await this.#services.connection(uid, aid, sid).call(sid, 'GET', 'get_traffic');
    return z.object({ traffic }).parse(answer).traffic;
  }

  async history(uid: number, aid: number, sid: number): Promise<Transition[]> {
    const answer = await this.#services.connection(uid, aid, sid).call(sid, 'GET', 'get_service_history');
    return historyAnswer.parse(answer).state_log.map((line) => ({
      ...line,
      time: new Date(line.time * 1000).toISOString(),
    }));
  }

  async information(uid: number, aid: number, sid: number): Promise<Record<string, unknown>> {
    const answer = await this.#services.connection(uid, aid, sid).call(sid, 'GET', 'get_service_info');
    return z.record(z.string(), z.unknown()).parse(answer);
  }

  async serviceLog(uid: number, aid: number, sid: number): Promise<string> {
    const answer = await this.#services.connection(uid, aid, sid).call(sid, 'GET', 'get_manager_log');
    return z.object({ log: z.string() }).parse(answer).log;
  }

  async managerLog(uid: number, aid: number): Promise<string> {
    const answer = await this.#services.application(uid, aid).call(0, 'GET', 'get_manager_log');
    return z.object({ log: z.string() }).parse(answer).log;
  }

  async applicationInformation(uid: number, aid: number): Promise<z.infer<typeof infoAnswer>> {
    return infoAnswer.parse(await this.#services.application(uid, aid).call(0, 'GET', 'get_app_info'));
  }

  /** Empty when there is none. */
  async startupScript(uid: number, aid: number, sid: number): Promise<string> {
    const connection = this.#services.connection(uid, aid, sid);
    try {
      return z.string().parse(await connection.call(0, 'GET', 'get_startup_script', { sid }));
    } catch (error) {
      if (error instanceof ConpaasError && error.code === 'STARTUP_SCRIPT_NONE') return '';
      throw error;
    }
  }

  async setWeights(uid: number, aid: number, sid: number, weights: Record<'web' | 'backend', Record<string, number>>) {
    await this.#services.connection(uid, aid, sid).call(sid, 'POST', 'update_nodes_weight', weights);
  }

  async #read(uid: number, aid: number, sid: number, parameters: Record<string, unknown>) {
    const connection = this.#services.connection(uid, aid, sid);
    return logAnswer.parse(await connection.call(sid, 'GET', 'get_agent_log', parameters));
  }
}
