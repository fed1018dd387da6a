import { beforeEach, describe, expect, it, vi } from 'vitest'
import { connect } from '../../../renderer/bridge/client.ts'
import type { OpenWire } from '../../../renderer/bridge/linkClient.ts'
import { textPayload } from '../../../renderer/stores/submitDraft.ts'
import {
  keepDrafts,
  selectDraft,
  selectFilled,
  selectOutcome,
  submitForm,
  useSubmitForm,
} from '../../../renderer/stores/submitForm.ts'
import type { Reply } from '../../../shared/contract/contract.ts'
import type { ErrorCode } from '../../../shared/errors.ts'

type Call = { name: string; input: unknown }

/** A host that answers every call with `reply`. */
function connectTo(reply: (call: Call) => Reply | Promise<Reply>): Call[] {
  const calls: Call[] = []
  const openWire: OpenWire = ({ opened, received }) => {
    queueMicrotask(opened)
    return {
      send(message) {
        if (message.kind !== 'call') return
        calls.push({ name: message.name, input: message.input })
        void Promise.resolve(reply(message)).then((reply) => received({ kind: 'answer', id: message.id, reply }))
      },
      close() {},
    }
  }
  connect(openWire)
  return calls
}

const queued: Reply = { ok: true, value: { functionName: 'charge', taskId: '1-abc', requestId: '1-abc' } }
const refused = (code: ErrorCode): Reply => ({ ok: false, error: { code, message: `refused: ${code}` } })
const draft = (functionName = 'charge') => selectDraft(functionName)(useSubmitForm.getState())
const outcome = () => selectOutcome('charge')(useSubmitForm.getState())
const filled = () => selectFilled('charge')(useSubmitForm.getState())

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  useSubmitForm.setState({ drafts: {}, outcomes: {}, filled: {} })
})

describe('the form that submits a task', () => {
  it('sends the text as it stands, and keeps all but the task id, which is taken', async () => {
    const calls = connectTo(() => queued)
    const text = '{"id": 12345678901234567890,  "b":1.50}'
    submitForm.change('charge', { payload: textPayload(text), taskId: 'order_1', delaySeconds: 5 })
    await submitForm.submit('charge')
    expect(calls).toEqual([
      { name: 'tasks.submit', input: { functionName: 'charge', payload: text, taskId: 'order_1', delaySeconds: 5 } },
    ])
    expect(outcome()).toEqual({ kind: 'queued', target: { functionName: 'charge', taskId: '1-abc' } })
    expect(draft()).toEqual({ mode: 'async', payload: textPayload(text), taskId: '', delaySeconds: 5 })
  })

  it('sends no task id when there is none, and no delay when the field is empty', async () => {
    const calls = connectTo(() => queued)
    submitForm.change('charge', { delaySeconds: null })
    await submitForm.submit('charge')
    expect(calls[0]?.input).toEqual({ functionName: 'charge', payload: '{}', delaySeconds: 0 })
  })

  it('sends bytes as bytes', async () => {
    const calls = connectTo(() => queued)
    const bytes = new Uint8Array([0xff, 0x00, 0x01])
    submitForm.change('charge', { payload: { kind: 'bytes', bytes, name: 'a.bin' } })
    await submitForm.submit('charge')
    expect(calls[0]?.input).toMatchObject({ payload: bytes })
  })

  it('sends nothing that would be refused', async () => {
    const calls = connectTo(() => queued)
    submitForm.change('charge', { taskId: '1-starts-with-a-digit' })
    expect(await submitForm.submit('charge')).toBeNull()
    expect(calls).toEqual([])
  })

  it('sends once, however often it is told to before the answer', async () => {
    let answer = (_reply: Reply) => {}
    const calls = connectTo(() => new Promise<Reply>((resolve) => (answer = resolve)))
    const first = submitForm.submit('charge')
    expect(await submitForm.submit('charge')).toBeNull()
    await vi.waitUntil(() => calls.length === 1)
    answer(queued)
    expect(await first).toMatchObject({ kind: 'queued' })
    expect(calls).toHaveLength(1)
  })

  it.each([
    ['task_exists', 'taskId'],
    ['payload_too_large', 'payload'],
    ['backlog_full', 'form'],
  ] as const)('shows %s beside %s', async (code, field) => {
    connectTo(() => refused(code))
    submitForm.change('charge', { taskId: 'order_1' })
    await submitForm.submit('charge')
    expect(outcome()).toMatchObject({ kind: 'refused', field, error: { code }, taskId: 'order_1' })
  })

  it('takes an error back when the field it is about changes, not before', async () => {
    connectTo(() => refused('task_exists'))
    submitForm.change('charge', { taskId: 'order_1' })
    await submitForm.submit('charge')
    submitForm.change('charge', { delaySeconds: 3 })
    expect(outcome().kind).toBe('refused')
    submitForm.change('charge', { taskId: 'order_2' })
    expect(outcome().kind).toBe('none')
  })

  it('calls and shows the answer, an error of the function too', async () => {
    const answer = {
      requestId: '1-a',
      instanceId: 'c-1',
      durationMs: 12,
      peakMemoryBytes: 1,
      errorType: 'HandledInvocationError',
      body: '{"errorMessage":"no"}',
      logTail: 'x\n',
    }
    const calls = connectTo(() => ({ ok: true, value: answer }))
    submitForm.change('charge', { mode: 'sync', taskId: 'not-sent' })
    await submitForm.submit('charge')
    expect(calls).toEqual([{ name: 'functions.invoke', input: { functionName: 'charge', payload: '{}' } }])
    expect(outcome()).toMatchObject({ kind: 'answered', answer })
  })

  it('forgets an answer that nobody waits for', async () => {
    let answer = (_reply: Reply) => {}
    const calls = connectTo(() => new Promise<Reply>((resolve) => (answer = resolve)))
    submitForm.change('charge', { mode: 'sync' })
    const waiting = submitForm.submit('charge')
    await vi.waitUntil(() => calls.length === 1)
    submitForm.stopWaiting('charge')
    answer({ ok: true, value: {} })
    expect(await waiting).toBeNull()
    expect(outcome()).toEqual({ kind: 'none' })
  })
})

