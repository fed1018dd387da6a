/** Starts a program in an instance and makes a session of it: what it is, how it ends and why. */

import { closeSync } from 'node:fs'
import { constants } from 'node:os'
import { AppError } from '../../shared/errors.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import type { LoginTarget } from '../base/instanceCalls.ts'
import { enterInstance, instanceEnded, type Tools } from './enterInstance.ts'
import { startInLinuxPty } from './linuxPty.ts'
import { startInOtherPty } from './otherPty.ts'
import { startBetweenPipes } from './pipes.ts'
import { isLiving, kill, killSession, sessionLeader } from './processes.ts'
import type { Program, ProgramExit, Start } from './program.ts'
import type { Channel, Session, SessionEnd, WindowSize } from './session.ts'
import { shellEnvironment } from './shell.ts'

const ARRIVAL_MS = 20 * SECOND_MS

export type SessionStart = {
  sessionId: string
  target: LoginTarget
  command: string[]
  window: WindowSize | null
  environment: Record<string, string> // beyond the instance's own
  tools: Tools
  /** How an instance that has ended came to its end, as a sentence. */
  endOfInstance(instanceId: string): Promise<string>
}

/** Resolves once it is inside. Rejects with instance_ended, or instance_unavailable with what the system said. */
export async function startSession(options: SessionStart): Promise<Session> {
  const { target, command, window, tools } = options
  const isTerminal = window !== null
  const way = enterInstance(target, { command, isTerminal, tools })
  const output = new HeldOutput()
  let program: Program
  try {
    const { file, args, workingDir, descriptors } = way
    const environment = shellEnvironment(target, { isTerminal, extra: options.environment })
    const start: Start = { file, args, workingDir, descriptors, environment, onOutput: output.take }
    program = startProgram(start, options)
  } catch (cause) {
    throw cannotRun(target, cause)
  } finally {
    for (const descriptor of way.descriptors) closeSync(descriptor)
  }
  const session = new StartedSession({ options, program, output, place: way.place })
  if (await isInside(program)) return session
  session.end('It did not come up.')
  await program.exited
  if (!isLiving(target)) throw instanceEnded(target)
  const said = output.text() || 'it gave no reason'
  throw new AppError('instance_unavailable', `instance ${target.instanceId} cannot be entered: ${said}`)
}

/** Some refusals of the system are thrown, such as of a command line that is too long, or has a NUL in it. */
function cannotRun({ instanceId }: LoginTarget, cause: unknown): AppError {
  if (cause instanceof AppError) return cause
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  const isCommand = code === 'E2BIG' || code === 'ERR_INVALID_ARG_VALUE'
  const why = cause instanceof Error ? cause.message : String(cause)
  if (isCommand) return new AppError('invalid_input', `this command cannot be run: ${why}`, { cause })
  return new AppError('instance_unavailable', `instance ${instanceId} cannot be entered: ${why}`, { cause })
}

function startProgram(start: Start, { window, tools }: SessionStart): Program {
  if (window === null) return startBetweenPipes(start)
  const isLinux = process.platform === 'linux' && tools.setsid !== null
  return isLinux ? startInLinuxPty(start, window) : startInOtherPty(start, window)
}

async function isInside({ arrived }: Program): Promise<boolean> {
  const patience = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => patience.resolve(false), ARRIVAL_MS)
  const hasArrived = await Promise.race([arrived, patience.promise])
  clearTimeout(timer)
  return hasArrived
}

/** As shells count it. */
const codeOf = (signal: string) => 128 + (Object.entries(constants.signals).find(([name]) => name === signal)?.[1] ?? 0)

/** Output that nobody listens to yet. */
class HeldOutput {
  #listener: ((channel: Channel, bytes: Uint8Array) => void) | null = null
  readonly #held: [Channel, Uint8Array][] = []

  readonly take = (channel: Channel, bytes: Uint8Array): void => {
    if (this.#listener === null) this.#held.push([channel, bytes])
    else this.#listener(channel, bytes)
  }

  give(listener: (channel: Channel, bytes: Uint8Array) => void): void {
    this.#listener = listener
    for (const [channel, bytes] of this.#held.splice(0)) listener(channel, bytes)
  }

  text(): string {
    return Buffer.concat(this.#held.map(([, bytes]) => bytes))
      .toString()
      .trim()
  }
}

type Parts = { options: SessionStart; program: Program; output: HeldOutput; place: Session['place'] }

class StartedSession implements Session {
  readonly sessionId: string
  readonly target: LoginTarget
  readonly command: string[]
  readonly place: Session['place']
  readonly exited: Promise<SessionEnd>
  readonly #program: Program
  readonly #output: HeldOutput
  #reason: string | null = null
  #hasEnded = false

  constructor({ options, program, output, place }: Parts) {
    this.sessionId = options.sessionId
    this.target = options.target
    this.command = options.command
    this.place = place
    this.#program = program
    this.#output = output
    this.exited = program.exited.then(async (exit) => {
      this.#hasEnded = true
      // nothing of it may outlive an instance whose end does not take it along
      if (place === 'environment') killSession(program.pid)
      return this.#reason === null ? await this.#naturalEnd(exit, options) : { exitCode: null, reason: this.#reason }
    })
  }

  async #naturalEnd({ exitCode, signal }: ProgramExit, { endOfInstance }: SessionStart): Promise<SessionEnd> {
    const wasKilled = signal !== null || (exitCode ?? 0) > 128
    if (wasKilled && !isLiving(this.target)) {
      return { exitCode: null, reason: await endOfInstance(this.target.instanceId) }
    }
    if (signal !== null) return { exitCode: codeOf(signal), reason: `It was ended by ${signal}.` }
    return { exitCode, reason: `It ended with exit code ${exitCode}.` }
  }

  onOutput(listener: (channel: Channel, bytes: Uint8Array) => void): void {
    this.#output.give(listener)
  }

  async write(bytes: Uint8Array): Promise<void> {
    if (this.#hasEnded) throw new AppError('terminal_ended', 'what ran in this terminal has ended')
    await this.#program.write(bytes)
  }

  endInput(): void {
    this.#program.endInput()
  }

  resize(size: WindowSize): void {
    this.#program.resize(size)
  }

  pause(): void {
    this.#program.pause()
  }

  resume(): void {
    this.#program.resume()
  }

  end(reason: string): void {
    if (this.#hasEnded) return
    this.#reason ??= reason
    killSession(sessionLeader(this.#program.pid))
    kill(this.#program.pid)
  }
}
