/** Storage volumes of services. Deleting a service deletes their rows: by then its clouds have deleted the volumes. */
export const volumes = `
  CREATE TABLE volumes (
    id          TEXT PRIMARY KEY,
    aid         INTEGER NOT NULL,
    sid         INTEGER NOT NULL,
    name        TEXT NOT NULL,
    size        INTEGER NOT NULL CHECK (size > 0),
    cloud       TEXT NOT NULL,
    vmid        TEXT,
    device      TEXT NOT NULL,
    path        TEXT NOT NULL,
    kept        TEXT NOT NULL,
    watched     INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN ('creating', 'kept', 'destroying')),
    request_id  TEXT NOT NULL,
    created     TEXT NOT NULL,
    UNIQUE (aid, name),
    FOREIGN KEY (aid, sid) REFERENCES services (aid, sid) ON DELETE CASCADE
  ) STRICT;
`;
