/** All SQL about the files of code versions. What a function was at each revision is written with the function. */
import type { Database } from 'better-sqlite3'

type Version = { versionId: number }
export type KeptFile = { path: string; hash: string; bytes: number }
export type FilePair = { path: string; leftHash: string | null; rightHash: string | null }

export const prepareVersionSql = (db: Database) => ({
  byHash: db.prepare<{ codeHash: string }, { id: number; isWhole: number }>(
    'SELECT id, is_whole AS isWhole FROM code_version WHERE code_hash = :codeHash',
  ),
  insert: db.prepare<{ codeHash: string }, { id: number }>(
    'INSERT INTO code_version (code_hash) VALUES (:codeHash) RETURNING id',
  ),
  putFile: db.prepare<Version & KeptFile>(`
    INSERT INTO code_version_file (version_id, path, hash, bytes) VALUES (:versionId, :path, :hash, :bytes)
    ON CONFLICT (version_id, path) DO UPDATE SET hash = :hash, bytes = :bytes`),
  putText: db.prepare<{ hash: string; text: string }>(
    'INSERT INTO code_file (hash, text) VALUES (:hash, :text) ON CONFLICT DO NOTHING',
  ),
  setWhole: db.prepare<Version>('UPDATE code_version SET is_whole = 1 WHERE id = :versionId'),

  /** The oldest but the latest :keep, and but those that a living function has. */
  oldest: db.prepare<{ keep: number }, { id: number }>(`
    SELECT id FROM code_version
     WHERE id <= (SELECT id FROM code_version ORDER BY id DESC LIMIT 1 OFFSET :keep)
       AND NOT EXISTS (SELECT 1 FROM function
                        WHERE function.code_hash = code_version.code_hash AND function.deleted_at_ms IS NULL)
     ORDER BY id LIMIT 1`),
  /** It is no longer whole from the first of its files on. */
  setPartial: db.prepare<Version>('UPDATE code_version SET is_whole = 0 WHERE id = :versionId'),
  deleteFiles: db.prepare<Version & { limit: number }, { hash: string }>(`
    DELETE FROM code_version_file
     WHERE version_id = :versionId
       AND path IN (SELECT path FROM code_version_file WHERE version_id = :versionId ORDER BY path LIMIT :limit)
    RETURNING hash`),
  deleteText: db.prepare<{ hash: string }>(`
    DELETE FROM code_file
     WHERE hash = :hash AND NOT EXISTS (SELECT 1 FROM code_version_file WHERE code_version_file.hash = :hash)`),
  delete: db.prepare<Version>('DELETE FROM code_version WHERE id = :versionId'),
})

export const prepareVersionReads = (db: Database) => ({
  whole: db.prepare<{ codeHash: string }, { id: number }>(
    'SELECT id FROM code_version WHERE code_hash = :codeHash AND is_whole = 1',
  ),
  /** Files of one version that the other does not have, or has with another content. */
  changed: db.prepare<{ left: number; right: number }, FilePair>(`
    SELECT a.path, a.hash AS leftHash, b.hash AS rightHash
      FROM code_version_file AS a
      LEFT JOIN code_version_file AS b ON b.version_id = :right AND b.path = a.path
     WHERE a.version_id = :left AND b.hash IS NOT a.hash`),
  added: db.prepare<{ left: number; right: number }, FilePair>(`
    SELECT b.path, NULL AS leftHash, b.hash AS rightHash
      FROM code_version_file AS b
     WHERE b.version_id = :right
       AND NOT EXISTS (SELECT 1 FROM code_version_file AS a WHERE a.version_id = :left AND a.path = b.path)`),
  text: db.prepare<{ hash: string }, { text: string }>('SELECT text FROM code_file WHERE hash = :hash'),
  /** What the instance ran with. */
  configOf: db.prepare<{ instanceId: string }, { config: string }>(`
    SELECT function_version.config FROM instance
      JOIN function_version
        ON function_version.function_id = instance.function_id AND function_version.revision = instance.revision
     WHERE instance.id = :instanceId`),
})
