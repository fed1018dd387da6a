/** The workspace's access keys, cached. A key that is not known, or does not fit, is looked up again. */
import type { AccessKey, TaskQueries } from '../engine/ports.ts'

const DEFAULT_ACCOUNT = 'default'

export class KeyRing {
  readonly #queries: Pick<TaskQueries, 'accessKeys'>
  #keys = new Map<string, AccessKey>()
  #refreshing: Promise<void> | null = null

  constructor(queries: Pick<TaskQueries, 'accessKeys'>) {
    this.#queries = queries
  }

  find(id: string): AccessKey | undefined {
    return this.#keys.get(id)
  }

  /** The account for keys that nobody knows, where those are trusted; it has a key from the start. */
  get defaultAccount(): AccessKey['account'] | undefined {
    const keys = [...this.#keys.values()]
    return keys.find(({ account }) => account.name === DEFAULT_ACCOUNT)?.account
  }

  /** Many requests that wait for it share one look-up. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#queries
      .accessKeys()
      .then((keys) => {
        this.#keys = new Map(keys.map((key) => [key.id, key]))
      })
      .finally(() => {
        this.#refreshing = null
      })
    return this.#refreshing
  }
}
