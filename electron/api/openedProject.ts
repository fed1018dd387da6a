/**
 * The project that a host has open: keeps the engine's functions equal to its files, and says what is
 * wrong with them (DESIGN.md sections 4 and 6). A changed code folder is a new version of its function.
 */
import { randomBytes } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import type { Notice } from '../base/threadLink.ts'
import type { AccessKey, Account, TaskCommands, TaskQueries } from '../engine/ports.ts'
import { defineFunctions, type ProjectDefinition } from '../project/defineFunctions.ts'
import { withLastGood } from '../project/lastGood.ts'
import { type Project, type ProjectFunction, resourceOf } from '../project/project.ts'
import { readProject } from '../project/readProject.ts'
import { type ProjectWatch, watchProject } from '../project/watchProject.ts'
import type { CodeKeeper } from './keepCode.ts'

export type OpenedProjectDeps = {
  commands: Pick<TaskCommands, 'syncProject' | 'allowAccessKey'>
  queries: Pick<TaskQueries, 'accessKeys'>
  keeper: Pick<CodeKeeper, 'keep'>
  region: string
  notify(notice: Notice): void
  /** The facts may be others now. */
  changed(): void
}

export class OpenedProject {
  readonly #deps: OpenedProjectDeps
  readonly #watch: ProjectWatch
  #account: Account
  #project: Project
  #problems: AppError[] = []
  #lastGood: ProjectDefinition[] = []
  #isBehind = false
  #told = new Set<string>()
  #syncing: Promise<void> = Promise.resolve()

  /** Returns when the engine has the functions. Throws project_invalid when nothing can be read. */
  static async open(dir: string, deps: OpenedProjectDeps): Promise<OpenedProject> {
    const project = readProject(dir)
    const opened = new OpenedProject(project, await accountOf(project.access, deps), deps)
    await opened.#sync(project)
    return opened
  }

  private constructor(project: Project, account: Account, deps: OpenedProjectDeps) {
    this.#deps = deps
    this.#project = project
    this.#account = account
    this.#watch = watchProject(project.dir, (changed) => this.#sync(changed))
  }

  /** Whose functions these are. */
  get account(): Account {
    return this.#account
  }

  get facts(): { dir: string; file: string | null; name: string; functionCount: number; problems: AppError[] } {
    const { dir, file, name, functions } = this.#project
    return { dir, file, name, functionCount: functions.length, problems: this.#problems }
  }

  /** The function as the project's files have it, and what is wrong with its resource; null: not in them. */
  find(functionName: string): { function: ProjectFunction; problems: AppError[] } | null {
    const found = this.#project.functions.find(({ config }) => config.functionName === functionName)
    if (found === undefined) return null
    return { function: found, problems: this.#problems.filter((problem) => resourceOf(problem) === found.resource) }
  }

  /** Takes over what the files say now, without waiting for the watcher. Throws project_invalid. */
  async readAgain(): Promise<void> {
    await this.#sync(withLastGood(readProject(this.#project.dir), this.#project))
  }

  /** The store is new: hand it what the one before did not take. */
  storeConnected(): void {
    if (this.#isBehind) void this.#sync(this.#project)
  }

  async close(): Promise<void> {
    await this.#watch.stop()
    await this.#syncing
  }

  /** One at a time, in order; never rejects. */
  #sync(project: Project): Promise<void> {
    this.#syncing = this.#syncing.then(() => this.#syncOnce(project))
    return this.#syncing
  }

  async #syncOnce(project: Project): Promise<void> {
    this.#project = project
    this.#isBehind = true
    try {
      const { definitions, problems } = await defineFunctions(project, this.#lastGood)
      this.#lastGood = definitions
      this.#problems = problems
      this.#tell(project, problems)
      this.#account = await accountOf(project.access, this.#deps)
      await this.#deps.commands.syncProject(this.#account.id, { definitions, isComplete: problems.length === 0 })
      this.#isBehind = false
      this.#deps.changed()
      for (const { code } of definitions) this.#deps.keeper.keep(code, { isFrozen: false })
    } catch (error) {
      const message = `The project's functions could not be taken over: ${error instanceof Error ? error.message : error}`
      this.#deps.notify({ level: 'error', code: error instanceof AppError ? error.code : 'internal', message })
    }
  }

  /** Each finding once, and again when it comes back after it was gone. */
  #tell(project: Project, problems: AppError[]): void {
    const notices: Notice[] = [
      ...problems.map(({ code, message }) => ({ level: 'error' as const, code, message })),
      ...[...project.notices, ...project.functions.flatMap(noticesOf), ...this.#regionNotice(project)].map(
        (message) => ({ level: 'notice' as const, code: 'project_notice', message }),
      ),
    ]
    for (const notice of notices) if (!this.#told.has(notice.message)) this.#deps.notify(notice)
    this.#told = new Set(notices.map(({ message }) => message))
  }

  #regionNotice({ region }: Project): string[] {
    const here = this.#deps.region
    if (region === null || region === here) return []
    return [`the project names region ${region}, this host runs as ${here}: start it with --region ${region}`]
  }
}

function noticesOf({ config, notices }: Project['functions'][number]): string[] {
  return notices.map((notice) => `${config.functionName}: ${notice}`)
}

/** An `access:` alias that is new becomes an account with a key of its own (DESIGN.md section 1). */
async function accountOf(name: string, { commands, queries }: OpenedProjectDeps): Promise<Account> {
  const find = (keys: AccessKey[]) => keys.find(({ account }) => account.name === name)?.account
  const known = find(await queries.accessKeys())
  if (known !== undefined) return known
  await commands.allowAccessKey({
    id: `LTAI-${name}-${randomBytes(6).toString('hex')}`,
    secret: randomBytes(24).toString('base64url'),
    accountName: name,
  })
  const made = find(await queries.accessKeys())
  if (made === undefined) throw new AppError('internal', `the account ${name} was made and cannot be found`)
  return made
}
