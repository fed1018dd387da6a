/** How long does it take until the new tasks of a large replay are durable, and how long is the store busy at once? */
import { systemClock } from '../../electron/base/clock.ts'
import { repairQueries } from '../../electron/engine/repairs/repairQueries.ts'
import { TaskStore } from '../../electron/engine/tasks/taskStore.ts'
import { openTaskDatabase, openTaskDatabaseReadOnly } from '../../electron/storage/taskDatabase.ts'
import type { RepairSelection } from '../../shared/contract/repairShapes.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { benchDir } from './benchDir.ts'
import { type SeededLetters, seedLetters } from './seedLetters.ts'
import { storedFunction } from './seedTasks.ts'

const GROUP_COUNT = 10
/** As the seeded letters have it. */
const SUBMITTED_PAYLOAD = '{"order":12345,"shop":{"region":"eu","open":true},"note":"one of many"}'

const sizeOf = ({ isQuick }: RunSize) => ({ letterCount: isQuick ? 20_000 : 100_000 })

/** A store without a scheduler: nothing is run meanwhile. `longestTurnMs`: since the last `forgetTurns`. */
function openStore(workspaceDir: string) {
  const db = openTaskDatabase(workspaceDir, 'normal')
  let [longestTurnMs, scheduledTurns] = [0, 0]
  let idle = () => {}
  const store = new TaskStore({
    db,
    clock: systemClock,
    options: {
      workspaceDir,
      region: 'cn-hangzhou',
      machineConcurrency: 100,
      schedulingWindow: 800,
      minFreeDiskBytes: 0,
      addAccessKeys: [],
    },
    explain: (error) => error,
    defer: (run) => {
      scheduledTurns++
      setImmediate(() => {
        const startedMs = performance.now()
        run()
        longestTurnMs = Math.max(longestTurnMs, performance.now() - startedMs)
        scheduledTurns--
        if (scheduledTurns === 0) idle()
      })
    },
    later: (run, delayMs) => void setTimeout(run, delayMs),
    hasMetrics: false,
  })
  return {
    store,
    longestTurnMs: () => longestTurnMs,
    forgetTurns: () => {
      longestTurnMs = 0
    },
    /** Once no turn is wanted any more. */
    untilIdle: () =>
      new Promise<void>((resolve) => {
        idle = resolve
        if (scheduledTurns === 0) resolve()
      }),
    close: () => {
      store.close()
      db.close()
    },
  }
}

type OpenStore = ReturnType<typeof openStore>

async function timed(opened: OpenStore, work: () => Promise<unknown>): Promise<{ ms: number; longestTurnMs: number }> {
  await opened.untilIdle()
  opened.forgetTurns()
  const startedMs = performance.now()
  await work()
  await opened.untilIdle()
  return { ms: performance.now() - startedMs, longestTurnMs: opened.longestTurnMs() }
}

async function measureStore(workspaceDir: string, seeded: SeededLetters): Promise<Measurement> {
  const { accountId, letterCount } = seeded
  const count = letterCount / GROUP_COUNT
  const reader = openTaskDatabaseReadOnly(workspaceDir)
  const queries = repairQueries(reader)
  const seqsOf = (groupId: number) =>
    reader
      .prepare<[number], number>('SELECT task_seq FROM dead_letter WHERE group_id = ? ORDER BY id')
      .pluck()
      .all(groupId)
  const opened = openStore(workspaceDir)
  const { commands } = opened.store
  const submitAll = () =>
    Promise.all(
      Array.from({ length: count }, () =>
        commands.submit({
          accountId,
          functionName: storedFunction(0),
          payload: SUBMITTED_PAYLOAD,
          taskId: null,
          delaySeconds: 0,
        }),
      ),
    )
  const replay = async (selection: RepairSelection) => {
    const { batchId } = await commands.replaySelection({ accountId, selection, delaySeconds: 0 })
    await opened.untilIdle()
    const { batch } = await queries.getBatch({ accountId, batchId, outcome: null, afterNumber: 0, limit: 1 })
    if (batch.state !== 'Done' || batch.madeCount !== count) throw new Error(`the batch is ${JSON.stringify(batch)}`)
  }

  await submitAll() // warm
  await replay({ groupId: 1 })
  const submitted = await timed(opened, submitAll)
  const selection = { seqs: seqsOf(2) }
  const ofSelection = await timed(opened, () => replay(selection))
  const ofGroup = await timed(opened, () => replay({ groupId: 3 }))
  const plannedMs = performance.now()
  await queries.planReplay({ accountId, selection: { groupId: 4 } })
  const planMs = performance.now() - plannedMs
  opened.close()
  reader.close()
  return {
    selection_ms: ofSelection.ms,
    selection_longest_turn_ms: ofSelection.longestTurnMs,
    group_ms: ofGroup.ms,
    group_longest_turn_ms: ofGroup.longestTurnMs,
    submit_ms: submitted.ms,
    submit_longest_turn_ms: submitted.longestTurnMs,
    selection_ratio: ofSelection.ms / submitted.ms,
    group_ratio: ofGroup.ms / submitted.ms,
    plan_ms: planMs,
  }
}

export const replay: Bench = {
  name: 'replay',
  about:
    'a replay of 10,000 dead letters among 100,000, of a selection and of a group, until all new tasks are durable',
  notes: [
    'submit is the same number of tasks, submitted to the same store at once. longest_turn is the longest that the',
    'store did nothing else. Nothing runs meanwhile. plan judges each of the 10,000 on the read-only connection.',
  ],
  subjects: [
    {
      name: 'taskyard',
      kind: 'ours',
      async measure(size) {
        using dir = benchDir()
        const seeded = seedLetters(dir.path, { ...sizeOf(size), groupCount: GROUP_COUNT })
        return await measureStore(dir.path, seeded)
      },
    },
  ],
  targets: [
    { figure: 'selection_longest_turn_ms', times: 20, against: null },
    { figure: 'group_longest_turn_ms', times: 20, against: null },
    { figure: 'group_ratio', times: 3, against: null },
  ],
}
