/** A session that a test plays: it says what is printed, and sees what is typed and asked for. */
import type { LoginTarget } from '../../electron/base/instanceCalls.ts'
import type { Channel, Session, SessionEnd, SessionWish } from '../../electron/terminal/session.ts'
import { AppError } from '../../shared/errors.ts'

export type StandInSession = Session & {
  readonly wish: SessionWish
  readonly seen: string[] // typed bytes as text, and what was called
  isPaused: boolean
  /** Holds back the answer of every write until it resolves. */
  writesAfter: Promise<void>
  print(channel: Channel, bytes: Uint8Array | string): void
  finish(end: SessionEnd): void
}

export const loginTarget = (target: Partial<LoginTarget> = {}): LoginTarget => ({
  instanceId: 'c-1',
  functionId: 1,
  functionName: 'f',
  pid: 1,
  pidStartedAtTicks: 1,
  hasNamespaces: true,
  environment: {},
  codePath: '/code',
  interpreterPath: '/usr/bin/node',
  runtimeDir: '/.taskyard/runtime',
  isHeld: false,
  runs: [],
  lastTaskId: null,
  ...target,
})

/** As `Terminals.openSession` does it; `opened` are those that were. */
export function standInSessions(targets: LoginTarget[] = [loginTarget()]) {
  const opened: StandInSession[] = []
  return {
    opened,
    async openSession(wish: SessionWish): Promise<Session> {
      const target = targets.find(({ instanceId }) => instanceId === wish.instanceId)
      if (target === undefined || !(await wish.mayEnter(target))) {
        throw new AppError('instance_not_found', `there is no instance '${wish.instanceId}'`)
      }
      const session = standInSession(target, wish)
      opened.push(session)
      return session
    },
  }
}

function standInSession(target: LoginTarget, wish: SessionWish): StandInSession {
  const exited = Promise.withResolvers<SessionEnd>()
  const early: [Channel, Uint8Array][] = []
  let listener: ((channel: Channel, bytes: Uint8Array) => void) | null = null
  const seen: string[] = []
  const session: StandInSession = {
    sessionId: 's-1',
    target,
    command: wish.command ?? [],
    place: 'namespaces',
    wish,
    seen,
    isPaused: false,
    writesAfter: Promise.resolve(),
    onOutput(given) {
      listener = given
      for (const [channel, bytes] of early.splice(0)) given(channel, bytes)
    },
    write(bytes) {
      seen.push(Buffer.from(bytes).toString('latin1'))
      return session.writesAfter
    },
    endInput: () => void seen.push('endInput'),
    resize: () => void seen.push('resize'),
    pause() {
      session.isPaused = true
    },
    resume() {
      session.isPaused = false
    },
    end(reason) {
      seen.push(`end: ${reason}`)
      exited.resolve({ exitCode: null, reason })
    },
    exited: exited.promise,
    print(channel, text) {
      const bytes = Buffer.from(text)
      if (listener === null) early.push([channel, bytes])
      else listener(channel, bytes)
    },
    finish: (end) => exited.resolve(end),
  }
  return session
}
