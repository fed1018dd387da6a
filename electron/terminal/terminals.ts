/**
 * The terminals of this host: opens them in instances, keeps what ended until it is closed, ends what nobody looks
 * at, and tells the scheduler how many are open, because an instance with a terminal is not ended for being idle.
 *
 * Errors: instance_not_found, instance_ended, instance_unavailable; terminal_not_found, terminal_ended.
 */
import { randomBytes } from 'node:crypto'
import type { CancelSignal } from '../../shared/contract/contract.ts'
import type { Terminal } from '../../shared/contract/terminals.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { MINUTE_MS, SECOND_MS } from '../../shared/units/time.ts'
import type { Clock } from '../base/clock.ts'
import { findTool } from '../base/findTool.ts'
import type { InstanceCalls, LoginTarget } from '../base/instanceCalls.ts'
import { Revision } from '../base/revision.ts'
import type { Tools } from './enterInstance.ts'
import { OpenTerminal, type Read, type ReadWish } from './openTerminal.ts'
import { isLiving } from './processes.ts'
import type { Session, SessionGrants, SessionWish, WindowSize } from './session.ts'
import { startSession } from './startSession.ts'

/** FC.md section 1.7. */
export const UNATTENDED_MS = 10 * MINUTE_MS
const MAX_ENDED = 20
const MAX_OPEN = 100
const LOOK_EVERY_MS = SECOND_MS
const UNATTENDED_REASON = 'It was ended because nobody had looked at it for 10 minutes.'
const STOPPED_REASON = 'It was ended because Taskyard stops, or starts anew.'

export type TerminalsDeps = {
  clock: Clock
  instances: Pick<InstanceCalls, 'loginTarget' | 'setTerminals'>
  /** What is known of how an instance ended, as a sentence; null: nothing. */
  endOfInstance(target: LoginTarget): Promise<string | null>
  grants?: SessionGrants
  tools?: Tools
}

/** `isTerminal` false: between pipes, and not listed; the size means nothing then. */
export type TerminalWish = SessionWish & { window: WindowSize; isTerminal?: boolean }

export class Terminals {
  readonly revision = new Revision()
  readonly #deps: TerminalsDeps
  readonly #tools: Tools
  readonly #terminals = new Map<string, OpenTerminal>()
  /** Between pipes, for a script. */
  readonly #unlisted = new WeakSet<OpenTerminal>()
  readonly #sessions = new Set<Session>()
  /** Those that are being opened, too: the instance must not go meanwhile. */
  readonly #counts = new Map<string, number>()
  #look: NodeJS.Timeout | null = null
  #isClosed = false

