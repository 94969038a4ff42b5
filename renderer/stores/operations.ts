import type { Client } from '../../director/contract/client.ts';
import type { Operation } from '../../director/contract/operation.ts';
import { Collection } from './collection.ts';

export function isUnderWay(operation: Operation): boolean {
  return operation.state === 'running' || operation.state === 'cancelling';
}

/** Newest first. */
export function newestFirst(operations: Iterable<Operation>): Operation[] {
  return [...operations].sort((a, b) => Date.parse(b.created) - Date.parse(a.created) || b.id.localeCompare(a.id));
}

type Listener = (operation: Operation, watched: boolean) => void;

/** The list of tasks, and who has one of them before the eyes: what is being watched needs no notification at its end. */
export class Operations {
  readonly collection: Collection<Operation>;
  readonly #watched = new Map<string, number>();
  readonly #listeners = new Set<Listener>();

  constructor(client: Client) {
    this.collection = new Collection(
      () => client.listOperations({ query: { limit: 100 } }),
      (operation) => operation.id,
    );
  }

  /** Takes what an event or an answer told. An answer that is older than an event that came before it changes nothing. */
  put(operation: Operation): void {
    const before = this.collection.get(operation.id);
    if (before && !isUnderWay(before) && isUnderWay(operation)) return;
    this.collection.put(operation);
    if (before && isUnderWay(before) && !isUnderWay(operation)) this.#tell(operation);
  }

  /** Reads the list anew; what ended while the Director was away is told like an end seen live. */
  async load(): Promise<void> {
    const before = Object.values(this.collection.store.getState().items).filter(isUnderWay);
    await this.collection.load();
    for (const { id } of before) {
      const now = this.collection.get(id);
      if (now && !isUnderWay(now)) this.#tell(now);
    }
  }

  /** @returns a disposer */
  watch(id: string): () => void {
    this.#watched.set(id, (this.#watched.get(id) ?? 0) + 1);
    return () => {
      const left = (this.#watched.get(id) ?? 1) - 1;
      if (left > 0) this.#watched.set(id, left);
      else this.#watched.delete(id);
    };
  }

  /** Calls `listener` with each operation that ends. @returns a disposer */
  onEnd(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(operation: Operation): void {
    const watched = this.#watched.has(operation.id);
    for (const listener of this.#listeners) listener(operation, watched);
  }
}
