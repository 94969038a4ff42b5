/**
 * Accounts with passwords, credits, and numbers for instances (reference §2.6 shows them as rid). What was there before
 * belongs to the owner, whose credit is set when the Director first starts with this version.
 *
 * `charged` and `paid_until` of an instance say how many hours were paid and until when, on the meter of its cloud (milliseconds,
 * credits/meter.ts); an hour is in the entries at most once.
 */
export const usersAndCredits = `
  ALTER TABLE users ADD COLUMN first_name TEXT NOT NULL DEFAULT '';
  ALTER TABLE users ADD COLUMN last_name TEXT NOT NULL DEFAULT '';
  ALTER TABLE users ADD COLUMN affiliation TEXT NOT NULL DEFAULT '';
  ALTER TABLE users ADD COLUMN enabled INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE users ADD COLUMN password_hash TEXT;
  ALTER TABLE users ADD COLUMN last_seen TEXT;
  ALTER TABLE users ADD COLUMN credit INTEGER NOT NULL DEFAULT 0 CHECK (credit >= 0);
  CREATE UNIQUE INDEX users_by_username ON users (lower(username));
  CREATE UNIQUE INDEX users_by_email ON users (lower(email));

  ALTER TABLE sessions ADD COLUMN signed_in_by TEXT NOT NULL DEFAULT 'launch' CHECK (signed_in_by IN ('launch', 'password'));
  ALTER TABLE sessions ADD COLUMN browser TEXT NOT NULL DEFAULT '';
  ALTER TABLE sessions ADD COLUMN address TEXT NOT NULL DEFAULT '';
  CREATE INDEX sessions_by_user ON sessions (uid);

  CREATE TABLE new_instances (
    rid         INTEGER PRIMARY KEY AUTOINCREMENT,
    vmid        TEXT NOT NULL UNIQUE,
    cloud       TEXT NOT NULL,
    name        TEXT NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('manager', 'agent')),
    uid         INTEGER NOT NULL REFERENCES users (uid),
    aid         INTEGER NOT NULL REFERENCES applications (aid),
    sid         INTEGER,
    role        TEXT,
    request_id  TEXT,
    address     TEXT,
    ports       TEXT NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('creating', 'running', 'destroying')),
    created     TEXT NOT NULL,
    charged     INTEGER NOT NULL DEFAULT 0,
    paid_until  INTEGER,
    FOREIGN KEY (aid, sid) REFERENCES services (aid, sid)
  ) STRICT;
  INSERT INTO new_instances (vmid, cloud, name, kind, uid, aid, sid, role, request_id, address, ports, state, created)
    SELECT vmid, cloud, name, kind, uid, aid, sid, role, request_id, address, ports, state, created FROM instances ORDER BY created, rowid;
  DROP TABLE instances;
  ALTER TABLE new_instances RENAME TO instances;
  CREATE INDEX instances_by_service ON instances (aid, sid);
  CREATE INDEX instances_by_user ON instances (uid);
  CREATE INDEX instances_by_payment ON instances (cloud, paid_until);

  CREATE TABLE credit_entries (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    uid      INTEGER NOT NULL REFERENCES users (uid) ON DELETE CASCADE,
    time     TEXT NOT NULL,
    change   INTEGER NOT NULL,
    balance  INTEGER NOT NULL,
    kind     TEXT NOT NULL CHECK (kind IN ('initial', 'grant', 'charge', 'refund')),
    text     TEXT NOT NULL,
    aid      INTEGER,
    sid      INTEGER,
    vmid     TEXT,
    hour     INTEGER,
    by_uid   INTEGER
  ) STRICT;
  CREATE INDEX credit_entries_by_user ON credit_entries (uid, id);
  CREATE UNIQUE INDEX credit_entries_by_hour ON credit_entries (vmid, hour) WHERE kind = 'charge';

  CREATE INDEX certificates_by_user ON certificates (uid);
`;
