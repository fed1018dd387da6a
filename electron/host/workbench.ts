/**
 * One process with windows, and at most one running host in it at a time: opens a project, closes it and
 * opens another one, or none. Without a project there is a host as well, in a workspace of its own where
 * nothing runs, so that the window always has somebody to talk to: Welcome.
 *
 * Windows stay open over a switch: the next host has the same console port and the same token, and they
 * connect again by themselves. What was running is interrupted by a switch as by any stop in good order:
 * it runs again when its project is opened the next time, and that uses up no retry.
 *
 * A project that cannot be opened leads to Welcome, which says why.
 */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import type { OpenChoice } from '../../shared/contract/host.contract.ts'
import type { Endpoint } from '../../shared/contract/hostFiles.ts'
import { AppError } from '../../shared/errors.ts'
import { systemClock } from '../base/clock.ts'
import type { HostCalls } from '../base/hostCalls.ts'
import { SAMPLE_DIR } from '../base/sampleDir.ts'
import type { Notice } from '../base/threadLink.ts'
import { Host, type HostChoices } from './host.ts'
import type { StderrStyle } from './hostLog.ts'
import { type HostSurroundings, placeOf } from './hostSurroundings.ts'
import { configDir } from './userFolders.ts'
import { type OpenPreferencesFile, UserPreferences } from './userPreferences.ts'
import { welcomeDir, workspaceDirFor } from './workspaceDir.ts'

export type WorkbenchOptions = {
  kind: HostSurroundings['kind']
  /** What every host of this process is started with. */
  choices: Omit<HostChoices, 'projectDir' | 'workspaceDir'>
  stderr: StderrStyle
  /** How the desktop host keeps preferences; the browser host has its own way. */
  openPreferences?: OpenPreferencesFile
  pickFolder: HostCalls['pickFolder'] | null
  /** Of the project that it starts with, whenever that is opened; null: its usual workspace. */
  workspaceDir: string | null
}

type Target = { projectDir: string | null; workspaceDir: string; projectError: AppError | null }

/** How long an answer may take to the window before the host that gives it is stopped. */
const ANSWER_FIRST_MS = 50
/** Each open Welcome has a workspace of its own. */
const MAX_WELCOMES_COUNT = 10
const WELCOME_FC_PORT = 0 // any: nobody calls it

export class Workbench {
  readonly preferences: UserPreferences
  readonly #options: WorkbenchOptions
  readonly #untold: Notice[] = [] // what is to be said once a host can say it
  readonly #failed = Promise.withResolvers<AppError>()
  readonly #listeners = new Set<(projectDir: string) => void>()
  #host: Host | null = null // null while one project is closed and the next not open yet
  #projectDir: string | null = null
  #firstProjectDir: string | null = null
  #projectError: AppError | null = null
  #inherited: HostSurroundings['inherited'] = null
  #turn: Promise<void> = Promise.resolve()
  #isStopping = false

  constructor(options: WorkbenchOptions) {
    this.#options = options
    this.preferences = new UserPreferences({
      dir: configDir(),
      notify: (notice) => this.#untold.push(notice),
      ...(options.openPreferences && { open: options.openPreferences }),
    })
  }

  /** Once. Rejects only when not even Welcome can be shown. */
  async start(choice: OpenChoice): Promise<void> {
    this.#firstProjectDir = dirOf(choice)
    await this.#inTurn(() => this.#go(this.#firstProjectDir))
  }

