/**
 * A running host: its threads under supervision, its endpoint file, its notices and its log. Both
 * hosts, the desktop and the browser one, are this (DESIGN.md section 2).
 */
import { randomBytes, randomUUID } from 'node:crypto'
import type { MessagePort } from 'node:worker_threads'
import type { Endpoint } from '../../shared/contract/hostFiles.ts'
import { AppError, fromWireError, toWireError } from '../../shared/errors.ts'
import { systemClock } from '../base/clock.ts'
import type { GatewayFacts } from '../base/gatewayFacts.ts'
import type { HostCalls, HostInfo, HostNotice } from '../base/hostCalls.ts'
import type { HostOptions } from '../base/hostOptions.ts'
import { processMark } from '../base/processMark.ts'
import { Revision } from '../base/revision.ts'
import type { Notice, PeerName } from '../base/threadLink.ts'
import { VERSION } from '../base/version.ts'
import { removeEndpoint, writeEndpoint } from './endpointFile.ts'
import { type HostLog, LOG_LEVEL, openHostLog, type StderrStyle } from './hostLog.ts'
import { type HostSurroundings, plainSurroundings } from './hostSurroundings.ts'
import { Notices } from './notices.ts'
import { readSettings, writeSettings } from './settingsFile.ts'
import { SUPERVISION_LIMITS, type SupervisionLimits, Supervisor } from './supervisor.ts'
import { type ThreadEntries, threadEntries } from './threadTable.ts'
import { makeWorkspaceDir } from './workspaceDir.ts'

/** What the caller decides; the rest of `HostOptions` is the host's. */
export type HostChoices = Omit<HostOptions, 'hostId' | 'consoleToken' | 'lastPorts'>

export type StartOptions = {
  choices: HostChoices
  stderr: StderrStyle
  /** What is around this host; without it one that serves one project and has no window of its own. */
  around?: HostSurroundings
  /** For tests: other threads, and limits that a test can wait for. */
  entries?: Partial<ThreadEntries>
  limits?: SupervisionLimits
}

/** Rejects with what kept a thread from starting, for example workspace_in_use. */
export async function startHost(options: StartOptions): Promise<Host> {
  const host = new Host(options)
  await host.start()
  return host
}

export class Host {
  readonly #startedAtMs = systemClock.nowMs()
  readonly #notices = new Notices()
  readonly #revision = new Revision()
  readonly #around: HostSurroundings
  readonly #log: HostLog
  readonly #supervisor: Supervisor
  readonly #rememberedFcPort: number | null // before this host
  readonly #hasFixedPort: boolean
  #options: HostOptions
  #gateway: GatewayFacts | null = null

