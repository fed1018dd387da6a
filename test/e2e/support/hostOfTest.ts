/**
 * A real host, started by the command line as a user would, on a copy of the sample project or on Welcome, with
 * a workspace and folders for preferences and data of its own. It can be killed and started again under an open
 * window.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ENDPOINT_FILE, type Endpoint, endpoint } from '../../../shared/contract/hostFiles.ts'
import { until } from '../../support/until.ts'

const ROOT = join(import.meta.dirname, '../../..')
const START_WITHIN_MS = 60_000

/** `serve` a project; `welcome`: `open --welcome`, which opens none and can switch. */
type Command = 'serve' | 'welcome'

export class HostOfTest {
  readonly #command: Command
  readonly #dir = mkdtempSync(join(tmpdir(), 'taskyard-e2e-'))
  readonly projectDir = join(this.#dir, 'order-pipeline')
  readonly workspaceDir = join(this.#dir, 'workspace')
  #child: ChildProcess | null = null
  #output = ''

  constructor(command: Command = 'serve') {
    this.#command = command
    this.addProject('order-pipeline')
  }

  /** Another copy of the sample, with this name; returns its folder. */
  addProject(name: string): string {
    const dir = join(this.#dir, name)
    cpSync(join(ROOT, 'electron/sample'), dir, { recursive: true })
    replaceIn(join(dir, 's.yaml'), { before: 'name: order-pipeline', after: `name: ${name}` })
    return dir
  }

  /** In a file of the project, as with an editor. `before` must be there. */
  edit(path: string, { before, after }: { before: string; after: string }): void {
    replaceIn(join(this.projectDir, path), { before, after })
  }

  /** Tasks of the project make no others. */
  dropDestinations(): void {
    const path = join(this.projectDir, 's.yaml')
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replaceAll(
        / *destinationConfig:\n( *on(Success|Failure):\n *destination: .*\n)+/g,
        '',
      ),
    )
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [join(ROOT, 'electron/launcher.cjs'), ...this.#args()], {
      env: {
        ...process.env,
        TASKYARD_CONFIG_DIR: join(this.#dir, 'config'),
        XDG_DATA_HOME: join(this.#dir, 'data'),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    const before = this.#output.length
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
      })
    }
    await until(
      () => {
        if (child.exitCode !== null) throw new Error(`the host ended with ${child.exitCode}:\n${this.#output}`)
        return this.#output.includes('Ready.', before)
      },
      { what: 'the host to serve', withinMs: START_WITHIN_MS },
    )
  }

  #args(): string[] {
    if (this.#command === 'welcome') return ['open', '--welcome', '--no-window', '--port', '0']
    return ['serve', this.projectDir, '--workspace', this.workspaceDir, '--port', '0']
  }

  /** Of the project; there is none on Welcome. */
  get endpoint(): Endpoint {
    return endpoint.parse(JSON.parse(readFileSync(join(this.workspaceDir, ENDPOINT_FILE), 'utf8')))
  }

  /** What a user opens; `route` as in the address bar: `#/functions`. */
  pageUrl(route = ''): string {
    if (this.#command === 'welcome') return `${/window +(http\S+)/.exec(this.#output)?.[1]}${route}`
    const { url, token } = this.endpoint
    return `${url}/?token=${token}${route}`
  }

  /** Everything that it has printed. */
  get output(): string {
    return this.#output
  }

  /** SIGKILL to the host itself, not to its launcher, after whose death it would end in good order; resolves when it has ended. */
  async kill(): Promise<void> {
    const exit = this.#child === null ? null : once(this.#child, 'exit')
    process.kill(this.endpoint.pid, 'SIGKILL')
    await exit
  }
  /** In good order; resolves when it has ended. */
  stop = () => this.#end('SIGTERM')

  async remove(): Promise<void> {
    await this.#end('SIGTERM')
    rmSync(this.#dir, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill(signal)
    await exit
  }
}

function replaceIn(file: string, { before, after }: { before: string; after: string }): void {
  const text = readFileSync(file, 'utf8')
  if (!text.includes(before)) throw new Error(`${file} has no "${before}"`)
  writeFileSync(file, text.replaceAll(before, after))
}