  /**
   * Closes what is open and opens this; resolves when that is done, also when it led to Welcome. Rejects
   * with `AppError('invalid_input')` when it is no folder: then nothing has changed.
   */
  async open(choice: OpenChoice): Promise<void> {
    const dir = dirOf(choice)
    if (dir !== null && !isFolder(dir)) {
      throw new AppError('invalid_input', `${dir} is not a folder`)
    }
    await this.#inTurn(async () => {
      if (this.#isStopping || (dir === this.#projectDir && this.#host !== null)) return
      await this.#close()
      await this.#go(dir)
    })
  }

  /** Settles when the running host has stopped by itself and nothing can take its place. */
  get failed(): Promise<AppError> {
    return this.#failed.promise
  }

  get endpoint(): Endpoint | null {
    return this.#host?.endpoint ?? null
  }

  /** Why Welcome is shown instead of what was asked for. */
  get projectError(): AppError | null {
    return this.#projectError
  }

  /** A connection for one more window of the desktop; null while there is nobody to talk to. */
  connectWindow(): MessagePort | null {
    return this.#host?.connectWindow() ?? null
  }

  /** Called with the folder of each project that was opened. */
  onOpened(listener: (projectDir: string) => void): void {
    this.#listeners.add(listener)
  }

  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#inTurn(() => this.#close())
  }

  // ---- one after the other

  #inTurn(step: () => Promise<void>): Promise<void> {
    const mine = this.#turn.then(step)
    this.#turn = mine.catch(() => {}) // whoever asked for it hears of it
    return mine
  }

  async #close(): Promise<void> {
    const host = this.#host
    this.#host = null
    await host?.stop()
  }

  async #go(projectDir: string | null): Promise<void> {
    this.#projectError = null
    if (projectDir !== null) {
      this.#projectError = await this.#tryProject(projectDir)
      if (this.#projectError === null) return
    }
    await this.#welcome(this.#projectError)
  }

  /** Resolves with what kept it from being opened; then no host runs. */
  async #tryProject(projectDir: string): Promise<AppError | null> {
    if (!isFolder(projectDir)) return new AppError('project_invalid', `${projectDir} is not a folder`)
    try {
      const workspaceDir = this.#workspaceDirOf(projectDir)
      const host = await this.#startHost({ projectDir, workspaceDir, projectError: null })
      if (host.project !== null) {
        this.#serve(host, projectDir)
        this.#remember(host.project)
        for (const listener of this.#listeners) listener(projectDir)
        return null
      }
      const { projectError } = host
      await host.stop()
      return projectError ?? new AppError('internal', `${projectDir} was not opened`)
    } catch (error) {
      return asAppError(error)
    }
  }

  async #welcome(projectError: AppError | null): Promise<void> {
    for (let number = 1; ; number++) {
      try {
        const target = { projectDir: null, workspaceDir: welcomeDir(number), projectError }
        return this.#serve(await this.#startHost(target), null)
      } catch (error) {
        const isTaken = error instanceof AppError && error.code === 'workspace_in_use'
        if (isTaken && number < MAX_WELCOMES_COUNT) continue
        const failure = asAppError(error)
        this.#failed.resolve(failure)
        throw failure
      }
    }
  }

  async #startHost({ projectDir, workspaceDir, projectError }: Target): Promise<Host> {
    const { kind, choices, stderr, pickFolder } = this.#options
    const fcPort = projectDir === null ? WELCOME_FC_PORT : choices.fcPort
    const host = new Host({
      choices: { ...choices, projectDir, workspaceDir, fcPort },
      stderr,
      around: {
        kind,
        preferences: () => this.preferences,
        placeOf: (dir) => {
          const place = placeOf(dir, this.#workspaceDirOf(dir))
          return choices.fcPort ? { ...place, fcPort: choices.fcPort } : place
        },
        pickFolder,
        projectError,
        inherited: this.#inherited,
        open: (choice) => void setTimeout(() => void this.open(choice).catch(() => {}), ANSWER_FIRST_MS),
      },
    })
    await host.start()
    return host
  }

  #workspaceDirOf(projectDir: string): string {
    const named = projectDir === this.#firstProjectDir ? this.#options.workspaceDir : null
    return named ?? workspaceDirFor(projectDir)
  }

  #serve(host: Host, projectDir: string | null): void {
    this.#host = host
    this.#projectDir = projectDir
    this.#inherited = { consoleToken: host.endpoint.token, consolePort: Number(new URL(host.endpoint.url).port) }
    for (const notice of this.#untold.splice(0)) host.notify(notice)
    void host.failed.then((error) => {
      if (this.#host === host) this.#failed.resolve(error)
    })
  }

  #remember({ dir, name, functionCount }: { dir: string; name: string; functionCount: number }): void {
    try {
      this.preferences.remember({ dir, name, functionCount, openedAtMs: systemClock.nowMs() })
    } catch {
      // A list of recent projects that cannot be written keeps nobody from working.
    }
  }
}

function dirOf(choice: OpenChoice): string | null {
  if ('none' in choice) return null
  return 'sample' in choice ? SAMPLE_DIR : resolve(choice.dir)
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false // gone, or nobody may look
  }
}

const asAppError = (error: unknown) =>
  error instanceof AppError ? error : new AppError('internal', String(error), { cause: error })
