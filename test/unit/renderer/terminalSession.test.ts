import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startLive, useLive } from '../../../renderer/stores/live.ts'
import { openSession, type TerminalSession } from '../../../renderer/stores/terminalSession.ts'
import { logIn, useTerminals } from '../../../renderer/stores/terminals.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake } from '../../support/fakeLink.ts'
import { until } from '../../support/until.ts'
import { FakeScreen, FakeTerminal, terminalRow } from './fakeTerminal.ts'

const LIMIT_BYTES = 65_536
const bytes = (text: string) => new TextEncoder().encode(text)
const turn = () => new Promise((resolve) => setImmediate(resolve))

let stopLive = () => {}
const sessions: TerminalSession[] = []
beforeEach(() => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
})
afterEach(() => {
  for (const session of sessions.splice(0)) session.close()
  stopLive()
  useTerminals.setState(useTerminals.getInitialState(), true)
  useLive.setState(useLive.getInitialState(), true)
  vi.unstubAllGlobals()
})

type Answers = Parameters<typeof connectToFake>[0]

async function connected(terminal: FakeTerminal, more: Answers = {}) {
  const link = connectToFake({ 'terminals.read': terminal.read, ...more })
  stopLive = startLive()
  await until(() => useLive.getState().status === 'open', { what: 'the connection' })
  const screen = new FakeScreen()
  const open = (id = 't-1') => {
    const session = openSession(id, screen)
    sessions.push(session)
    return session
  }
  const sent = () => link.calls.filter(({ name }) => name === 'terminals.write')
  return { link, screen, open, sent }
}

describe('the output of a terminal', () => {
  it('is shown from its beginning, and goes on from where it was', async () => {
    const terminal = new FakeTerminal()
    terminal.print('hello ')
    const { screen, open } = await connected(terminal)
    open()
    await until(() => screen.shown === 'hello ', { what: 'the beginning' })
    terminal.print('world')
    await until(() => screen.shown === 'hello world', { what: 'the rest' })
    expect(terminal.reads.map(({ afterByte }) => afterByte)).toEqual([0, 6, 11])
  })

  it('is asked for only when the screen has taken what came before', async () => {
    const terminal = new FakeTerminal()
    terminal.print('a'.repeat(3 * LIMIT_BYTES))
    const { screen, open } = await connected(terminal)
    screen.takesAtOnce = false
    open()
    for (const readCount of [1, 2, 3]) {
      await until(() => screen.waiting.length === 1, { what: `piece ${readCount}` })
      await turn()
      expect(terminal.reads).toHaveLength(readCount)
      screen.take()
    }
    await until(() => terminal.reads.length === 4, { what: 'the read after the last piece' })
    expect(screen.shown).toHaveLength(3 * LIMIT_BYTES)
  })

  it('has a mark where bytes are no longer kept', async () => {
    const terminal = new FakeTerminal()
    terminal.print('0123456789')
    terminal.firstByte = 4
    const { screen, open } = await connected(terminal)
    open()
    await until(() => screen.shown !== '', { what: 'what is kept' })
    expect([screen.marks, screen.shown]).toEqual([[4], '456789'])
  })

  it('goes on where it was after the connection was lost', async () => {
    const terminal = new FakeTerminal()
    terminal.print('before')
    const { link, screen, open } = await connected(terminal)
    open()
    await until(() => terminal.reads.length === 2, { what: 'the wait for more' })
    link.lose()
    expect(useLive.getState().status).toBe('lost')
    terminal.print(', after')
    await until(() => screen.shown === 'before, after', { what: 'the rest' })
    expect(terminal.reads.at(-1)?.afterByte).toBe(13)
  })

  it('is not read in a hidden window, and is when it is seen again', async () => {
    const terminal = new FakeTerminal()
    const { screen, open } = await connected(terminal)
    useLive.setState({ isPaused: true })
    open()
    terminal.print('unseen')
    await turn()
    expect(terminal.reads).toEqual([])
    useLive.setState({ isPaused: false })
    await until(() => screen.shown === 'unseen', { what: 'the output' })
  })

  it('ends with the terminal, whose end it tells', async () => {
    const terminal = new FakeTerminal()
    const { open } = await connected(terminal)
    useTerminals.setState({ terminals: [terminalRow()] })
    open()
    await until(() => terminal.reads.length === 1, { what: 'the wait for output' })
    terminal.change({ state: 'ended', endReason: 'exit 0' })
    await until(() => useTerminals.getState().terminals[0]?.state === 'ended', { what: 'the end' })
    await turn()
    expect(terminal.reads).toHaveLength(1)
  })

  it('is marked as gone when the host does not know the terminal', async () => {
    const terminal = new FakeTerminal()
    const { open } = await connected(terminal)
    open()
    await until(() => terminal.reads.length === 1, { what: 'the wait for output' })
    terminal.close()
    await until(() => useTerminals.getState().goneIds.has('t-1'), { what: 'the mark' })
    await turn()
    expect(terminal.reads).toHaveLength(1)
  })
})