  constructor(deps: TerminalsDeps) {
    this.#deps = deps
    this.#tools = deps.tools ?? {
      nsenter: findTool('nsenter'),
      setpriv: findTool('setpriv'),
      setsid: findTool('setsid'),
    }
  }

  async open({ isTerminal = true, ...wish }: TerminalWish): Promise<Terminal> {
    const { window } = wish
    const session = await this.openSession({ ...wish, window: isTerminal ? window : null })
    const { clock } = this.#deps
    const terminal = new OpenTerminal({ session, window, clock, onChange: () => this.revision.grow() })
    this.#terminals.set(session.sessionId, terminal)
    if (!isTerminal) this.#unlisted.add(terminal)
    void terminal.ended.then(() => this.#forgetOldest())
    this.revision.grow()
    return terminal.record
  }

  /** One that is not listed: whoever asked reads it and ends it. It keeps the instance as a terminal does. */
  async openSession(wish: SessionWish): Promise<Session> {
    if (this.#isClosed) throw new AppError('unavailable', 'this host is stopping')
    if (this.#openCount >= MAX_OPEN) {
      throw new AppError('concurrency_exceeded', `${MAX_OPEN} terminals are open: close one first`)
    }
    const { instanceId, mayEnter } = wish
    const { instances, grants } = this.#deps
    const sessionId = `t-${randomBytes(6).toString('hex')}`
    this.#count(instanceId, 1)
    try {
      const target = await instances.loginTarget(instanceId)
      if (!(await mayEnter(target))) throw new AppError('instance_not_found', `there is no instance '${instanceId}'`)
      const session = await startSession({
        sessionId,
        target,
        command: wish.command ?? [],
        window: wish.window,
        environment: grants?.grant({ sessionId, target }) ?? {},
        tools: this.#tools,
        endOfInstance: () => this.#endOfInstance(target),
      })
      this.#follow(session)
      return session
    } catch (error) {
      grants?.revoke(sessionId)
      this.#count(instanceId, -1)
      throw error
    }
  }

  list(): Terminal[] {
    return [...this.#terminals.values()].filter((one) => !this.#unlisted.has(one)).map(({ record }) => record)
  }

  read(wish: ReadWish, signal: CancelSignal): Promise<Read> {
    return this.#find(wish.terminalId).read(wish, signal)
  }

  write(terminalId: string, bytes: Uint8Array): Promise<void> {
    return this.#find(terminalId).write(bytes)
  }

  endInput(terminalId: string): void {
    this.#find(terminalId).endInput()
  }

  resize(terminalId: string, window: WindowSize): void {
    this.#find(terminalId).resize(window)
  }

  /** Resolves when nothing runs in it any more. */
  async close(terminalId: string): Promise<void> {
    const terminal = this.#find(terminalId)
    this.#terminals.delete(terminalId)
    this.revision.grow()
    terminal.end('It was closed.')
    await terminal.ended
  }

  /** A new scheduler knows of no terminals. */
  schedulerConnected(): void {
    if (this.#counts.size > 0) this.#tellCounts()
  }

  /** Ends everything; resolves when nothing runs any more. */
  async stop(): Promise<void> {
    this.#isClosed = true
    const sessions = [...this.#sessions]
    for (const session of sessions) session.end(STOPPED_REASON)
    await Promise.all(sessions.map(({ exited }) => exited))
  }

  /** At once, when there is no time to wait: the thread ends. */
  killAll(): void {
    for (const session of this.#sessions) session.end(STOPPED_REASON)
  }

  /** With those that are being opened. */
  get #openCount(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0)
  }

  #follow(session: Session): void {
    this.#sessions.add(session)
    if (this.#isClosed) session.end(STOPPED_REASON)
    this.#look ??= setInterval(() => this.#lookAround(), LOOK_EVERY_MS)
    void session.exited.then(() => {
      this.#sessions.delete(session)
      this.#count(session.target.instanceId, -1)
      this.#deps.grants?.revoke(session.sessionId)
      if (this.#sessions.size > 0 || this.#look === null) return
      clearInterval(this.#look)
      this.#look = null
    })
  }

  #lookAround(): void {
    for (const terminal of this.#terminals.values()) {
      if (terminal.isOpen && terminal.unattendedMs() > UNATTENDED_MS) terminal.end(UNATTENDED_REASON)
    }
    // namespaces take what is in them along; elsewhere nobody else notices
    for (const session of this.#sessions) {
      if (session.place === 'environment' && !isLiving(session.target)) void this.#endWithInstance(session)
    }
  }

  async #endWithInstance(session: Session): Promise<void> {
    session.end(await this.#endOfInstance(session.target))
  }

  async #endOfInstance(target: LoginTarget): Promise<string> {
    const detail = await this.#deps.endOfInstance(target).catch(() => null)
    return detail === null ? 'The instance has ended.' : `The instance has ended: ${detail}`
  }

  #find(terminalId: string): OpenTerminal {
    const terminal = this.#terminals.get(terminalId)
    if (terminal !== undefined) return terminal
    throw new AppError('terminal_not_found', `there is no terminal '${terminalId}': it was closed, or ended long ago`)
  }

  #forgetOldest(): void {
    const ended = [...this.#terminals].filter(([, { isOpen }]) => !isOpen)
    for (const [terminalId] of ended.slice(0, Math.max(0, ended.length - MAX_ENDED))) this.#terminals.delete(terminalId)
  }

  #count(instanceId: string, change: 1 | -1): void {
    const count = (this.#counts.get(instanceId) ?? 0) + change
    if (count > 0) this.#counts.set(instanceId, count)
    else this.#counts.delete(instanceId)
    this.#tellCounts()
  }

  #tellCounts(): void {
    // a scheduler that cannot hear it is being replaced, and then it is told again
    this.#deps.instances.setTerminals(Object.fromEntries(this.#counts)).catch(() => {})
  }
}
