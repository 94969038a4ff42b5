import type { User } from '../contract/user.ts';
import type { LegacyManager } from './access.ts';
import type { LegacyAnswer } from './answers.ts';
import type { Values } from './values.ts';

/** What every route is given. */
export interface LegacyInput {
  values: Values;
  /** What stands in the path. */
  params: Readonly<Record<string, string | undefined>>;
  /** Address of who asks. */
  address: string;
  /** Aborted when the caller goes away before its answer. */
  signal: AbortSignal;
}

type Method = 'GET' | 'POST';
interface Place {
  methods: readonly Method[];
  path: string;
}
type Run<Caller> = (input: LegacyInput & Caller) => Promise<LegacyAnswer>;

/** A route of the Director API of ConPaaS 2.1, with who may call it. */
export type LegacyRoute = Place &
  (
    | { caller: 'public'; run: Run<unknown> }
    | { caller: 'user'; run: Run<{ user: User }> }
    | { caller: 'manager'; run: Run<LegacyManager> }
  );

/** @param place for example "GET POST /listapp" */
function placeOf(place: string): Place {
  const words = place.split(' ');
  return { methods: words.slice(0, -1) as Method[], path: words.at(-1) ?? '' };
}

export const publicRoute = (place: string, run: Run<unknown>): LegacyRoute => ({
  ...placeOf(place),
  caller: 'public',
  run,
});
export const userRoute = (place: string, run: Run<{ user: User }>): LegacyRoute => ({
  ...placeOf(place),
  caller: 'user',
  run,
});
export const managerRoute = (place: string, run: Run<LegacyManager>): LegacyRoute => ({
  ...placeOf(place),
  caller: 'manager',
  run,
});

/** A number in a path; other texts are unknown addresses (404). */
export const numberIn = (name: string) => `:${name}(^\\d+$)`;
