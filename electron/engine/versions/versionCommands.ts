/**
 * The commands of `versionPorts.ts`. A version may have thousands of files, so it is written and forgotten
 * in slices, each in a turn of its own; it counts as kept with the last of them. One call at a time: what
 * one forgets another could be about to write.
 */
import type { StoreState } from '../tasks/storeState.ts'
import type { InTurn } from '../tasks/taskStore.ts'
import type { CodeVersion, VersionCommands } from './versionPorts.ts'

/** Of all functions; those that a living function has come on top. */
const KEPT_VERSIONS = 200
const SLICE_FILES = 100
const SLICE_CHARACTERS = 128 * 1_024

export type VersionBounds = { keptVersions?: number; sliceFiles?: number }

export function versionCommands(
  state: StoreState,
  inTurn: InTurn,
  { keptVersions = KEPT_VERSIONS, sliceFiles = SLICE_FILES }: VersionBounds = {},
): VersionCommands {
  const sql = state.versionSql
  let before: Promise<unknown> = Promise.resolve()

  async function keep({ codeHash, files, texts }: CodeVersion): Promise<void> {
    const begun = await inTurn(() => {
      const known = sql.byHash.get({ codeHash })
      if (known?.isWhole) return null
      return known ?? sql.insert.get({ codeHash }) ?? null
    })
    if (begun === null) return
    const versionId = begun.id
    const textOf = new Map(texts.map(({ hash, text }) => [hash, text]))
    for (const slice of slices(files, { textOf, sliceFiles })) {
      await inTurn(() => {
        for (const file of slice) {
          sql.putFile.run({ versionId, ...file })
          const text = textOf.get(file.hash)
          if (text !== undefined) sql.putText.run({ hash: file.hash, text })
        }
      })
    }
    await inTurn(() => sql.setWhole.run({ versionId }))
    await forgetOld()
  }

  async function forgetOld(): Promise<void> {
    for (;;) {
      const isDone = await inTurn(() => {
        const oldest = sql.oldest.get({ keep: keptVersions })
        if (oldest === undefined) return true
        const versionId = oldest.id
        sql.setPartial.run({ versionId })
        const deleted = sql.deleteFiles.all({ versionId, limit: sliceFiles })
        for (const { hash } of deleted) sql.deleteText.run({ hash })
        if (deleted.length < sliceFiles) sql.delete.run({ versionId })
        return false
      })
      if (isDone) return
    }
  }

  return {
    keepCodeVersion(version) {
      const kept = before.then(() => keep(version))
      before = kept.catch(() => {})
      return kept
    },
  }
}

/** As many files a turn as take it some milliseconds. */
function* slices(
  files: CodeVersion['files'],
  { textOf, sliceFiles }: { textOf: Map<string, string>; sliceFiles: number },
): Generator<CodeVersion['files']> {
  let slice: CodeVersion['files'] = []
  let characters = 0
  for (const file of files) {
    slice.push(file)
    characters += textOf.get(file.hash)?.length ?? 0
    if (slice.length < sliceFiles && characters < SLICE_CHARACTERS) continue
    yield slice
    slice = []
    characters = 0
  }
  if (slice.length > 0) yield slice
}
