/** The stores of the repairs, with a host that answers as the test says. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { batchesActions, followBatches, onBatchEnd, useBatches } from '../../../renderer/stores/batches.ts'
import { batchReceiptActions, followReceipt, useBatchReceipt } from '../../../renderer/stores/batchReceipt.ts'
import { startLive, useLive } from '../../../renderer/stores/live.ts'
import { closeRepair, openReceipt, openReplayEdited, useRepair } from '../../../renderer/stores/repair.ts'
import { isEdited, jsonErrorOf, repairEditActions, useRepairEdit } from '../../../renderer/stores/repairEdit.ts'
import { repairPlanActions, useRepairPlan } from '../../../renderer/stores/repairPlan.ts'
import { problemsOf } from '../../../renderer/stores/submitDraft.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake, type FakeLink } from '../../support/fakeLink.ts'

const TARGET = { functionName: 'work', taskId: 'old' }
const revisions = { tasks: 0, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 }
let link: FakeLink
let stops: (() => void)[] = []
const settle = () => vi.advanceTimersByTimeAsync(0)
const tick = async (tasks: number) => {
  link.tick({ ...revisions, tasks })
  await settle()
}
const called = (name: string) => link.calls.filter((call) => call.name === name).map(({ input }) => input)

beforeEach(async () => {
  vi.useFakeTimers()
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  link = connectToFake({})
  useLive.setState({ ...revisions, status: 'open', connection: 1, countedConnection: 1, isPaused: false })
  stops = [startLive()]
  await settle()
})
afterEach(() => {
  for (const stop of stops.reverse()) stop()
  repairEditActions.forget()
  repairPlanActions.close()
  batchesActions.forget()
  closeRepair()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const batch = (batchId: number, change: object = {}) => ({
  batchId,
  action: 'replay',
  state: 'Done',
  groupId: null,
  totalCount: 3,
  madeCount: 3,
  skippedCount: 0,
  failedCount: 0,
  createdAtMs: 1,
  endedAtMs: 2,
  ...change,
})

describe('the dialogs of repairs', () => {
  it('are one at a time', () => {
    openReplayEdited({ ...TARGET })
    expect(useRepair.getState().dialog).toEqual({ kind: 'edited', target: TARGET })
    openReceipt(7)
    expect(useRepair.getState().dialog).toEqual({ kind: 'receipt', batchId: 7, isFromList: false })
  })
})

describe('a replay with another payload', () => {
  const open = async (payload: string | Uint8Array = '{"amount":1}') => {
    link.answers['tasks.get'] = () => ({ ...TARGET, payload })
    await repairEditActions.open(TARGET)
  }

  it('sends no payload as long as nothing was edited, so that the host takes the old one', async () => {
    await open()
    link.answers['tasks.replay'] = () => ({ functionName: 'work', taskId: 'new', requestId: 'r' })
    expect(await repairEditActions.submit()).toEqual({ functionName: 'work', taskId: 'new' })
    expect(called('tasks.replay')).toEqual([{ ...TARGET, delaySeconds: 0 }])
  })

  it('sends what was typed, with its delay and its id', async () => {
    await open()
    repairEditActions.type('{"amount":2}')
    repairEditActions.change({ delaySeconds: 5, taskId: 'mine' })
    link.answers['tasks.replay'] = () => ({ functionName: 'work', taskId: 'mine', requestId: 'r' })
    await repairEditActions.submit()
    expect(called('tasks.replay')).toEqual([{ ...TARGET, delaySeconds: 5, newTaskId: 'mine', payload: '{"amount":2}' }])
  })

  it('shows JSON of one line indented, and sends no payload while it is only indented', async () => {
    await open()
    expect(useRepairEdit.getState()).toMatchObject({
      shownOriginal: '{\n  "amount": 1\n}',
      draft: { payload: { text: '{\n  "amount": 1\n}' } },
    })
    repairEditActions.restore()
    expect(useRepairEdit.getState()).toMatchObject({ shownOriginal: '{"amount":1}' })
    expect(isEdited(useRepairEdit.getState())).toBe(false)
    repairEditActions.format()
    expect(isEdited(useRepairEdit.getState())).toBe(false)
  })

  it('keeps what was typed when the host refuses it, and says why', async () => {
    await open()
    repairEditActions.type('{"amount":2}')
    link.answers['tasks.replay'] = () => {
      throw new AppError('backlog_full', 'the backlog is full')
    }
    expect(await repairEditActions.submit()).toBeNull()
    const edit = useRepairEdit.getState()
    expect(edit).toMatchObject({ isSending: false, error: { code: 'backlog_full' } })
    expect(isEdited(edit)).toBe(true)
  })

  it('keeps what was typed when the dialog is closed and opened for the same task again', async () => {
    await open()
    repairEditActions.type('edited')
    await repairEditActions.open(TARGET)
    expect(useRepairEdit.getState().draft.payload).toEqual({ kind: 'text', text: 'edited' })
    await repairEditActions.open({ ...TARGET, taskId: 'another' })
    expect(isEdited(useRepairEdit.getState())).toBe(false)
  })

  it('warns of what is no JSON where the old payload was, and sends it all the same', async () => {
    await open()
    repairEditActions.type('{"amount":}')
    expect(jsonErrorOf(useRepairEdit.getState())).toBe(10)
    link.answers['tasks.replay'] = () => ({ functionName: 'work', taskId: 'new', requestId: 'r' })
    expect(await repairEditActions.submit()).not.toBeNull()
  })

  it('does not warn of text where the old payload was text', async () => {
    await open('plain words')
    repairEditActions.type('other words')
    expect(jsonErrorOf(useRepairEdit.getState())).toBeNull()
  })

  it('sends nothing over the cap', async () => {
    await open()
    repairEditActions.type('x'.repeat(128 * 1024 + 1))
    expect(problemsOf(useRepairEdit.getState().draft).isTooLarge).toBe(true)
    expect(await repairEditActions.submit()).toBeNull()
    expect(called('tasks.replay')).toEqual([])
  })

  it('replays bytes that are no text as they are', async () => {
    await open(new Uint8Array([0xff, 0xfe]))
    expect(useRepairEdit.getState().original).toMatchObject({ kind: 'bytes' })
    link.answers['tasks.replay'] = () => ({ functionName: 'work', taskId: 'new', requestId: 'r' })
    await repairEditActions.submit()
    expect(called('tasks.replay')).toEqual([{ ...TARGET, delaySeconds: 0 }])
  })

  it('says when the task cannot be read, and reads it again on request', async () => {
    link.answers['tasks.get'] = () => {
      throw new AppError('task_not_found', 'gone')
    }
    await repairEditActions.open(TARGET)
    expect(useRepairEdit.getState()).toMatchObject({ load: 'failed', error: { code: 'task_not_found' } })
    link.answers['tasks.get'] = () => ({ ...TARGET, payload: '{}' })
    await repairEditActions.retry()
    expect(useRepairEdit.getState()).toMatchObject({ load: 'ready', error: null })
  })
})

describe('a plan', () => {
  const frozen = { groupId: 4, lastLetterId: 99 }
  const replayPlan = {
    selection: frozen,
    frozenAtMs: 1,
    totalCount: 3,
    newCount: 2,
    skipped: [],
    functions: [],
    destinations: [],
  }

  it('runs exactly the selection that it froze', async () => {
    link.answers['repairs.planReplay'] = () => replayPlan
    link.answers['repairs.replay'] = () => batch(1)
    await repairPlanActions.open('replay', { groupId: 4 })
    repairPlanActions.setDelay(60)
    expect(await repairPlanActions.run()).toMatchObject({ batchId: 1 })
    expect(called('repairs.replay')).toEqual([{ selection: frozen, delaySeconds: 60 }])
  })

  it('is run once by two presses', async () => {
    let answer: (value: unknown) => void = () => {}
    link.answers['repairs.planReplay'] = () => replayPlan
    link.answers['repairs.replay'] = () => new Promise((resolve) => (answer = resolve))
    await repairPlanActions.open('replay', { groupId: 4 })
    const first = repairPlanActions.run()
    expect(await repairPlanActions.run()).toBeNull()
    await settle()
    answer(batch(1))
    expect(await first).toMatchObject({ batchId: 1 })
    expect(called('repairs.replay')).toHaveLength(1)
  })

  it('is not run where it makes nothing', async () => {
    link.answers['repairs.planReplay'] = () => ({ ...replayPlan, newCount: 0 })
    await repairPlanActions.open('replay', { seqs: [1] })
    expect(await repairPlanActions.run()).toBeNull()
    expect(called('repairs.replay')).toEqual([])
  })

  it('stays when its run is refused, with the reason', async () => {
    link.answers['repairs.planReplay'] = () => replayPlan
    link.answers['repairs.replay'] = () => {
      throw new AppError('unavailable', 'not now')
    }
    await repairPlanActions.open('replay', { groupId: 4 })
    expect(await repairPlanActions.run()).toBeNull()
    expect(useRepairPlan.getState()).toMatchObject({ refusal: { code: 'unavailable' }, isRunning: false })
    expect(useRepairPlan.getState().planned).not.toBeNull()
  })

  it('never shows what came for the one before', async () => {
    const answers: ((value: unknown) => void)[] = []
    link.answers['repairs.planReplay'] = () => new Promise((resolve) => answers.push(resolve))
    void repairPlanActions.open('replay', { seqs: [1] })
    await settle()
    void repairPlanActions.open('replay', { seqs: [2] })
    await settle()
    answers[0]!({ ...replayPlan, newCount: 111 })
    await settle()
    expect(useRepairPlan.getState().planned).toBeNull()
    answers[1]!(replayPlan)
    await settle()
    expect(useRepairPlan.getState().planned).toMatchObject({ plan: { newCount: 2 } })
  })

  it('of a compensation is made again once its function is named', async () => {
    let compensation: string | null = null
    link.answers['repairs.planCompensation'] = () => ({
      selection: frozen,
      frozenAtMs: 1,
      totalCount: 1,
      newCount: compensation === null ? 0 : 1,
      skipped: [],
      plans: [{ functionName: 'work', compensation, problem: compensation === null ? 'none' : null, count: 1 }],
      sample: null,
    })
    link.answers['repairs.setCompensation'] = (input: { compensation: string }) => {
      compensation = input.compensation
      return {}
    }
    await repairPlanActions.open('compensation', { groupId: 4 })
    await repairPlanActions.nameCompensation('work', 'undo')
    expect(called('repairs.setCompensation')).toEqual([{ functionName: 'work', compensation: 'undo' }])
    expect(useRepairPlan.getState()).toMatchObject({ naming: null, planned: { plan: { newCount: 1 } } })
  })
})

describe('the list of batches', () => {
  it('has the latest first, keeps older pages and takes the newer word about each', async () => {
    const pages: { first: unknown; second: unknown } = {
      first: { batches: [batch(3), batch(2, { state: 'Running' })], nextCursor: 'c' },
      second: { batches: [batch(1)], nextCursor: null },
    }
    link.answers['batches.list'] = ({ cursor }: { cursor?: string }) => pages[cursor === undefined ? 'first' : 'second']
    stops.push(followBatches())
    await settle()
    await batchesActions.more()
    pages.first = { batches: [batch(4), batch(3), batch(2)], nextCursor: 'c' }
    await tick(1)
    const { batches, nextCursor } = useBatches.getState()
    expect(batches?.map(({ batchId, state }) => [batchId, state])).toEqual([
      [4, 'Done'],
      [3, 'Done'],
      [2, 'Done'],
      [1, 'Done'],
    ])
    expect(nextCursor).toBeNull()
  })

  it('tells the end of one that runs behind a closed dialog, once', async () => {
    let state = 'Running'
    link.answers['batches.get'] = () => ({ batch: batch(5, { state }), items: [], nextNumber: null, states: [] })
    const ended: number[] = []
    batchesActions.waitFor(5)
    stops.push(onBatchEnd(({ batchId }) => ended.push(batchId)))
    await settle()
    expect(ended).toEqual([])
    state = 'Done'
    await tick(1)
    await tick(2)
    expect(ended).toEqual([5])
  })
})

describe('a receipt', () => {
  const item = (number: number, outcome: string | null = 'made') => ({
    number,
    task: { functionName: 'work', taskId: `t${number}` },
    outcome,
    made: outcome === 'made' ? { functionName: 'work', taskId: `n${number}` } : null,
    detail: null,
  })

  it('follows its batch until everything that it made has ended', async () => {
    let page: object = {
      batch: batch(5, { state: 'Running', madeCount: 1 }),
      items: [item(1), item(2, null)],
      nextNumber: null,
      states: [{ state: 'Enqueued', count: 1 }],
    }
    link.answers['batches.get'] = () => page
    stops.push(followReceipt(5))
    await settle()
    expect(useBatchReceipt.getState()).toMatchObject({
      batch: { state: 'Running' },
      items: [{ number: 1 }, { number: 2 }],
    })
    page = { batch: batch(5), items: [item(1), item(2)], nextNumber: null, states: [{ state: 'Running', count: 2 }] }
    await tick(1)
    page = { batch: batch(5), items: [item(1), item(2)], nextNumber: null, states: [{ state: 'Succeeded', count: 2 }] }
    await tick(2)
    const readCount = called('batches.get').length
    await tick(3)
    expect(useBatchReceipt.getState().states).toEqual([{ state: 'Succeeded', count: 2 }])
    expect(called('batches.get')).toHaveLength(readCount)
  })

  it('shows one outcome on request, and goes on in pages', async () => {
    link.answers['batches.get'] = ({ outcome, afterNumber }: { outcome?: string; afterNumber?: number }) => ({
      batch: batch(5),
      items: outcome === 'skipped' ? [item(9, 'skipped')] : [item((afterNumber ?? 0) + 1)],
      nextNumber: outcome === 'skipped' || afterNumber !== undefined ? null : 1,
      states: [{ state: 'Running', count: 1 }],
    })
    stops.push(followReceipt(5))
    await settle()
    await batchReceiptActions.more()
    expect(useBatchReceipt.getState().items.map(({ number }) => number)).toEqual([1, 2])
    await tick(1) // the first page again: what was read after it stays
    expect(useBatchReceipt.getState().items.map(({ number }) => number)).toEqual([1, 2])
    await batchReceiptActions.show('skipped')
    expect(useBatchReceipt.getState().items.map(({ number }) => number)).toEqual([9])
  })

  it('of one compensation has the task that it made', async () => {
    link.answers['batches.get'] = () => ({
      batch: batch(5, { action: 'compensate', totalCount: 1, madeCount: 1 }),
      items: [item(1)],
      nextNumber: null,
      states: [],
    })
    link.answers['tasks.get'] = () => ({ functionName: 'work', taskId: 'n1', state: 'Succeeded', result: 'undone' })
    stops.push(followReceipt(5))
    await settle()
    expect(useBatchReceipt.getState().made).toMatchObject({ taskId: 'n1', result: 'undone' })
  })

  it('can be aborted, and says when it cannot', async () => {
    link.answers['batches.get'] = () => ({
      batch: batch(5, { state: 'Running' }),
      items: [],
      nextNumber: null,
      states: [],
    })
    link.answers['batches.abort'] = () => {
      throw new AppError('batch_ended', 'it has ended')
    }
    stops.push(followReceipt(5))
    await settle()
    await batchReceiptActions.abort()
    expect(useBatchReceipt.getState()).toMatchObject({ isAborting: false, refusal: { code: 'batch_ended' } })
    link.answers['batches.abort'] = () => batch(5, { state: 'Aborted' })
    await batchReceiptActions.abort()
    expect(useBatchReceipt.getState()).toMatchObject({ batch: { state: 'Aborted' }, refusal: null })
  })
})