describe('what is typed', () => {
  it('is sent as one call for each turn, in order, one at a time', async () => {
    const answers: (() => void)[] = []
    const { open, sent } = await connected(new FakeTerminal(), {
      'terminals.write': () => new Promise((resolve) => answers.push(() => resolve({}))),
    })
    const session = open()
    for (const key of ['l', 's', '\r']) session.write(bytes(key))
    await until(() => sent().length === 1, { what: 'the first call' })
    session.write(bytes('exit'))
    session.write(bytes('\r'))
    await turn()
    expect(sent()).toHaveLength(1)
    answers.shift()?.()
    await until(() => sent().length === 2, { what: 'the second call' })
    expect(sent().map(({ input }) => input)).toEqual([
      { terminalId: 't-1', bytes: bytes('ls\r') },
      { terminalId: 't-1', bytes: bytes('exit\r') },
    ])
  })

  it('is sent in pieces that a call can hold', async () => {
    const lengths: number[] = []
    const { open } = await connected(new FakeTerminal(), {
      'terminals.write': ({ bytes }: { bytes: Uint8Array }) => {
        lengths.push(bytes.length)
        return {}
      },
    })
    open().write(new Uint8Array(150_000))
    await until(() => lengths.length === 3, { what: 'three calls' })
    expect(lengths).toEqual([65_536, 65_536, 18_928])
  })

  it('is not sent later when the host was away: nobody would expect it then', async () => {
    const { link, open, sent } = await connected(new FakeTerminal(), { 'terminals.write': () => ({}) })
    const session = open()
    link.lose()
    session.write(bytes('rm -r build\r'))
    await until(() => useLive.getState().status === 'open', { what: 'the next connection' })
    session.write(bytes('ls\r'))
    await until(() => sent().length === 1, { what: 'what was typed after it' })
    expect(sent()[0]?.input).toEqual({ terminalId: 't-1', bytes: bytes('ls\r') })
  })

  it('is not typed again when a call failed, and why is said', async () => {
    const { open, sent } = await connected(new FakeTerminal(), {
      'terminals.write': () => {
        throw new AppError('internal', 'the pty does not answer')
      },
    })
    const session = open()
    session.write(bytes('a'))
    session.write(bytes('b'))
    await until(() => useTerminals.getState().failure !== null, { what: 'the failure' })
    await turn()
    expect([sent().length, useTerminals.getState().failure?.message]).toEqual([1, 'the pty does not answer'])
  })

  it('is not what the screen answers to the questions of output that was there before', async () => {
    const terminal = new FakeTerminal()
    terminal.print('\u001b[6n')
    const { screen, open, sent } = await connected(terminal, { 'terminals.write': () => ({}) })
    screen.takesAtOnce = false
    const session = open()
    await until(() => screen.waiting.length === 1, { what: 'the old output' })
    session.write(bytes('\u001b[1;1R'))
    screen.take()
    terminal.print('\u001b[6n')
    await until(() => screen.waiting.length === 1, { what: 'the new output' })
    session.write(bytes('\u001b[2;2R'))
    await until(() => sent().length === 1, { what: 'the answer' })
    expect(sent()[0]?.input).toEqual({ terminalId: 't-1', bytes: bytes('\u001b[2;2R') })
  })

  it('is all that the screen answers in a terminal that this window has opened', async () => {
    const terminal = new FakeTerminal()
    terminal.print('\u001b[c')
    const { screen, open, sent } = await connected(terminal, {
      'terminals.open': () => terminalRow({ terminalId: 't-9' }),
      'terminals.write': () => ({}),
    })
    await logIn('c-7f3a')
    screen.takesAtOnce = false
    const session = open('t-9')
    await until(() => screen.waiting.length === 1, { what: 'the first output' })
    session.write(bytes('\u001b[?1;2c'))
    await until(() => sent().length === 1, { what: 'the answer' })
  })
})

describe('the size of a terminal', () => {
  it('is told once it has stopped changing', async () => {
    const { link, open } = await connected(new FakeTerminal(), { 'terminals.resize': () => ({}) })
    const session = open()
    for (const columns of [90, 100, 124]) session.resize({ columns, rows: 12 })
    const told = () => link.calls.filter(({ name }) => name === 'terminals.resize').map(({ input }) => input)
    await until(() => told().length > 0, { what: 'the size' })
    expect(told()).toEqual([{ terminalId: 't-1', columns: 124, rows: 12 }])
  })

  it('is that of the window that said it last: the screen follows another one', async () => {
    const terminal = new FakeTerminal()
    const { screen, open } = await connected(terminal)
    open()
    terminal.print('a')
    await until(() => screen.shown === 'a', { what: 'the first output' })
    terminal.change({ columns: 60, rows: 20 })
    terminal.print('b')
    await until(() => screen.shown === 'ab', { what: 'the output in the other size' })
    expect(screen.sizes).toEqual([{ columns: 60, rows: 20 }])
  })
})
