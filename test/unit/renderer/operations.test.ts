/** The operator log in the window: pages, what comes in meanwhile, the filter and the files. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startLive, useLive } from '../../../renderer/stores/live.ts'
import {
  exportOperations,
  followOperations,
  type Operation,
  operationsActions,
  useOperations,
} from '../../../renderer/stores/operations.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake, type FakeLink } from '../../support/fakeLink.ts'

const revisions = { tasks: 0, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 }
let link: FakeLink
let kept: Operation[] = []
let stops: (() => void)[] = []
const settle = () => vi.advanceTimersByTimeAsync(0)
const tick = async (tasks: number) => {
  link.tick({ ...revisions, tasks })
  await settle()
}
const operation = (operationId: number, change: Partial<Operation> = {}): Operation => ({
  operationId,
  atMs: Date.UTC(2026, 10, 24, 14) + operationId,
  action: 'task.stop',
  target: `work/${operationId}`,
  count: 1,
  detail: null,
  ...change,
})
const add = (...operations: Operation[]) => kept.unshift(...operations)
const shown = () => useOperations.getState().operations.map(({ operationId }) => operationId)

type Query = { limit: number; cursor?: string; actions?: string[]; text?: string }
function list({ limit, cursor, actions, text }: Query) {
  const before = cursor === undefined ? Number.POSITIVE_INFINITY : Number(cursor)
  const matching = kept.filter(
    ({ operationId, action, target }) =>
      operationId < before && (actions?.includes(action) ?? true) && target.includes(text ?? ''),
  )
  const operations = matching.slice(0, limit)
  return { operations, nextCursor: matching.length > limit ? String(operations.at(-1)?.operationId) : null }
}

beforeEach(async () => {
  vi.useFakeTimers()
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  kept = []
  link = connectToFake({ 'operations.list': list })
  useLive.setState({ ...revisions, status: 'open', connection: 1, countedConnection: 1, isPaused: false })
  stops = [startLive()]
  await settle()
})
afterEach(() => {
  for (const stop of stops.reverse()) stop()
  operationsActions.forget()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})
const open = async () => {
  stops.push(followOperations())
  await settle()
}

describe('the operator log', () => {
  it('reads on in pages', async () => {
    for (let id = 1; id <= 250; id++) add(operation(id))
    await open()
    expect(shown()).toHaveLength(100)
    await operationsActions.more()
    await operationsActions.more()
    expect(shown()).toHaveLength(250)
    expect(useOperations.getState().nextCursor).toBeNull()
  })

  it('takes in what is new at the top, and lets it wait while somebody reads further down', async () => {
    add(operation(1))
    await open()
    add(operation(2))
    await tick(1)
    expect(shown()).toEqual([2, 1])
    operationsActions.setAtTop(false)
    add(operation(3))
    await tick(2)
    expect(shown()).toEqual([2, 1])
    expect(useOperations.getState().fresh).toHaveLength(1)
    await operationsActions.showFresh()
    expect(shown()).toEqual([3, 2, 1])
    expect(useOperations.getState().fresh).toEqual([])
  })

  it('begins anew where more came than one page has', async () => {
    add(operation(1))
    await open()
    operationsActions.setAtTop(false)
    for (let id = 2; id <= 150; id++) add(operation(id))
    await tick(1)
    expect(useOperations.getState().hasMoreFresh).toBe(true)
    await operationsActions.showFresh()
    expect(shown()[0]).toBe(150)
    expect(shown()).toHaveLength(100)
  })

  it('keeps only the chosen kinds and the text', async () => {
    add(operation(1), operation(2, { action: 'function.change', target: 'work' }))
    await open()
    await operationsActions.show({ kinds: ['function'] })
    expect(shown()).toEqual([2])
    await operationsActions.show({ kinds: [], text: 'work/' })
    expect(shown()).toEqual([1])
  })

  it('keeps what it knows when it cannot be read again, and says so', async () => {
    add(operation(1))
    await open()
    link.answers['operations.list'] = () => {
      throw new AppError('unavailable', 'away')
    }
    await tick(1)
    expect(useOperations.getState()).toMatchObject({ load: 'ready', error: { code: 'unavailable' } })
    expect(shown()).toEqual([1])
  })

  it('says when it cannot be read at all', async () => {
    link.answers['operations.list'] = () => {
      throw new AppError('unavailable', 'away')
    }
    await open()
    expect(useOperations.getState()).toMatchObject({ load: 'failed', error: { code: 'unavailable' } })
  })
})

describe('the file of the operator log', () => {
  const text = async (format: 'jsonl' | 'csv', signal = new AbortController().signal) => {
    const counts: number[] = []
    const file = exportOperations(format, { signal, onProgress: (count) => counts.push(count) })
    return { text: await (await file).text(), counts }
  }

  it('has everything that the filter keeps, as JSON lines', async () => {
    for (let id = 1; id <= 1_200; id++) add(operation(id))
    add(operation(1_201, { action: 'key.allow' }))
    await open()
    await operationsActions.show({ kinds: ['task'] })
    const { text: lines, counts } = await text('jsonl')
    expect(counts).toEqual([500, 1_000, 1_200])
    const first = lines.split('\n')[0]
    expect(JSON.parse(first!)).toEqual({
      time: '2026-11-24T14:00:01.200Z',
      action: 'task.stop',
      target: 'work/1200',
      count: 1,
      detail: null,
      id: 1_200,
    })
    expect(lines.trimEnd().split('\n')).toHaveLength(1_200)
  })

  it('has CSV that a spreadsheet reads, and no formula in it', async () => {
    add(operation(1, { target: '=cmd("x"), y', detail: { from: 'a', to: null } }))
    await open()
    expect((await text('csv')).text).toBe(
      'time,action,target,count,detail,id\r\n' +
        '2026-11-24T14:00:00.001Z,task.stop,"\'=cmd(""x""), y",1,"{""from"":""a"",""to"":null}",1\r\n',
    )
  })
})
