import type { Migration } from '../migrate.ts'

/**
 * The first schema of the log database: captured output in pieces of up to 64 KiB, because chunk rows
 * take almost three times the lines a second that line rows do (PERF.md section 2, item 9).
 *
 * `id` is the order of storage, and so the order of reading and the cursor. `output_task` also holds
 * `attempt`, so that one attempt is found without touching the rows of the others.
 */
export const output: Migration = {
  version: 1,
  name: 'output',
  up: (db) =>
    db.exec(`
      CREATE TABLE output (
        id          INTEGER PRIMARY KEY,
        function_id INTEGER NOT NULL,
        task_seq    INTEGER,                         -- NULL: no attempt was running
        attempt     INTEGER,
        instance_id TEXT NOT NULL,
        stream      TEXT NOT NULL CHECK (stream IN ('stdout', 'stderr', 'system')),
        first_at_ms INTEGER NOT NULL,
        last_at_ms  INTEGER NOT NULL,
        byte_count  INTEGER NOT NULL,
        line_count  INTEGER NOT NULL,
        text        TEXT NOT NULL,
        CHECK ((task_seq IS NULL) = (attempt IS NULL))
      ) STRICT;
      CREATE INDEX output_task     ON output (task_seq, id, attempt) WHERE task_seq IS NOT NULL;
      CREATE INDEX output_instance ON output (instance_id);

      -- The last batch stored of each scheduler, so that one sent again is not stored twice.
      CREATE TABLE stored_batch (
        host_id      TEXT NOT NULL,                  -- a scheduler's id is only sure to be unique within a host
        scheduler_id INTEGER NOT NULL,
        batch_id     INTEGER NOT NULL,
        PRIMARY KEY (host_id, scheduler_id)
      ) STRICT, WITHOUT ROWID;
    `),
}
