import { type FinalTaskState, type TaskState, taskStates } from '../../../shared/domain/taskStates.ts'
import type { Migration } from '../migrate.ts'

/** Where a task in each state that is no end can be; 0 delayed, 1 ready, 2 granted. Ended ones are at 3. */
const PLACES: Record<Exclude<TaskState, FinalTaskState>, string> = {
  Enqueued: 'place < 2',
  Retrying: 'place < 2',
  Dequeued: 'place = 2',
  Running: 'place = 2',
  Stopping: 'place = 2',
}
/** A CASE, not an IN: SQLite builds an index for each IN of strings at each write, a quarter of its time. */
const stateRules = taskStates.states
  .map((state) => `WHEN '${state}' THEN ${state in PLACES ? PLACES[state as keyof typeof PLACES] : 'place = 3'}`)
  .join(' ')

/**
 * The first schema of the task database.
 *
 * A task enters each big index once (PERF.md section 2): `task_final` holds ended rows only, the
 * others only those that wait or run. Lists in submission order merge ranges of (function, state)
 * or (place, function), each already ordered by the implicit last column, seq. `seq` carries the
 * submission instant (milliseconds × 1024 + counter), so a range of trigger times is a range of the
 * primary key.
 * The current attempt lives on the task's own row; earlier ones move to `attempt` when they end.
 */
export const tasks: Migration = {
  version: 1,
  name: 'tasks',
  up: (db) =>
    db.exec(`
      CREATE TABLE setting (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;

      CREATE TABLE account (
        id                INTEGER PRIMARY KEY,
        name              TEXT NOT NULL UNIQUE,
        uid               TEXT NOT NULL UNIQUE,     -- FC's account id: digits
        concurrency_limit INTEGER NOT NULL,
        backlog_limit     INTEGER NOT NULL
      ) STRICT;

      CREATE TABLE access_key (
        id         TEXT PRIMARY KEY,
        secret     TEXT NOT NULL,
        account_id INTEGER NOT NULL REFERENCES account (id)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE queue (
        id          INTEGER PRIMARY KEY,
        account_id  INTEGER NOT NULL REFERENCES account (id),
        function_id INTEGER,                         -- NULL: the account's queue
        order_kind  TEXT NOT NULL CHECK (order_kind IN ('fifo', 'fair'))
      ) STRICT;
      CREATE UNIQUE INDEX queue_owner ON queue (account_id, ifnull(function_id, 0));

      CREATE TABLE function (
        id                   INTEGER PRIMARY KEY,
        account_id           INTEGER NOT NULL REFERENCES account (id),
        name                 TEXT NOT NULL,
        origin               TEXT NOT NULL CHECK (origin IN ('project', 'api')),
        config               TEXT NOT NULL,          -- JSON, FC's wire names
        async_config         TEXT,                   -- JSON; NULL: never set
        async_created_at_ms  INTEGER,
        async_modified_at_ms INTEGER,
        reserved_concurrency INTEGER,
        overrides            TEXT NOT NULL,          -- JSON list of the parts changed live, which the project file leaves alone
        code_path            TEXT NOT NULL,
        code_hash            TEXT NOT NULL,
        code_checksum        TEXT NOT NULL,          -- CRC-64 as FC gives it
        code_bytes           INTEGER NOT NULL,
        revision             INTEGER NOT NULL,
        created_at_ms        INTEGER NOT NULL,
        modified_at_ms       INTEGER NOT NULL,
        deleted_at_ms        INTEGER
      ) STRICT;
      CREATE UNIQUE INDEX function_name ON function (account_id, name) WHERE deleted_at_ms IS NULL;

      CREATE TABLE task (
        seq                INTEGER PRIMARY KEY,
        function_id        INTEGER NOT NULL,
        id                 TEXT NOT NULL,
        request_id         TEXT,                     -- NULL: equal to id
        state              TEXT NOT NULL,
        is_task            INTEGER NOT NULL,
        queue_id           INTEGER NOT NULL,
        lane               INTEGER NOT NULL,
        due_at_ms          INTEGER NOT NULL,
        place              INTEGER NOT NULL,         -- 0 delayed, 1 ready, 2 granted, 3 ended
        lease              INTEGER,                  -- the scheduler that holds it
        submitted_at_ms    INTEGER NOT NULL,
        dequeued_at_ms     INTEGER,
        started_at_ms      INTEGER,
        stopping_at_ms     INTEGER,
        ended_at_ms        INTEGER,
        attempt_count      INTEGER NOT NULL DEFAULT 0,
        retry_count        INTEGER NOT NULL DEFAULT 0,
        refusal_count      INTEGER NOT NULL DEFAULT 0,
        interruption_count INTEGER NOT NULL DEFAULT 0,
        instance_id        TEXT,
        peak_memory_bytes  INTEGER,
        error_type         TEXT,
        error_body         TEXT,
        reason             TEXT,
        payload            ANY,                      -- TEXT or BLOB; NULL: in task_body
        result             ANY,
        CHECK (CASE state ${stateRules} ELSE 0 END),
        CHECK ((place = 2) = (lease IS NOT NULL))
      ) STRICT;
      CREATE UNIQUE INDEX task_id ON task (function_id, id);
      CREATE INDEX task_ready   ON task (queue_id, lane, due_at_ms) WHERE place = 1;
      CREATE INDEX task_delayed ON task (due_at_ms) WHERE place = 0;
      CREATE INDEX task_open    ON task (place, function_id) WHERE place < 3;
      CREATE INDEX task_final   ON task (function_id, state) WHERE place = 3;

      -- bodies too long to be rewritten with each change of the task's row
      CREATE TABLE task_body (
        task_seq INTEGER NOT NULL,
        kind     TEXT NOT NULL CHECK (kind IN ('payload', 'result')),
        body     ANY NOT NULL,
        PRIMARY KEY (task_seq, kind)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE attempt (
        task_seq          INTEGER NOT NULL,
        number            INTEGER NOT NULL,
        outcome           TEXT NOT NULL CHECK (outcome IN ('Succeeded', 'Failed', 'Stopped', 'Interrupted')),
        dequeued_at_ms    INTEGER,
        started_at_ms     INTEGER,
        ended_at_ms       INTEGER NOT NULL,
        instance_id       TEXT,
        peak_memory_bytes INTEGER,
        error_type        TEXT,
        error_body        TEXT,
        PRIMARY KEY (task_seq, number)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE task_counter (
        function_id INTEGER NOT NULL,
        state       TEXT NOT NULL,
        count       INTEGER NOT NULL,
        PRIMARY KEY (function_id, state)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE instance (
        id                   TEXT PRIMARY KEY,
        function_id          INTEGER NOT NULL,
        state                TEXT NOT NULL,
        pid                  INTEGER,
        pid_started_at_ticks INTEGER,
        code_hash            TEXT NOT NULL,
        interpreter_version  TEXT,
        cold_start_ms        REAL,
        created_at_ms        INTEGER NOT NULL,
        ended_at_ms          INTEGER,
        detail               TEXT
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX instance_living ON instance (state) WHERE ended_at_ms IS NULL;

      CREATE TABLE scheduler_epoch (id INTEGER PRIMARY KEY AUTOINCREMENT, started_at_ms INTEGER NOT NULL) STRICT;
    `),
}