  constructor({ choices, stderr, around, entries, limits }: StartOptions) {
    makeWorkspaceDir(choices.workspaceDir)
    this.#log = openHostLog(choices.workspaceDir, stderr)
    this.#around = around ?? plainSurroundings((notice) => this.#notify('main', notice))
    const { lastPorts, consoleToken } = readSettings(choices.workspaceDir)
    const { inherited } = this.#around
    this.#rememberedFcPort = lastPorts?.fc ?? null
    this.#hasFixedPort = choices.fcPort !== null && choices.fcPort !== 0
    this.#options = {
      ...choices,
      hostId: randomUUID(),
      consoleToken: inherited?.consoleToken ?? consoleToken ?? randomBytes(32).toString('base64url'),
      lastPorts: { fc: lastPorts?.fc ?? null, console: inherited?.consolePort ?? lastPorts?.console ?? null },
    }
    this.#supervisor = new Supervisor({
      entries: { ...threadEntries, ...entries },
      limits: limits ?? SUPERVISION_LIMITS,
      clock: systemClock,
      hostCalls: this.#calls(),
      optionsFor: () => this.#options,
      onReady: (name, facts) => {
        if (name === 'gateway') this.#serve(facts as GatewayFacts) // the gateway promises them
      },
      onNotice: (source, notice) => this.#notify(source, notice),
      onError: (source, error) =>
        this.#log.logger.info({ source, err: error }, `the ${source} thread ended with an error`),
    })
  }

  /** Rejects with `AppError` and leaves nothing behind when it cannot serve. */
  async start(): Promise<void> {
    try {
      await this.#supervisor.start()
    } catch (error) {
      this.#log.close()
      throw error
    }
  }

  /** Settles when the host has stopped by itself because it cannot go on. */
  get failed(): Promise<AppError> {
    return this.#supervisor.failed.then((error) => {
      removeEndpoint(this.#options.workspaceDir)
      return error
    })
  }

  /** Returns when everything is written and every thread has ended. */
  async stop(): Promise<void> {
    removeEndpoint(this.#options.workspaceDir)
    await this.#supervisor.stop()
    this.#log.close()
  }

  get endpoint(): Endpoint {
    return this.#endpointOf(this.#gatewayFacts())
  }

  /** A connection for one more window (shared/contract/link.ts); null while no gateway can take it. */
  connectWindow(): MessagePort | null {
    return this.#supervisor.connectWindow()
  }

  /** What kept the project from being opened; the host serves what it knew before. */
  get projectError(): AppError | null {
    const { projectError } = this.#gatewayFacts()
    return projectError && fromWireError(projectError)
  }

  /** The project that is open; null: none is. */
  get project(): GatewayFacts['project'] {
    return this.#gatewayFacts().project
  }

  /** Says something to the user that main knows. */
  notify(notice: Notice): void {
    this.#notify('main', notice)
  }

  notices(): HostNotice[] {
    return this.#notices.list()
  }

  /** Called for the first gateway and for each that replaces it, which is to get the same ports. */
  #serve(facts: GatewayFacts): void {
    const { workspaceDir, fcPort, consoleToken } = this.#options
    const isReplacement = this.#gateway !== null
    if (isReplacement && facts.projectError) this.#notify('gateway', { level: 'error', ...facts.projectError })
    const lastPorts = { fc: facts.fcPort, console: facts.consolePort }
    // a port that was asked for is for this host, not for those to come
    const remembered = this.#hasFixedPort ? { ...lastPorts, fc: this.#rememberedFcPort } : lastPorts
    this.#gateway = facts
    this.#options = { ...this.#options, lastPorts, fcPort: fcPort === null ? null : facts.fcPort }
    try {
      writeSettings(workspaceDir, { lastPorts: remembered, consoleToken })
      writeEndpoint(workspaceDir, this.#endpointOf(facts))
    } catch (error) {
      if (!isReplacement || !(error instanceof AppError)) throw error
      this.#notify('main', { level: 'error', code: error.code, message: error.message }) // it differs from the one that stands there by a port at most
    }
    this.#revision.grow()
  }

  #gatewayFacts(): GatewayFacts {
    if (this.#gateway === null) throw new AppError('unavailable', 'the host has not started')
    return this.#gateway
  }

  #endpointOf({ fcPort, consolePort }: GatewayFacts): Endpoint {
    return {
      url: `http://127.0.0.1:${consolePort}`,
      token: this.#options.consoleToken,
      fcEndpoint: `127.0.0.1:${fcPort}`,
      pid: process.pid,
      processMark: processMark(process.pid) ?? '', // this process lives
      startedAtMs: this.#startedAtMs,
      version: VERSION,
    }
  }

  #calls(): HostCalls {
    const { preferences, placeOf, open, pickFolder } = this.#around
    return {
      info: () => this.#info(),
      revisionAfter: (known) => this.#revision.revisionAfter(known),
      projectChanged: () => this.#revision.grow(),
      preferences: () => preferences().read(),
      setPreferences: (change) => {
        const changed = preferences().change(change)
        this.#revision.grow()
        return changed
      },
      recents: () => preferences().recents(),
      placeOf,
      open: open ?? refuse('this host serves one project: "taskyard open" starts one that can open others'),
      pickFolder: pickFolder ?? refuse('only the desktop app has a dialog of the system: name the folder instead'),
    }
  }

  #info(): HostInfo {
    const { kind, open, projectError } = this.#around
    const error = projectError ? toWireError(projectError) : (this.#gateway?.projectError ?? null)
    return {
      version: VERSION,
      kind,
      pid: process.pid,
      startedAtMs: this.#startedAtMs,
      notices: this.#notices.list(),
      canOpenProjects: open !== null,
      projectError: error,
    }
  }

  #notify(source: PeerName, notice: Notice): void {
    this.#notices.add({ ...notice, source, atMs: systemClock.nowMs() })
    if (notice.level !== 'info') this.#revision.grow()
    this.#log.logger[LOG_LEVEL[notice.level]]({ source, code: notice.code }, notice.message)
  }
}

function refuse(message: string): () => never {
  return () => {
    throw new AppError('invalid_input', message)
  }
}
