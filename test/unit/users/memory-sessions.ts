import type { SessionRecord } from '../../../director/store/sessions.ts';
import type { SessionStore } from '../../../director/users/sessions.ts';

/** Sessions that are kept in memory. */
export class MemorySessions implements SessionStore {
  readonly kept = new Map<string, SessionRecord>();
  insert = (session: SessionRecord) => void this.kept.set(session.idHash, session);
  get = (idHash: string) => this.kept.get(idHash);
  list = (uid: number) =>
    [...this.kept.values()]
      .filter((session) => session.uid === uid)
      .sort((one, other) => other.lastSeen.localeCompare(one.lastSeen));
  update = (idHash: string, changes: { lastSeen: string; expires: string }) => {
    const session = this.kept.get(idHash);
    if (session) this.kept.set(idHash, { ...session, ...changes });
  };
  delete = (idHash: string) => this.kept.delete(idHash);
  deleteExpired = (now: string) => {
    for (const [key, { expires }] of this.kept) if (expires <= now) this.kept.delete(key);
  };
}
