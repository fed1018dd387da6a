import type { Database } from 'better-sqlite3'
import { AppError } from '../../shared/errors.ts'

/** Numbers start at 1 and have no gaps. A shipped migration is never edited: write the next one. */
export type Migration = { version: number; name: string; up(db: Database): void }

export function schemaVersion(db: Database): number {
  return db.pragma('user_version', { simple: true }) as number // the driver types every pragma as unknown
}

/** Throws `AppError('workspace_newer')` for a file that a newer version wrote. */
export function refuseNewer(version: number, migrations: readonly Migration[]): void {
  if (version <= migrations.length) return
  throw new AppError(
    'workspace_newer',
    `this workspace was written by a newer Taskyard (schema ${version}; this one knows up to ${migrations.length}): update Taskyard, or choose another folder with --workspace`,
  )
}

/** Brings the file up to date. Each migration commits whole or leaves no trace. */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  const from = schemaVersion(db)
  refuseNewer(from, migrations)
  for (const { version, up } of migrations.slice(from)) {
    db.transaction(() => {
      up(db)
      db.pragma(`user_version = ${version}`)
    }).immediate()
  }
}
