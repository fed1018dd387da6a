import type { Migration } from '../migrate.ts'

/**
 * Metrics. A row has what one scope did in one step of time: a function (its id), an account (minus its id)
 * or everything (0), in steps of a second, of 1, 10 and 60 minutes, and since the workspace began (`step_s` 0).
 * Rows lie by scope and time, so that a curve is one range; steps in which nothing happened have none.
 *
 * `metric_coverage` has when a host was running, which tells "nothing happened" from "nobody looked".
 */
export const metrics: Migration = {
  version: 3,
  name: 'metrics',
  up: (db) =>
    db.exec(`
      CREATE TABLE metric (
        step_s           INTEGER NOT NULL,           -- 1, 60, 600, 3600, or 0 for all of the time
        scope            INTEGER NOT NULL,
        at_s             INTEGER NOT NULL,           -- where the step begins; 0 for all of the time
        submitted        INTEGER NOT NULL,
        dequeued         INTEGER NOT NULL,
        succeeded        INTEGER NOT NULL,
        failed           INTEGER NOT NULL,
        stopped          INTEGER NOT NULL,
        expired          INTEGER NOT NULL,
        invalid          INTEGER NOT NULL,
        retried          INTEGER NOT NULL,
        failed_attempts  INTEGER NOT NULL,
        calls            INTEGER NOT NULL,
        failed_calls     INTEGER NOT NULL,
        throttled_calls  INTEGER NOT NULL,
        cold_starts      INTEGER NOT NULL,
        backlog          INTEGER NOT NULL,           -- gauges: the highest in the step
        executing        INTEGER NOT NULL,
        in_process       INTEGER NOT NULL,
        instances        INTEGER NOT NULL,
        oldest_age_ms    INTEGER,                    -- NULL: nothing was ready
        wait_sum_ms      REAL NOT NULL,
        wait_max_ms      REAL NOT NULL,
        run_sum_ms       REAL NOT NULL,
        run_max_ms       REAL NOT NULL,
        max_memory_bytes INTEGER NOT NULL,
        wait             BLOB NOT NULL,              -- electron/base/durationHistogram.ts
        run              BLOB NOT NULL,
        PRIMARY KEY (step_s, scope, at_s)
      ) STRICT, WITHOUT ROWID;

      -- Functions that ever had a row, by the names they had last.
      CREATE TABLE metric_function (
        id           INTEGER PRIMARY KEY,
        account_id   INTEGER NOT NULL,
        name         TEXT NOT NULL,
        account_name TEXT NOT NULL
      ) STRICT;

      CREATE TABLE metric_mark (
        id          INTEGER PRIMARY KEY,
        at_ms       INTEGER NOT NULL,
        kind        TEXT NOT NULL CHECK (kind IN ('code', 'configuration', 'crash', 'host')),
        function_id INTEGER,                         -- NULL: of the host
        text        TEXT NOT NULL
      ) STRICT;
      CREATE INDEX metric_mark_time ON metric_mark (at_ms);

      CREATE TABLE metric_coverage (
        id       INTEGER PRIMARY KEY,
        host_id  TEXT NOT NULL,
        from_ms  INTEGER NOT NULL,
        until_ms INTEGER NOT NULL
      ) STRICT;

      -- The last second stored of each store thread, so that one sent again is not counted twice.
      CREATE TABLE metric_source (
        id     TEXT PRIMARY KEY,
        number INTEGER NOT NULL,
        at_ms  INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `),
}
