/** Groups of dead letters as the faces read them, for one read transaction at one instant. */
import type { DeadGroup, SharedFact } from '../../../shared/contract/inbox.contract.ts'
import { MINUTE_MS } from '../../../shared/units/time.ts'
import type { DeadGroupRow, DeadLetterReads } from '../../storage/deadLetters.sql.ts'
import type { DeadLetterQueries } from './deadLetterPorts.ts'
import { stateAt } from './groupStates.ts'
import { firstStepOf, historyOf, stepMinutesFor } from './history.ts'
import { MAX_LOOKED_AT_LENGTH, sharedFacts } from './sharedFacts.ts'

type OpenedGroup = Awaited<ReturnType<DeadLetterQueries['getGroup']>>

const MAX_MEMBERS_LOOKED_AT = 200

export class GroupViews {
  readonly #reads: DeadLetterReads
  readonly #nowMs: number
  readonly #names = new Map<number, string>()

  constructor(reads: DeadLetterReads, nowMs: number) {
    this.#reads = reads
    this.#nowMs = nowMs
  }

  /** In any case, as a person looks for it. */
  hasText(row: DeadGroupRow, text: string): boolean {
    const needle = text.toLowerCase()
    const has = (part: string | null) => part?.toLowerCase().includes(needle) ?? false
    const shown = `${row.errorClass ?? ''}: ${row.message}` // as it reads
    return has(shown) || has(row.frame) || this.#functionNames(row.id).some(has)
  }

  group(row: DeadGroupRow): DeadGroup {
    const stepMinutes = stepMinutesFor(row.firstSeenMs, this.#nowMs)
    const firstStep = firstStepOf(this.#nowMs, stepMinutes)
    const steps = this.#reads.steps.all({ groupId: row.id, stepMinutes, from: firstStep })
    const { state, atMs } = stateAt(row, this.#nowMs)
    return {
      groupId: row.id,
      errorClass: row.errorClass,
      message: row.message,
      frame: row.frame,
      state,
      stateAtMs: atMs,
      ignoredUntil:
        state !== 'Ignored'
          ? null
          : {
              atMs: row.ignoredUntilMs,
              moreCount: row.ignoredUntilCount === null ? null : Math.max(row.ignoredUntilCount - row.totalCount, 0),
              untilCodeChanges: row.ignoredCode !== null,
            },
      functions: this.#functionNames(row.id),
      openCount: row.openCount,
      totalCount: row.totalCount,
      firstSeenMs: row.firstSeenMs,
      lastSeenMs: row.lastSeenMs,
      history: historyOf(steps, firstStep),
      historyStepMs: stepMinutes * MINUTE_MS,
    }
  }

  opened(row: DeadGroupRow): OpenedGroup {
    const versions = this.#reads.versions
      .all({ groupId: row.id })
      .sort((a, b) => b.lastSeenMs - a.lastSeenMs || b.functionId - a.functionId)
    const members = this.#reads.members.all({
      groupId: row.id,
      limit: MAX_MEMBERS_LOOKED_AT,
      maxPayloadLength: MAX_LOOKED_AT_LENGTH,
    })
    const nameOf = (functionId: number) => this.#nameOf(functionId)
    const isCurrent = (functionId: number, codeHash: string) =>
      versions.some((one) => one.functionId === functionId && one.codeHash === codeHash && one.isCurrent === 1)
    const [latest] = members
    const success = latest === undefined ? undefined : this.#reads.lastSuccess.get({ functionId: latest.functionId })
    const shared: SharedFact[] = sharedFacts(members).map((fact) =>
      fact.kind === 'code'
        ? {
            kind: 'code',
            functionName: nameOf(fact.functionId),
            codeHash: fact.codeHash,
            isCurrent: isCurrent(fact.functionId, fact.codeHash),
          }
        : fact,
    )
    return {
      ...this.group(row),
      versions: versions.map(({ functionName, codeHash, isCurrent, count, firstSeenMs, lastSeenMs }) => ({
        functionName,
        codeHash: codeHash === '' ? null : codeHash,
        isCurrent: isCurrent === 1,
        count,
        firstSeenMs,
        lastSeenMs,
      })),
      shared,
      lookedAtCount: members.length,
      sample: latest === undefined ? null : { functionName: nameOf(latest.functionId), taskId: latest.taskId },
      lastSuccess:
        latest === undefined || success === undefined
          ? null
          : { functionName: nameOf(latest.functionId), taskId: success.taskId },
    }
  }

  /** The one that failed last first, each name once. */
  #functionNames(groupId: number): string[] {
    const functions = this.#reads.functions.all({ groupId }).sort((a, b) => b.lastSeenMs - a.lastSeenMs)
    return [...new Set(functions.map(({ functionId }) => this.#nameOf(functionId)))]
  }

  #nameOf(functionId: number): string {
    let name = this.#names.get(functionId)
    if (name === undefined) {
      name = this.#reads.functionName.get({ id: functionId })?.name ?? ''
      this.#names.set(functionId, name)
    }
    return name
  }
}
