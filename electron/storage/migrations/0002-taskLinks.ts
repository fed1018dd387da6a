import type { Migration } from '../migrate.ts'

/**
 * Which task was made from which: a replay from the task that it repeats. Found from either end; a row is
 * written once, in the transaction that takes the new task in, and never changed.
 */
export const taskLinks: Migration = {
  version: 2,
  name: 'taskLinks',
  up: (db) =>
    db.exec(`
      CREATE TABLE task_link (
        old_seq INTEGER NOT NULL,
        kind    TEXT NOT NULL CHECK (kind = 'replay'),
        new_seq INTEGER NOT NULL,
        PRIMARY KEY (old_seq, kind, new_seq)
      ) STRICT, WITHOUT ROWID;
      CREATE UNIQUE INDEX task_link_new ON task_link (new_seq, kind);
    `),
}
