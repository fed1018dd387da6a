import { afterEach, describe, expect, it, vi } from 'vitest'
import { startLive, useLive } from '../../../renderer/stores/live.ts'
import {
  followTerminals,
  logIn,
  selectActive,
  terminalActions,
  useTerminals,
} from '../../../renderer/stores/terminals.ts'
import { useUi } from '../../../renderer/stores/ui.ts'
import type { Terminal } from '../../../shared/contract/terminals.contract.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake } from '../../support/fakeLink.ts'
import { until } from '../../support/until.ts'
import { terminalRow } from './fakeTerminal.ts'

const NONE = { tasks: 0, logs: 0, host: 0, instances: 0, terminals: 0, metrics: 0 }
const first = terminalRow({ terminalId: 't-1', openedAtMs: 1 })
const second = terminalRow({ terminalId: 't-2', openedAtMs: 2, instanceId: 'c-b812' })

const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
  useTerminals.setState(useTerminals.getInitialState(), true)
  useUi.setState(useUi.getInitialState(), true)
  useLive.setState(useLive.getInitialState(), true)
  vi.unstubAllGlobals()
})

const ids = () => useTerminals.getState().terminals.map(({ terminalId }) => terminalId)
const activeId = () => selectActive(useTerminals.getState())?.terminalId ?? null

async function withHost(more: Parameters<typeof connectToFake>[0] = {}) {
  const host: { terminals: Terminal[] } = { terminals: [first, second] }
  const link = connectToFake({ 'terminals.list': () => ({ terminals: host.terminals }), ...more })
  stops.push(startLive(), followTerminals())
  await until(() => useTerminals.getState().isLoaded, { what: 'the list' })
  return { host, link }
}

describe('the terminals of the window', () => {
  it('are those of the host, whoever opened them', async () => {
    const { host, link } = await withHost()
    expect(ids()).toEqual(['t-1', 't-2'])
    host.terminals = [first, second, terminalRow({ terminalId: 't-3', openedAtMs: 3 })]
    link.tick({ ...NONE, terminals: 1 })
    await until(() => ids().length === 3, { what: 'the one that another window opened' })
  })

  it('lose one that was closed in another window', async () => {
    const { host, link } = await withHost()
    host.terminals = [second]
    link.tick({ ...NONE, terminals: 1 })
    await until(() => ids().length === 1, { what: 'the list without it' })
    expect([ids(), [...useTerminals.getState().goneIds]]).toEqual([['t-2'], []])
  })

  it('keep one that a host which was started again does not have, until it is closed', async () => {
    const { host, link } = await withHost()
    host.terminals = []
    link.lose()
    await until(() => useTerminals.getState().goneIds.size === 2, { what: 'the list of the new host' })
    expect(ids()).toEqual(['t-1', 't-2'])
    await terminalActions.close('t-1')
    expect(ids()).toEqual(['t-2'])
    expect(link.calls.some(({ name }) => name === 'terminals.close')).toBe(false)
  })

  it('show the one beside it when the one that is shown is closed', async () => {
    const { host, link } = await withHost({ 'terminals.close': () => ({}) })
    terminalActions.activate('t-1')
    host.terminals = [second]
    await terminalActions.close('t-1')
    expect([ids(), activeId()]).toEqual([['t-2'], 't-2'])
    expect(link.calls.filter(({ name }) => name === 'terminals.close').map(({ input }) => input)).toEqual([
      { terminalId: 't-1' },
    ])
  })

  it('have one back that could not be closed, and say why', async () => {
    await withHost({
      'terminals.close': () => {
        throw new AppError('unavailable', 'the gateway is being replaced')
      },
    })
    await terminalActions.close('t-2')
    expect(ids()).toEqual(['t-1', 't-2'])
    expect(useTerminals.getState().failure?.message).toBe('the gateway is being replaced')
  })
})

describe('logging in', () => {
  it('opens a terminal, shows it and gives it the keyboard', async () => {
    const opened = terminalRow({ terminalId: 't-3', openedAtMs: 3 })
    const { link } = await withHost({ 'terminals.open': () => opened })
    await logIn('c-7f3a')
    expect([activeId(), useUi.getState().dockTab, useUi.getState().dockFocusRequest]).toEqual(['t-3', 'terminal', 1])
    const input = link.calls.find(({ name }) => name === 'terminals.open')?.input
    expect(input).toMatchObject({ instanceId: 'c-7f3a', columns: expect.any(Number), rows: expect.any(Number) })
  })

  it('says in the words of the host why it did not work, and opens nothing', async () => {
    await withHost({
      'terminals.open': () => {
        throw new AppError('instance_ended', 'Instance c-7f3a has ended and nothing of it is kept.')
      },
    })
    await logIn('c-7f3a')
    expect([useTerminals.getState().failure?.message, useUi.getState().dockTab]).toEqual([
      'Instance c-7f3a has ended and nothing of it is kept.',
      null,
    ])
  })
})

describe('the dock', () => {
  it('is remembered while the window is loaded again', async () => {
    const kept = new Map<string, string>()
    vi.stubGlobal('window', {
      sessionStorage: {
        getItem: (key: string) => kept.get(key) ?? null,
        setItem: (key: string, value: string) => kept.set(key, value),
        removeItem: (key: string) => kept.delete(key),
      },
    })
    const { uiActions } = await import('../../../renderer/stores/ui.ts')
    terminalActions.activate('t-2')
    expect(Object.fromEntries(kept)).toEqual({ 'taskyard.dock': 'terminal', 'taskyard.terminal': 't-2' })
    uiActions.closeDock()
    expect(Object.fromEntries(kept)).toEqual({ 'taskyard.terminal': 't-2' })
  })
})
