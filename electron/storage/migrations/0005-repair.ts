import type { Migration } from '../migrate.ts'

/**
 * What follows after a task has ended: deliveries to destinations, local message queues, dead letters in groups,
 * repairs in batches, the operator log, and what a function was at each of its revisions.
 *
 * `task.made_by` says what took the task in: NULL a submit, 1 a replay, 2 a compensation, 3 a delivery,
 * 4 a failure brought home from the cloud.
 */
export const repair: Migration = {
  version: 5,
  name: 'repair',
  up: (db) =>
    db.exec(`
      ALTER TABLE task ADD COLUMN made_by INTEGER;
      ALTER TABLE instance ADD COLUMN revision INTEGER;
      ALTER TABLE function ADD COLUMN compensation TEXT; -- the name of its compensation function

      CREATE TABLE task_link_2 (
        old_seq INTEGER NOT NULL,
        kind    TEXT NOT NULL CHECK (kind = 'replay' OR kind = 'compensation'),
        new_seq INTEGER NOT NULL,
        PRIMARY KEY (old_seq, kind, new_seq)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO task_link_2 SELECT old_seq, kind, new_seq FROM task_link;
      DROP TABLE task_link;
      ALTER TABLE task_link_2 RENAME TO task_link;
      CREATE UNIQUE INDEX task_link_new ON task_link (new_seq, kind);

      -- the id carries its instant as task.seq does: milliseconds × 1024 + counter
      CREATE TABLE delivery (
        id             INTEGER PRIMARY KEY,
        function_id    INTEGER NOT NULL,             -- whose destination it is
        task_seq       INTEGER,                      -- NULL: a test
        cause          TEXT NOT NULL CHECK (cause = 'success' OR cause = 'failure' OR cause = 'test'),
        kind           TEXT NOT NULL,                -- function, queue, http, unsupported
        target         TEXT NOT NULL,                -- as it is configured: an ARN or an address
        host           TEXT,                         -- of an address, with its port
        hop            INTEGER NOT NULL DEFAULT 0,   -- deliveries before it in the same chain
        state          TEXT NOT NULL CHECK (state = 'Pending' OR state = 'Succeeded' OR state = 'Failed'),
        attempt_count  INTEGER NOT NULL DEFAULT 0,
        failure_count  INTEGER NOT NULL DEFAULT 0,   -- since begun_at_ms
        created_at_ms  INTEGER NOT NULL,
        begun_at_ms    INTEGER NOT NULL,             -- when it was made, or was retried by hand
        due_at_ms      INTEGER NOT NULL,
        ended_at_ms    INTEGER,
        status_code    INTEGER,                      -- of the last HTTP answer
        detail         TEXT,                         -- what went wrong last, or what is good to know
        made_seq       INTEGER,                      -- the task that it made
        message_id     TEXT,                         -- the message that it made
        body           TEXT                          -- of a test; others are made from their task
      ) STRICT;
      CREATE INDEX delivery_due  ON delivery (due_at_ms) WHERE state = 'Pending' AND host IS NULL;
      CREATE INDEX delivery_http ON delivery (host, due_at_ms) WHERE state = 'Pending' AND host IS NOT NULL;
      CREATE INDEX delivery_task ON delivery (task_seq) WHERE task_seq IS NOT NULL;
      CREATE INDEX delivery_made ON delivery (made_seq) WHERE made_seq IS NOT NULL;
      CREATE INDEX delivery_open ON delivery (state, id, function_id) WHERE state <> 'Succeeded';

      CREATE TABLE message_queue (
        id              INTEGER PRIMARY KEY,
        account_id      INTEGER NOT NULL,
        name            TEXT NOT NULL,
        visibility_ms   INTEGER NOT NULL,            -- for how long a received message is hidden
        created_at_ms   INTEGER NOT NULL,
        message_count   INTEGER NOT NULL,            -- of its rows in message, visible or not
        discarded_at_ms INTEGER                      -- deleted or purged: its messages go in later turns, then its row
      ) STRICT;
      CREATE UNIQUE INDEX message_queue_name ON message_queue (account_id, name) WHERE discarded_at_ms IS NULL;
      CREATE INDEX message_queue_discarded ON message_queue (id) WHERE discarded_at_ms IS NOT NULL;
      CREATE TABLE message (
        id                INTEGER PRIMARY KEY,       -- milliseconds × 1024 + counter
        queue_id          INTEGER NOT NULL,
        message_id        TEXT NOT NULL,             -- begins with id, so that it needs no index
        body              TEXT NOT NULL,
        sent_at_ms        INTEGER NOT NULL,
        visible_at_ms     INTEGER NOT NULL,
        received_at_ms    INTEGER,                   -- first
        receive_count     INTEGER NOT NULL DEFAULT 0,
        receipt_handle    TEXT,                      -- of the last receive; begins with id, too
        delivery_id       INTEGER
      ) STRICT;
      CREATE INDEX message_order   ON message (queue_id);
      CREATE INDEX message_visible ON message (queue_id, visible_at_ms, id);

      CREATE TABLE dead_group (
        id                 INTEGER PRIMARY KEY,
        account_id         INTEGER NOT NULL,
        fingerprint        TEXT NOT NULL,
        error_class        TEXT,                     -- of the thrown error; NULL: it never ran
        message            TEXT NOT NULL,            -- normalised
        frame              TEXT,                     -- top frame of the user's code: file and function
        state              TEXT NOT NULL CHECK (CASE state WHEN 'New' THEN 1 WHEN 'Acknowledged' THEN 1
                             WHEN 'Ignored' THEN 1 WHEN 'Resolved' THEN 1 WHEN 'Regressed' THEN 1 ELSE 0 END),
        state_at_ms        INTEGER NOT NULL,
        ignored_until_ms   INTEGER,
        ignored_until_count INTEGER,                 -- total_count from which on it is New again
        ignored_code       TEXT,                     -- JSON: function id → code hashes when it was ignored
        first_seen_ms      INTEGER NOT NULL,
        last_seen_ms       INTEGER NOT NULL,
        total_count        INTEGER NOT NULL,
        open_count         INTEGER NOT NULL,
        -- resolving all open letters by hand, and opening them again: the state changes at once, letters follow
        sweep              TEXT CHECK (sweep IS NULL OR sweep = 'resolve' OR sweep = 'reopen'), -- what is under way
        sweep_to_id        INTEGER,                  -- the last letter that it is about
        sweep_at_ms        INTEGER,                  -- when they were resolved
        sweep_next         INTEGER,                  -- the task_seq up to which it is done
        can_reopen         INTEGER NOT NULL DEFAULT 0, -- 1: Resolved by hand, by the last sweep
        UNIQUE (account_id, fingerprint)
      ) STRICT;
      CREATE INDEX dead_group_seen  ON dead_group (account_id, last_seen_ms);
      CREATE INDEX dead_group_count ON dead_group (account_id, state, ignored_until_ms, open_count);
      CREATE INDEX dead_group_sweep ON dead_group (id) WHERE sweep IS NOT NULL;
      CREATE TABLE dead_letter (
        id             INTEGER PRIMARY KEY,          -- in the order in which they came
        task_seq       INTEGER NOT NULL UNIQUE,
        group_id       INTEGER NOT NULL,
        died_at_ms     INTEGER NOT NULL,
        resolved_at_ms INTEGER,                      -- NULL: open
        resolved_by    TEXT,                         -- replay, compensation, hand
        resolved_seq   INTEGER,                      -- the task that did it
        cloud_arn      TEXT                          -- of the function, when it was brought home from the cloud
      ) STRICT;
      CREATE INDEX dead_letter_group ON dead_letter (group_id, task_seq);
      CREATE INDEX dead_letter_open  ON dead_letter (group_id, id) WHERE resolved_at_ms IS NULL;
      -- tasks below it that have failed for good get their letters in later turns, newest first
      INSERT INTO setting (name, value)
        SELECT 'dead_letters_to_fill', max(seq) + 1 FROM task HAVING count(*) > 0;
      CREATE TABLE dead_group_version (
        group_id       INTEGER NOT NULL,
        function_id    INTEGER NOT NULL,
        code_hash      TEXT NOT NULL,                -- '' where no code ran
        count          INTEGER NOT NULL,
        first_seen_ms  INTEGER NOT NULL,
        last_seen_ms   INTEGER NOT NULL,
        PRIMARY KEY (group_id, function_id, code_hash)
      ) STRICT, WITHOUT ROWID;
      -- letters of the last two hours by five minutes, and of the last day by hours
      CREATE TABLE dead_group_step (
        group_id     INTEGER NOT NULL,
        step_minutes INTEGER NOT NULL,
        step         INTEGER NOT NULL,               -- since the epoch
        count        INTEGER NOT NULL,
        PRIMARY KEY (group_id, step_minutes, step)
      ) STRICT, WITHOUT ROWID;

      -- a repair of one or many tasks, done in slices; a host that dies goes on where it was
      CREATE TABLE batch (
        id             INTEGER PRIMARY KEY,          -- milliseconds × 1024 + counter
        account_id     INTEGER NOT NULL,
        action         TEXT NOT NULL CHECK (action = 'replay' OR action = 'compensate'),
        state          TEXT NOT NULL CHECK (state = 'Running' OR state = 'Done' OR state = 'Aborted'),
        group_id       INTEGER,                      -- all open letters of it up to last_letter_id
        last_letter_id INTEGER,
        next_key       INTEGER NOT NULL DEFAULT 0,   -- the last letter or item that was handled
        options        TEXT NOT NULL,                -- JSON
        total_count    INTEGER NOT NULL,
        made_count     INTEGER NOT NULL DEFAULT 0,
        skipped_count  INTEGER NOT NULL DEFAULT 0,
        failed_count   INTEGER NOT NULL DEFAULT 0,
        refused_at_ms  INTEGER,                      -- since when nothing is taken in; NULL: it goes on
        refusal        TEXT,                         -- why, as a person reads it
        created_at_ms  INTEGER NOT NULL,
        ended_at_ms    INTEGER
      ) STRICT;
      CREATE INDEX batch_running ON batch (id) WHERE state = 'Running';
      CREATE TABLE batch_item (
        batch_id  INTEGER NOT NULL,
        number    INTEGER NOT NULL,                  -- from 1
        task_seq  INTEGER NOT NULL,
        outcome   TEXT CHECK (outcome IS NULL OR outcome = 'made' OR outcome = 'skipped' OR outcome = 'failed'),
        made_seq  INTEGER,
        detail    TEXT,
        PRIMARY KEY (batch_id, number)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE operation (
        id         INTEGER PRIMARY KEY,              -- milliseconds × 1024 + counter
        account_id INTEGER NOT NULL,
        action     TEXT NOT NULL,                    -- of shared/domain/operations.ts
        target     TEXT NOT NULL,                    -- what it was done to, as a person reads it
        count      INTEGER NOT NULL,
        detail     TEXT                              -- JSON: facts of the action
      ) STRICT;

      -- what a function was at each revision that an instance may have run
      CREATE TABLE function_version (
        function_id   INTEGER NOT NULL,
        revision      INTEGER NOT NULL,
        config        TEXT NOT NULL,
        code_hash     TEXT NOT NULL,
        created_at_ms INTEGER NOT NULL,
        PRIMARY KEY (function_id, revision)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO function_version SELECT id, revision, config, code_hash, modified_at_ms FROM function;
      CREATE TABLE code_version (
        id            INTEGER PRIMARY KEY,           -- in the order in which they came
        code_hash     TEXT NOT NULL UNIQUE,
        is_whole      INTEGER NOT NULL DEFAULT 0     -- 1: all of its files are kept
      ) STRICT;
      CREATE TABLE code_version_file (
        version_id INTEGER NOT NULL,
        path       TEXT NOT NULL,
        hash       TEXT NOT NULL,                    -- of its content
        bytes      INTEGER NOT NULL,
        PRIMARY KEY (version_id, path)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX code_version_file_hash ON code_version_file (hash);
      CREATE TABLE code_file (
        hash TEXT PRIMARY KEY,
        text TEXT NOT NULL                           -- only of text files up to 64 KiB
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX function_code ON function (code_hash) WHERE deleted_at_ms IS NULL;
    `),
}
