/**
 * Keeps what instances used, second by second, beyond their end and that of their host; as long as output is
 * kept. Samples are good to have, not a promise: those that cannot be stored now are given up, with a notice.
 */
import { DAY_MS } from '../../shared/units/time.ts'
import type { Samples } from '../base/instanceCalls.ts'
import type { LogToSamples, SamplesToLog } from '../base/logMessages.ts'
import type { Notice } from '../base/threadLink.ts'
import { prepareInstanceSamplesSql } from '../storage/instanceSamples.sql.ts'
import type { LogFile } from './logFile.ts'
import { samplesFrom, sampleText } from './sampleText.ts'

/** An hour of samples takes about 60 KB, so all of them stay far below the limit of the file. */
const MAX_INSTANCE_COUNT = 2_000

export type SampleReads = {
  /** Null: none were kept, or no longer. */
  readInstanceSamples(instanceId: string): Samples | null
}
type Pruning = { nowMs: number; retention: { days: number } }

export class InstanceSamples {
  readonly #file: LogFile
  readonly #notify: (notice: Notice) => void
  readonly #maxInstanceCount: number

  constructor(options: { file: LogFile; notify(notice: Notice): void; maxInstanceCount?: number }) {
    this.#file = options.file
    this.#notify = options.notify
    this.#maxInstanceCount = options.maxInstanceCount ?? MAX_INSTANCE_COUNT
  }

  readonly reads: SampleReads = {
    readInstanceSamples: (instanceId) => {
      const text = this.#file.use(({ db }) => prepareInstanceSamplesSql(db).of.get({ instanceId }))
      return text === undefined ? null : samplesFrom(text)
    },
  }

  accept({ messageId, instanceId, samples }: SamplesToLog, reply: (message: LogToSamples) => void): void {
    const row = { instanceId, lastAtMs: samples.atMs.at(-1) ?? 0, samples: sampleText(samples) }
    try {
      this.#file.use(({ db }) => prepareInstanceSamplesSql(db).put.run(row))
    } catch (error) {
      const message = `What instance ${instanceId} used was not stored: ${String(error)}`
      this.#notify({ level: 'info', code: 'samples_not_stored', message })
    }
    reply({ kind: 'samplesStored', messageId })
  }

  /** Throws what SQLite throws. */
  prune({ nowMs, retention }: Pruning): void {
    this.#file.use(({ db }) => {
      const sql = prepareInstanceSamplesSql(db)
      sql.deleteOld.run({ beforeMs: nowMs - retention.days * DAY_MS })
      sql.deleteSurplus.run({ keptCount: this.#maxInstanceCount })
    })
  }
}
