import { ConpaasError } from '../contract/errors.ts';
import { transientStates } from '../contract/state.ts';
import type { ManagedService } from './managed-service.ts';
import type { PooledNode } from './node-pool.ts';
import { applyStatus, askStatus } from './node-status.ts';
import { lossOf, settled } from './outcome.ts';

/** How often each agent is asked. */
export const checkIntervalMs = 5000;
/** Checks in a row without an answer that make a node lost. */
const missesOfLost = 3;
const repairLimitMs = 60_000;
/** A sweep that failed is tried again after this long. */
const sweepPauseMs = 30_000;

/** Watches over the nodes of one service: tells what is wrong, takes lost nodes out and recovered ones in again. */
export class Health {
  readonly #service: ManagedService;
  readonly #misses = new Map<string, number>();
  /** Nodes that came back and have to be told everything. */
  readonly #recovered = new Set<string>();
  #repairing = false;
  #sweepAfter = 0;

  constructor(service: ManagedService) {
    this.#service = service;
    // A repair was under way when the manager ended: no node is sure to have been told.
    if (service.unsettled) for (const node of service.pool.with('member')) this.#recovered.add(node.id);
  }

  /** One round; called every `checkIntervalMs`. Never throws. */
  async check(): Promise<void> {
    const service = this.#service;
    await Promise.all(service.pool.with('member').map((node) => this.#checkNode(node)));
    service.publishNodes();
    await Promise.all([this.#repair(), this.#sweep()]);
  }

  async #checkNode(node: PooledNode): Promise<void> {
    try {
      const answer = await askStatus(this.#service.agent(node));
      this.#misses.delete(node.id);
      if (node.state === 'lost') this.#found(node);
      applyStatus(node, answer);
    } catch (thrown) {
      const misses = (this.#misses.get(node.id) ?? 0) + 1;
      this.#misses.set(node.id, misses);
      if (misses >= missesOfLost && node.state !== 'lost') this.#lose(node, ConpaasError.from(thrown));
    }
  }

  #lose(node: PooledNode, failure: ConpaasError): void {
    node.state = 'lost';
    node.why = String(failure.parameters.why ?? failure.message);
    node.servers = [];
    this.#recovered.delete(node.id);
    this.#service.unsettled = true;
    this.#service.log.error(`Node ${node.id} is lost: ${failure.message}`);
  }

  #found(node: PooledNode): void {
    this.#recovered.add(node.id);
    this.#service.unsettled = true;
    this.#service.log.info(`Node ${node.id} answers again`);
  }

  /** After a node was lost or found: arranges what is left, in the background of whatever is under way. */
  async #repair(): Promise<void> {
    const { machine, log } = this.#service;
    if (!this.#service.unsettled || this.#repairing) return;
    this.#repairing = true;
    try {
      await machine.aside('Repair', repairLimitMs, async (task) => {
        if (machine.state !== 'RUNNING' && machine.state !== 'ERROR') return;
        this.#tellLoss();
        await this.#service.save();
        const nodes = this.#service.pool.alive();
        await this.#service.manager.arrange({ nodes, leaving: [], distrusted: new Set(this.#recovered) }, task);
        this.#recovered.clear();
        this.#service.unsettled = false;
        this.#tellRecovery();
        await this.#service.save();
        this.#service.publishNodes();
      });
    } catch (thrown) {
      // It stays unsettled, so the next round tries again.
      log.warn(`The nodes that are left were not arranged: ${ConpaasError.from(thrown).message}`);
    } finally {
      this.#repairing = false;
    }
  }

  #tellLoss(): void {
    const { machine, pool } = this.#service;
    const [lost] = pool.lost();
    if (!lost || machine.state !== 'RUNNING') return;
    const reason = lossOf(this.#service, lost);
    machine.move('ERROR', reason, reason.message);
  }

  #tellRecovery(): void {
    const { machine } = this.#service;
    if (machine.state !== 'ERROR' || machine.reason?.code !== 'NODE_LOST') return;
    const end = settled(this.#service, 'All nodes answer again');
    if (end.state === 'RUNNING') machine.move(end.state, end.reason, end.text);
  }

  /** What could not be destroyed earlier, because the Director was away. */
  async #sweep(): Promise<void> {
    const { machine, hasWaste, log } = this.#service;
    const busy = transientStates.includes(machine.state);
    if (!hasWaste || busy || Date.now() < this.#sweepAfter) return;
    this.#sweepAfter = Date.now() + sweepPauseMs;
    await this.#service.sweep(AbortSignal.timeout(sweepPauseMs)).catch((thrown) => {
      log.warn(`Nodes are still to be destroyed: ${ConpaasError.from(thrown).message}`);
    });
  }
}
