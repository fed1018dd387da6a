import type { Migration } from '../migrate.ts'

/**
 * What is told of an instance after its end: how many attempts ended in it, and its memory at most. Ended
 * ones are listed by function, the latest first; each enters the index once, when it ends.
 */
export const instanceHistory: Migration = {
  version: 3,
  name: 'instanceHistory',
  up: (db) =>
    db.exec(`
      ALTER TABLE instance ADD COLUMN served_count INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE instance ADD COLUMN peak_memory_bytes INTEGER;
      CREATE INDEX instance_ended ON instance (function_id, ended_at_ms, id) WHERE ended_at_ms IS NOT NULL;
    `),
}
