/**
 * A program that runs in an instance, in a terminal or between pipes: what the window's terminals, `taskyard
 * exec` and FC's exec have in common. `Terminals.openSession` makes one (terminals.ts).
 */
import type { LoginTarget } from '../base/instanceCalls.ts'

/** A terminal has only `stdout`. */
export type Channel = 'stdout' | 'stderr'
export type WindowSize = { columns: number; rows: number }

/** `namespaces`: inside the instance's own. `environment`: there are none here, so only its folder and environment. */
export type Place = 'namespaces' | 'environment'

export type SessionEnd = {
  exitCode: number | null // null: it did not end by itself
  reason: string // a sentence
}

export type Session = {
  readonly sessionId: string
  readonly target: LoginTarget
  readonly command: string[] // what runs; a shell when nothing was asked for
  readonly place: Place
  /**
   * Gives every byte from the first one on, in order, once there is a listener; there is one at most. All of
   * them come before `exited` resolves.
   */
  onOutput(listener: (channel: Channel, bytes: Uint8Array) => void): void
  /**
   * Resolves when the next bytes may come, which is at once as long as the program reads. Rejects with
   * terminal_ended; with concurrency_exceeded when very much waits already and the program reads nothing.
   */
  write(bytes: Uint8Array): Promise<void>
  /** No more input: end of file between pipes, Ctrl-D in a terminal. */
  endInput(): void
  /** Means nothing between pipes. */
  resize(size: WindowSize): void
  /** Stops reading what it prints, so that it has to wait. What was read already still comes. */
  pause(): void
  resume(): void
  /** Ends what runs, with this sentence as the reason. Does nothing when it has ended already. */
  end(reason: string): void
  /** Never rejects. */
  readonly exited: Promise<SessionEnd>
}

export type SessionWish = {
  instanceId: string
  /** Whose instances these are: others are instance_not_found. */
  mayEnter(target: LoginTarget): Promise<boolean> | boolean
  window: WindowSize | null // null: pipes instead of a terminal
  command?: string[] | undefined // a shell otherwise; an empty one is a shell, too
}

/**
 * Environment of one session beyond the instance's own, such as what the helper inside needs to reach us.
 * `revoke` comes once the session has ended.
 */
export type SessionGrants = {
  grant(session: { sessionId: string; target: LoginTarget }): Record<string, string>
  revoke(sessionId: string): void
}