describe('a payload put into the editor', () => {
  it('can be taken back until something is typed', () => {
    submitForm.change('charge', { payload: textPayload('mine') })
    submitForm.fill('charge', { payload: textPayload('theirs'), from: 'order.json' })
    expect(draft().payload).toEqual(textPayload('theirs'))
    expect(filled()?.from).toBe('order.json')
    submitForm.undoFill('charge')
    expect(draft().payload).toEqual(textPayload('mine'))
    expect(filled()).toBeNull()

    submitForm.fill('charge', { payload: textPayload('theirs'), from: 'order.json' })
    submitForm.change('charge', { payload: textPayload('typed') })
    expect(filled()).toBeNull()
  })

  it('is indented without a change of what it says, and left alone when it is no JSON', () => {
    submitForm.change('charge', { payload: textPayload('{"n":9007199254740993}') })
    submitForm.format('charge')
    expect(draft().payload).toEqual(textPayload('{\n  "n": 9007199254740993\n}'))
    submitForm.change('charge', { payload: textPayload('{"n":') })
    submitForm.format('charge')
    expect(draft().payload).toEqual(textPayload('{"n":'))
  })
})

describe('a draft', () => {
  it('is one of each function and outlives a reload of the window, bytes too', () => {
    const bytes = Uint8Array.from({ length: 20_000 }, (_, index) => index % 256)
    submitForm.change('charge', { payload: { kind: 'bytes', bytes, name: 'a.bin' }, delaySeconds: 7 })
    submitForm.change('notify', { payload: textPayload('hello'), mode: 'sync' })
    keepDrafts()
    useSubmitForm.setState({ drafts: {} }) // what a reload does
    submitForm.open('charge')
    submitForm.open('notify')
    expect(draft()).toEqual({
      mode: 'async',
      payload: { kind: 'bytes', bytes, name: 'a.bin' },
      taskId: '',
      delaySeconds: 7,
    })
    expect(draft('notify')).toMatchObject({ payload: textPayload('hello'), mode: 'sync' })
  })

  it('is a new one when what was kept cannot be read', () => {
    sessionStorage.setItem('taskyard.draft. charge', '{"payload":')
    submitForm.open('charge')
    expect(draft().payload).toEqual(textPayload('{}'))
    expect(sessionStorage.getItem('taskyard.draft. charge')).toBeNull()
  })
})
