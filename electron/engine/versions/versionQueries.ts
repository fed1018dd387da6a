/** The queries of `versionPorts.ts`, on the read-only connection. Each is one short read transaction. */
import type { Database } from 'better-sqlite3'
import { prepareVersionReads } from '../../storage/versions.sql.ts'
import type { FileChange, VersionQueries } from './versionPorts.ts'

export function versionQueries(db: Database): VersionQueries {
  const reads = prepareVersionReads(db)
  const textOf = (hash: string | null) => (hash === null ? null : (reads.text.get({ hash })?.text ?? null))

  return {
    async hasCodeVersion(codeHash) {
      return reads.whole.get({ codeHash }) !== undefined
    },
    async changedFiles({ left, right }) {
      if (left === right) return []
      return db.transaction(() => {
        const pair = { left: reads.whole.get({ codeHash: left })?.id, right: reads.whole.get({ codeHash: right })?.id }
        if (pair.left === undefined || pair.right === undefined) return null
        const ids = { left: pair.left, right: pair.right }
        return [...reads.changed.all(ids), ...reads.added.all(ids)]
          .toSorted((a, b) => (a.path < b.path ? -1 : 1))
          .map(
            ({ path, leftHash, rightHash }): FileChange => ({
              path,
              change: leftHash === null ? 'added' : rightHash === null ? 'removed' : 'changed',
              left: textOf(leftHash),
              right: textOf(rightHash),
            }),
          )
      })()
    },
    async configOfInstance(instanceId) {
      const row = reads.configOf.get({ instanceId })
      return row === undefined ? null : JSON.parse(row.config) // was validated when it was written
    },
  }
}
