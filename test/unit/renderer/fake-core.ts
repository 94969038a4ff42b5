import type { TransportRequest } from '../../../director/contract/client.ts';
import { ConpaasError } from '../../../director/contract/errors.ts';
import type { Event } from '../../../director/contract/event.ts';
import type { RouteName } from '../../../director/contract/routes.ts';
import type { FakeOperations } from './fake-operations.ts';
import type { World } from './fake-world.ts';

/** What the answers of the Fake work on. */
export interface FakeCore {
  readonly world: World;
  readonly operations: FakeOperations;
  readonly launchTokens: Set<string>;
  signedIn: boolean;
  /** Seconds that have to pass before another try to sign in. */
  signInWait: number;
  emit(event: Event): void;
}

export interface Asked {
  params: Record<string, string>;
  query: Record<string, string>;
  body: Record<string, unknown>;
  request: TransportRequest;
}
export type Answers = Partial<Record<RouteName, (asked: Asked) => unknown>>;

export const keyOf = ({ params }: Asked) => `${params.aid}/${params.sid}`;

export function applicationOf({ world }: FakeCore, { params }: Asked) {
  const application = world.applications.get(Number(params.aid));
  if (!application) throw new ConpaasError('APPLICATION_NOT_FOUND');
  return application;
}

export function serviceOf({ world }: FakeCore, asked: Asked) {
  const service = world.services.get(keyOf(asked));
  if (!service) throw new ConpaasError('SERVICE_NOT_FOUND', asked.params);
  return service;
}
