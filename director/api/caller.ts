import type { CurrentSession } from '../users/sessions.ts';

/** A person: a browser session or a user certificate. */
export interface UserCaller {
  kind: 'session' | 'certificate';
  uid: number;
  role: 'user';
  /** As the account says at this request. */
  administrator: boolean;
  /** Of a browser. */
  session?: CurrentSession;
}

/** The manager of one application, by its certificate. */
export interface ManagerCaller {
  kind: 'manager';
  uid: number;
  role: 'manager';
  /** The application it manages (serviceLocator of its certificate). */
  aid: number;
}

/** Who is asking, once proven. What it may see beyond the route itself is the domain's to decide by `uid` and `aid`. */
export type Caller = UserCaller | ManagerCaller;
