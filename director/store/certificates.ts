import type { Database } from 'better-sqlite3';
import { Table } from './table.ts';

/** A certificate that the CA made; neither it nor its key is kept here. */
export interface CertificateRecord {
  serial: string;
  kind: 'director' | 'manager' | 'agent' | 'user';
  /** null where the subject names no user. */
  uid: number | null;
  /** aid in managers' and agents' certificates. */
  serviceLocator: number | null;
  /** ISO times. */
  notAfter: string;
  issued: string;
  revoked: string | null;
}
export type CertificateFilter = Partial<Pick<CertificateRecord, 'kind' | 'uid' | 'serviceLocator' | 'revoked'>>;

export class CertificateRepository {
  readonly #table: Table<CertificateRecord>;

  constructor(database: Database) {
    this.#table = new Table<CertificateRecord>(database, 'certificates', {
      serial: 'plain',
      kind: 'plain',
      uid: 'plain',
      serviceLocator: 'plain',
      notAfter: 'plain',
      issued: 'plain',
      revoked: 'plain',
    });
  }

  insert(record: CertificateRecord): void {
    this.#table.insert(record);
  }

  get(serial: string): CertificateRecord | undefined {
    return this.#table.get({ serial });
  }

  /** Oldest first. */
  list(filter: CertificateFilter = {}): CertificateRecord[] {
    return this.#table.find(filter, { order: 'issued, rowid' });
  }

  /** Those that were revoked and would be valid otherwise. @param now ISO time */
  listRevoked(now: string): CertificateRecord[] {
    return this.#table.select('WHERE revoked IS NOT NULL AND not_after > ? ORDER BY serial', now);
  }

  /** Forgets those that ended before this ISO time. */
  deleteEnded(before: string): void {
    this.#table.run('DELETE FROM certificates WHERE not_after < ?', before);
  }

  /** Marks those that match and are not revoked yet. @param time ISO time @returns how many */
  revoke(filter: Partial<Pick<CertificateRecord, 'serial' | 'kind' | 'uid' | 'serviceLocator'>>, time: string): number {
    return this.#table.update({ ...filter, revoked: null }, { revoked: time });
  }
}
