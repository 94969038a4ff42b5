import { randomUUID } from 'node:crypto';
import { ConpaasError } from '../contract/errors.ts';
import type { OperationKind } from '../contract/operation.ts';
import type { EventHub } from '../events/event-hub.ts';
import type { Logger } from '../logging/logger.ts';
import type { OperationRecord, OperationRepository } from '../store/operations.ts';
import { ActiveOperation, toOperation } from './active-operation.ts';
import { type Clock, systemClock } from './clock.ts';
import type { OperationContext, OperationRequest, Operations, Recovery } from './operations.ts';
import { waitingSteps } from './steps.ts';

const listedByDefault = 100;

export interface OperationsOptions {
  repository: Pick<OperationRepository, 'insert' | 'update' | 'get' | 'list' | 'deleteOld'>;
  events: Pick<EventHub, 'publish'>;
  log: Logger;
  clock?: Clock;
}

export function createOperations({ repository, events, log, clock = systemClock }: OperationsOptions): Operations {
  const active = new Map<string, ActiveOperation>();
  const recoveries = new Map<OperationKind, Recovery>();
  let isShutDown = false;

  const begin = (record: OperationRecord, work: (context: OperationContext) => Promise<void>, recovering: boolean) => {
    const saved = () => {
      active.delete(record.id);
      deleteOld();
    };
    const operation = new ActiveOperation(record, { repository, events, log, clock }, recovering, saved);
    active.set(record.id, operation);
    operation.publish();
    operation.begin(work);
    return operation.operation;
  };

  /** Old records that stay a while longer harm nobody. */
  const deleteOld = () => {
    try {
      repository.deleteOld();
    } catch (error) {
      log.warn({ err: error }, 'Old operations could not be deleted');
    }
  };

  const get = (id: string) => {
    const known = active.get(id)?.operation;
    if (known) return known;
    const record = repository.get(id);
    return record && toOperation(record);
  };

  const existing = (id: string) => {
    const operation = get(id);
    if (!operation) throw new ConpaasError('OPERATION_NOT_FOUND', { id });
    return operation;
  };

  return {
    get,

    start(request) {
      if (isShutDown) throw new ConpaasError('OPERATION_INTERRUPTED');
      const record = newRecord(request, clock.now().toISOString());
      repository.insert(record);
      log.info({ operation: record.id, kind: record.kind }, `${record.title}: started`);
      return begin(record, request.run, false);
    },

    cancel(id) {
      const operation = active.get(id);
      if (operation) return operation.cancel();
      existing(id);
      throw new ConpaasError('OPERATION_NOT_CANCELLABLE');
    },

    list({ limit = listedByDefault, ...filter } = {}) {
      return repository
        .list({ ...filter, limit })
        .map((record) => active.get(record.id)?.operation ?? toOperation(record));
    },

    running(aid) {
      return [...active.values()]
        .map(({ operation }) => operation)
        .filter((operation) => operation.aid === aid && operation.finished === null);
    },

    async wait(id) {
      return active.get(id)?.ended ?? existing(id);
    },

    onRecover(kind, recovery) {
      recoveries.set(kind, recovery);
    },

    recover() {
      const left = [...repository.list({ state: 'running' }), ...repository.list({ state: 'cancelling' })];
      return left
        .filter((record) => !active.has(record.id))
        .toReversed()
        .map((record) => {
          const recovery = recoveries.get(record.kind) ?? interrupted;
          log.info({ operation: record.id, kind: record.kind }, `${record.title}: recovering`);
          return begin(record, (context) => recovery(toOperation(record), context), true);
        });
    },

    shutdown() {
      isShutDown = true;
      for (const operation of active.values()) operation.detach();
    },
  };
}

async function interrupted(): Promise<void> {
  throw new ConpaasError('OPERATION_INTERRUPTED');
}

function newRecord(request: OperationRequest, created: string): OperationRecord {
  const { kind, title, uid, aid, sid, timeLimit, steps, cancellable = true, data = {} } = request;
  return {
    id: randomUUID(),
    kind,
    title,
    uid,
    aid,
    sid,
    state: 'running',
    steps: waitingSteps(steps),
    percent: 0,
    cancellable,
    timeLimit,
    log: [],
    result: null,
    error: null,
    data: { ...data },
    created,
    finished: null,
  };
}
