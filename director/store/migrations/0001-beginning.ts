/**
 * Ids of applications and services are never used again (AUTOINCREMENT, next_sid): names of instances, folders and
 * certificates carry them. An application or service that still has instances cannot be deleted, by foreign key.
 * Operations are history and outlive what they were about, so they refer to nothing.
 */
export const beginning = `
  CREATE TABLE users (
    uid       INTEGER PRIMARY KEY AUTOINCREMENT,
    username  TEXT NOT NULL UNIQUE,
    email     TEXT NOT NULL,
    role      TEXT NOT NULL CHECK (role IN ('administrator', 'user')),
    created   TEXT NOT NULL
  ) STRICT;

  CREATE TABLE applications (
    aid           INTEGER PRIMARY KEY AUTOINCREMENT,
    uid           INTEGER NOT NULL REFERENCES users (uid),
    name          TEXT NOT NULL,
    state         TEXT NOT NULL,
    reason        TEXT,
    cloud         TEXT,
    created       TEXT NOT NULL,
    manager_vmid  TEXT,
    next_sid      INTEGER NOT NULL DEFAULT 1,
    UNIQUE (uid, name)
  ) STRICT;

  CREATE TABLE services (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    aid      INTEGER NOT NULL REFERENCES applications (aid) ON DELETE CASCADE,
    sid      INTEGER NOT NULL,
    type     TEXT NOT NULL,
    name     TEXT NOT NULL,
    state    TEXT NOT NULL,
    reason   TEXT,
    cloud    TEXT,
    url      TEXT,
    runtime  TEXT,
    created  TEXT NOT NULL,
    UNIQUE (aid, sid)
  ) STRICT;

  CREATE TABLE instances (
    vmid        TEXT PRIMARY KEY NOT NULL,
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
    FOREIGN KEY (aid, sid) REFERENCES services (aid, sid)
  ) STRICT;
  CREATE INDEX instances_by_service ON instances (aid, sid);

  CREATE TABLE operations (
    number       INTEGER PRIMARY KEY AUTOINCREMENT,
    id           TEXT NOT NULL UNIQUE,
    kind         TEXT NOT NULL,
    title        TEXT NOT NULL,
    uid          INTEGER NOT NULL,
    aid          INTEGER,
    sid          INTEGER,
    state        TEXT NOT NULL,
    steps        TEXT NOT NULL,
    percent      REAL NOT NULL,
    cancellable  INTEGER NOT NULL,
    time_limit   INTEGER NOT NULL,
    log          TEXT NOT NULL,
    result       TEXT,
    error        TEXT,
    data         TEXT NOT NULL,
    created      TEXT NOT NULL,
    finished     TEXT
  ) STRICT;
  CREATE INDEX operations_by_application ON operations (aid);
  CREATE INDEX operations_by_state ON operations (state);

  CREATE TABLE sessions (
    id_hash    TEXT PRIMARY KEY NOT NULL,
    uid        INTEGER NOT NULL REFERENCES users (uid) ON DELETE CASCADE,
    created    TEXT NOT NULL,
    last_seen  TEXT NOT NULL,
    expires    TEXT NOT NULL
  ) STRICT;

  CREATE TABLE settings (
    key    TEXT PRIMARY KEY NOT NULL,
    value  TEXT NOT NULL
  ) STRICT;

  CREATE TABLE certificates (
    serial           TEXT PRIMARY KEY NOT NULL,
    kind             TEXT NOT NULL,
    uid              INTEGER,
    service_locator  INTEGER,
    not_after        TEXT NOT NULL,
    issued           TEXT NOT NULL,
    revoked          TEXT
  ) STRICT;
`;
