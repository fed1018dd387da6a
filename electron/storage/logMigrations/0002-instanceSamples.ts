import type { Migration } from '../migrate.ts'

/**
 * What instances used, second by second: one row an instance, written again while it lives and for the
 * last time when it has ended. Here and not beside the tasks, because it is pruned as logs are.
 */
export const instanceSamples: Migration = {
  version: 2,
  name: 'instanceSamples',
  up: (db) =>
    db.exec(`
      CREATE TABLE instance_samples (
        instance_id TEXT PRIMARY KEY,
        last_at_ms  INTEGER NOT NULL,
        samples     TEXT NOT NULL                    -- JSON, see electron/logs/sampleText.ts
      ) STRICT;
      CREATE INDEX instance_samples_last ON instance_samples (last_at_ms);
    `),
}
