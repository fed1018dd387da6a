/**
 * All SQL about the output of all functions as one stream: parameters in, rows out.
 *
 * Rows are read zone by zone (logMigrations/0004-outputZones.ts), so every statement looks at no more than
 * 1,024 rows, and its caller can stop after each.
 */
import type { Database } from 'better-sqlite3'
import type { OutputStream } from '../base/logMessages.ts'
import { OUTPUT_COLUMNS, type StoredOutputRow, type ZoneRow } from './logs.sql.ts'

/** `functionIds` is a JSON text. Times without a bound are the smallest and the largest whole numbers. */
type Narrowing = { functionIds: string; fromMs: number; beforeMs: number }
type ZoneQuery = Narrowing & { zone: number }
/** Ids from the first to the last, both included. */
type Ids = { firstId: number; lastId: number }
type RowQuery = Narrowing & Ids
type InstanceRowQuery = RowQuery & { instanceId: string }
/** What one attempt writes to one stream of an instance: lines go on from piece to piece of a strand. */
export type Strand = { instanceId: string; stream: OutputStream; taskSeq: number | null; attempt: number | null }

export type CountedRow = { firstAtMs: number; lineCount: number; isError: 0 | 1 }

const IS_WANTED = `function_id IN (SELECT value FROM json_each(:functionIds))
       AND last_at_ms >= :fromMs AND first_at_ms < :beforeMs`

/** Of one strand among the 256 rows of the instance beside :id: further away nothing is looked for. */
const beside = (comparison: '<' | '>', direction: 'ASC' | 'DESC') => `
    SELECT id FROM (SELECT id, stream, task_seq, attempt FROM output
                     WHERE instance_id = :instanceId AND id ${comparison} :id ORDER BY id ${direction} LIMIT 256)
     WHERE stream = :stream AND task_seq IS :taskSeq AND attempt IS :attempt LIMIT 1`

export const prepareLogStreamSql = (db: Database) => ({
  /** The last id that there is. */
  lastId: db.prepare<[], number | null>('SELECT max(id) FROM output').pluck(),
  firstId: db.prepare<[], number | null>('SELECT min(id) FROM output').pluck(),

  /** The first zone from :zone on, and the last one up to it, that may hold something wanted. */
  zoneFrom: db
    .prepare<ZoneQuery, number>(
      `SELECT zone FROM output_zone WHERE zone >= :zone AND ${IS_WANTED} ORDER BY zone LIMIT 1`,
    )
    .pluck(),
  zoneUpTo: db
    .prepare<ZoneQuery, number>(
      `SELECT zone FROM output_zone WHERE zone <= :zone AND ${IS_WANTED} ORDER BY zone DESC LIMIT 1`,
    )
    .pluck(),
  idFrom: db
    .prepare<{ instanceId: string; id: number }, number>(
      'SELECT id FROM output WHERE instance_id = :instanceId AND id >= :id ORDER BY id LIMIT 1',
    )
    .pluck(),
  idUpTo: db
    .prepare<{ instanceId: string; id: number }, number>(
      'SELECT id FROM output WHERE instance_id = :instanceId AND id <= :id ORDER BY id DESC LIMIT 1',
    )
    .pluck(),

  rowsUp: db.prepare<RowQuery, StoredOutputRow>(`
    SELECT ${OUTPUT_COLUMNS} FROM output WHERE id BETWEEN :firstId AND :lastId AND ${IS_WANTED} ORDER BY id`),
  rowsDown: db.prepare<RowQuery, StoredOutputRow>(`
    SELECT ${OUTPUT_COLUMNS} FROM output WHERE id BETWEEN :firstId AND :lastId AND ${IS_WANTED} ORDER BY id DESC`),
  instanceRowsUp: db.prepare<InstanceRowQuery, StoredOutputRow>(`
    SELECT ${OUTPUT_COLUMNS} FROM output INDEXED BY output_instance
     WHERE instance_id = :instanceId AND id BETWEEN :firstId AND :lastId AND ${IS_WANTED} ORDER BY id`),
  instanceRowsDown: db.prepare<InstanceRowQuery, StoredOutputRow>(`
    SELECT ${OUTPUT_COLUMNS} FROM output INDEXED BY output_instance
     WHERE instance_id = :instanceId AND id BETWEEN :firstId AND :lastId AND ${IS_WANTED} ORDER BY id DESC`),

  before: db.prepare<Strand & { id: number }, number>(beside('<', 'DESC')).pluck(),
  after: db.prepare<Strand & { id: number }, number>(beside('>', 'ASC')).pluck(),
  text: db.prepare<{ id: number }, string>('SELECT text FROM output WHERE id = :id').pluck(),
  /** As bytes, because functions of texts stop at a NUL. */
  endsLine: db
    .prepare<{ id: number }, 0 | 1>("SELECT substr(CAST(text AS BLOB), -1) = x'0a' FROM output WHERE id = :id")
    .pluck(),

  zone: db.prepare<ZoneQuery, ZoneRow>(`
    SELECT zone, function_id AS functionId, first_at_ms AS firstAtMs, last_at_ms AS lastAtMs,
           line_count AS lineCount, error_line_count AS errorLineCount
      FROM output_zone WHERE zone = :zone AND ${IS_WANTED}`),
  counts: db.prepare<RowQuery, CountedRow>(`
    SELECT first_at_ms AS firstAtMs, line_count AS lineCount, stream = 'stderr' AS isError
      FROM output WHERE id BETWEEN :firstId AND :lastId AND ${IS_WANTED}`),
  instanceCounts: db.prepare<InstanceRowQuery, CountedRow>(`
    SELECT first_at_ms AS firstAtMs, line_count AS lineCount, stream = 'stderr' AS isError
      FROM output INDEXED BY output_instance
     WHERE instance_id = :instanceId AND id BETWEEN :firstId AND :lastId AND ${IS_WANTED}`),
})
export type LogStreamSql = ReturnType<typeof prepareLogStreamSql>
