import type { Migration } from '../migrate.ts'

/** For how long the instance of a failed attempt is kept to be looked at; 0: not. Not part of s.yaml. */
export const functionHold: Migration = {
  version: 4,
  name: 'functionHold',
  up: (db) => db.exec('ALTER TABLE function ADD COLUMN hold_ms INTEGER NOT NULL DEFAULT 0 CHECK (hold_ms >= 0)'),
}
