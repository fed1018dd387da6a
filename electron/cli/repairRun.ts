/**
 * Runs a replay or a compensation from the command line: looks first, asks when it is about many, shows how far it
 * is, and waits for the new tasks when that is wanted. Everything but the answer goes to stderr.
 */
import { createInterface } from 'node:readline/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { RepairSelection } from '../../shared/contract/repairShapes.ts'
import type { Batch } from '../../shared/contract/repairs.contract.ts'
import { type TaskState, taskStates } from '../../shared/domain/taskStates.ts'
import { AppError } from '../../shared/errors.ts'
import { formatCount } from '../../shared/format/count.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import { toWireJson } from '../base/wireJson.ts'
import type { ConsoleClient } from './consoleClient.ts'
import { EXIT } from './exitCodes.ts'
import {
  type CompensationPlan,
  compensationPlanText,
  counted,
  type ReplayPlan,
  receiptText,
  replayPlanText,
} from './repairText.ts'
import { stopSignal } from './stopSignals.ts'

export type RepairOptions = {
  group?: number
  dryRun?: boolean
  yes?: boolean
  wait?: boolean
  json?: boolean
}
export type Repair = {
  action: 'replay' | 'compensate'
  selection: RepairSelection
  delaySeconds: number
  options: RepairOptions
}

const MAX_LOOK_EVERY_MS = SECOND_MS
const SHOW_PROGRESS_AFTER_MS = SECOND_MS

/** Resolves with the exit code. */
export async function runRepair(client: ConsoleClient, repair: Repair): Promise<number> {
  const { action, options } = repair
  let { selection } = repair
  if (options.dryRun || (options.group !== undefined && !options.yes)) {
    const { plan, text } = await look(client, repair)
    if (options.dryRun) {
      print(options.json ? toWireJson(plan) : text)
      return EXIT.ok
    }
    if (plan.newCount > 0) await askFirst(plan.newCount, text)
    selection = plan.selection // what failed while the question stood was not asked about
  }
  const batch =
    action === 'replay'
      ? await client['repairs.replay']({ selection, delaySeconds: repair.delaySeconds })
      : await client['repairs.compensate']({ selection })
  const stop = stopSignal()
  const interrupted = new Promise<number>((resolve) => {
    stop.addEventListener('abort', () => resolve(EXIT.interrupted))
  })
  const exitCode = await Promise.race([follow(client, batch, options), interrupted])
  if (exitCode === EXIT.interrupted) {
    say(`interrupted: batch ${batch.batchId} goes on; stop it with "taskyard replay --abort ${batch.batchId}"`)
    process.exit(EXIT.interrupted) // a look may still be waiting for its answer
  }
  return exitCode
}

async function look(
  client: ConsoleClient,
  { action, selection }: Repair,
): Promise<{ plan: ReplayPlan | CompensationPlan; text: string }> {
  if (action === 'replay') {
    const plan = await client['repairs.planReplay']({ selection })
    return { plan, text: replayPlanText(plan) }
  }
  const plan = await client['repairs.planCompensation']({ selection })
  return { plan, text: compensationPlanText(plan) }
}

/** Throws invalid_input when the answer is no, or nobody can be asked. */
async function askFirst(count: number, text: string): Promise<void> {
  const what = counted(count, 'new task')
  if (!(process.stdin.isTTY && process.stderr.isTTY)) {
    throw new AppError('invalid_input', `this queues ${what}: say --yes, or look first with --dry-run`)
  }
  process.stderr.write(`${text}\n`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(`Queue ${what}? [y/N] `)
  terminal.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new AppError('invalid_input', 'nothing was queued')
}

/** Until it has ended, and its new tasks, too, when that is wanted. */
async function follow(client: ConsoleClient, started: Batch, options: RepairOptions): Promise<number> {
  const progress = new Progress()
  for (let everyMs = 20; ; everyMs = Math.min(everyMs * 1.5, MAX_LOOK_EVERY_MS)) {
    const { batch, items, states } = await client['batches.get']({ batchId: started.batchId })
    const isOpen = ({ state }: { state: string }) => !taskStates.isFinal(state as TaskState) // the host's own words
    if (batch.state !== 'Running' && !(options.wait && states.some(isOpen))) {
      progress.end()
      print(options.json ? toWireJson({ batch, states, items }) : receiptText(batch, items))
      return exitCodeOf(batch, { states, isWaited: options.wait ?? false })
    }
    progress.show(progressText(batch, states))
    await pause(everyMs)
  }
}

type States = { state: string; count: number }[]

function exitCodeOf(batch: Batch, { states, isWaited }: { states: States; isWaited: boolean }): number {
  if (isWaited && states.some(({ state }) => state !== 'Succeeded')) return EXIT.functionFailed
  return batch.failedCount > 0 || batch.state === 'Aborted' ? EXIT.refused : EXIT.ok
}

function progressText(batch: Batch, states: States): string {
  if (batch.state === 'Running') {
    const handledCount = batch.madeCount + batch.skippedCount + batch.failedCount
    const far = `${formatCount(handledCount)} of ${formatCount(batch.totalCount)} done`
    return batch.refusal === undefined ? far : `${far}, waiting: ${batch.refusal}`
  }
  return `waiting for the new tasks: ${states.map(({ state, count }) => `${formatCount(count)} ${state}`).join(', ')}`
}

/** Only of what takes longer than a second: one line on a terminal, else a line each time that it changes. */
class Progress {
  readonly #startedMs = performance.now()
  #last = ''

  show(text: string): void {
    if (text === this.#last || performance.now() - this.#startedMs < SHOW_PROGRESS_AFTER_MS) return
    this.#last = text
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`)
    else say(text)
  }

  end(): void {
    if (this.#last !== '' && process.stderr.isTTY) process.stderr.write('\r\x1b[2K')
  }
}

const print = (text: string) => void process.stdout.write(`${text}\n`)
const say = (text: string) => void process.stderr.write(`taskyard: ${text}\n`)
