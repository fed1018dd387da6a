/**
 * Keeps the files of each code version that functions get, beside everything else: nothing waits for it,
 * and when it fails only the comparison of attempts knows less.
 */
import type { FunctionCode } from '../../shared/domain/functionCode.ts'
import { AppError } from '../../shared/errors.ts'
import type { Notice } from '../base/threadLink.ts'
import type { VersionCommands, VersionQueries } from '../engine/versions/versionPorts.ts'
import { codeFiles } from '../project/codeFiles.ts'
import type { CodeStore } from '../project/codeStore.ts'

export type CodeKeeperDeps = {
  commands: VersionCommands
  queries: Pick<VersionQueries, 'hasCodeVersion'>
  notify(notice: Notice): void
}

export class CodeKeeper {
  readonly #deps: CodeKeeperDeps
  readonly #kept = new Set<string>()
  #keeping: Promise<void> = Promise.resolve()
  #isStopped = false

  constructor(deps: CodeKeeperDeps) {
    this.#deps = deps
  }

  /** One folder at a time. `isFrozen`: the folder never changes, and its hash is not that of its files. */
  keep(code: Pick<FunctionCode, 'path' | 'hash'>, { isFrozen }: { isFrozen: boolean }): void {
    this.#keeping = this.#keeping.then(() => this.#keepOnce(code, isFrozen ? null : code.hash))
  }

  /** Resolves when all that was asked for is kept, or could not be. */
  settled(): Promise<void> {
    return this.#keeping
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#keeping
  }

  async #keepOnce({ path, hash }: Pick<FunctionCode, 'path' | 'hash'>, expectedHash: string | null): Promise<void> {
    if (this.#kept.has(hash) || this.#isStopped) return
    try {
      if (!(await this.#deps.queries.hasCodeVersion(hash))) {
        const found = await codeFiles(path, { expectedHash })
        if (found !== null) await this.#deps.commands.keepCodeVersion({ codeHash: hash, ...found })
      }
      this.#kept.add(hash)
    } catch (error) {
      if (this.#isStopped) return
      const message = `The files of ${path} could not be kept for comparisons: ${error instanceof Error ? error.message : error}`
      this.#deps.notify({ level: 'notice', code: error instanceof AppError ? error.code : 'internal', message })
    }
  }
}

/** A code store whose packages are kept as well. */
export function keptCodeStore(store: CodeStore, keeper: CodeKeeper): CodeStore {
  return {
    async put(zip) {
      const code = await store.put(zip)
      keeper.keep(code, { isFrozen: true })
      return code
    },
  }
}
