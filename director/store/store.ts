import type { Database } from 'better-sqlite3';
import { ApplicationRepository } from './applications.ts';
import { CertificateRepository } from './certificates.ts';
import { openDatabase, type StoreOptions } from './connection.ts';
import { CreditRepository } from './credits.ts';
import { guarded } from './failures.ts';
import { InstanceRepository } from './instances.ts';
import { OperationRepository } from './operations.ts';
import { ServiceRepository } from './services.ts';
import { SessionRepository } from './sessions.ts';
import { SettingRepository } from './settings.ts';
import { UserRepository } from './users.ts';
import { VolumeRepository } from './volumes.ts';

export interface Store {
  readonly users: UserRepository;
  readonly applications: ApplicationRepository;
  readonly services: ServiceRepository;
  readonly instances: InstanceRepository;
  readonly volumes: VolumeRepository;
  readonly operations: OperationRepository;
  readonly sessions: SessionRepository;
  readonly settings: SettingRepository;
  readonly certificates: CertificateRepository;
  readonly credits: CreditRepository;
  /** Runs `change` (synchronous) as one change: all of it is written, or nothing when it throws. May be nested. */
  transaction<T>(change: () => T): T;
  /** Writes everything into the one file and closes it. May be called again. */
  close(): void;
}

/**
 * Opens the Director's database, making or migrating it.
 * @throws ConpaasError DATABASE_DAMAGED when the file cannot be used (it is left as it is), DATABASE_NEWER when a newer
 *   version of the program wrote it, STORAGE_FULL
 */
export function openStore(options: StoreOptions): Store {
  const database = openDatabase(options);
  return {
    users: new UserRepository(database),
    applications: new ApplicationRepository(database),
    services: new ServiceRepository(database),
    instances: new InstanceRepository(database),
    volumes: new VolumeRepository(database),
    operations: new OperationRepository(database),
    sessions: new SessionRepository(database),
    settings: new SettingRepository(database),
    certificates: new CertificateRepository(database),
    credits: new CreditRepository(database),
    transaction: (change) => guarded(() => database.transaction(change).immediate()),
    close: () => close(database),
  };
}

function close(database: Database): void {
  if (!database.open) return;
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}
