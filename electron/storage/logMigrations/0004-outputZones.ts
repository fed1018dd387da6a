import type { Migration } from '../migrate.ts'

/**
 * What lies in each zone of 1,024 ids of `output`, by function: the times between which it was written and
 * its lines. Times grow with ids only as long as the clock is never set, so no search by halves can be
 * trusted; with zones the rows of some functions or of some time are found exactly, whatever the clock did,
 * and lines are counted without reading rows.
 *
 * The counts of the oldest zone are too high once its first rows were deleted.
 */
export const outputZones: Migration = {
  version: 4,
  name: 'output_zones',
  up: (db) =>
    db.exec(`
      CREATE TABLE output_zone (
        zone             INTEGER NOT NULL,           -- output.id / 1024
        function_id      INTEGER NOT NULL,
        first_at_ms      INTEGER NOT NULL,           -- the earliest
        last_at_ms       INTEGER NOT NULL,           -- the latest
        line_count       INTEGER NOT NULL,
        error_line_count INTEGER NOT NULL,           -- those of stderr
        PRIMARY KEY (zone, function_id)
      ) STRICT, WITHOUT ROWID;

      INSERT INTO output_zone (zone, function_id, first_at_ms, last_at_ms, line_count, error_line_count)
      SELECT id / 1024, function_id, min(first_at_ms), max(last_at_ms), sum(line_count),
             sum(iif(stream = 'stderr', line_count, 0))
        FROM output GROUP BY 1, 2;
    `),
}
