import type { Migration } from '../migrate.ts'

/** Counts of deliveries to destinations beside the other counts. */
export const deliveryMetrics: Migration = {
  version: 5,
  name: 'delivery_metrics',
  up: (db) =>
    db.exec(`
      ALTER TABLE metric ADD COLUMN delivered INTEGER NOT NULL DEFAULT 0;
      ALTER TABLE metric ADD COLUMN undelivered INTEGER NOT NULL DEFAULT 0;
    `),
}
