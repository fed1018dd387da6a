/**
 * A real host, started by the command line as a user would, on a copy of the sample project, with a workspace
 * and a folder for preferences of its own. It can be killed and started again under an open window.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ENDPOINT_FILE, type Endpoint, endpoint } from '../../../shared/contract/hostFiles.ts'
import { until } from '../../support/until.ts'

const ROOT = join(import.meta.dirname, '../../..')
const START_WITHIN_MS = 60_000

export class HostOfTest {
  readonly #dir = mkdtempSync(join(tmpdir(), 'taskyard-e2e-'))
  readonly projectDir = join(this.#dir, 'order-pipeline')
  readonly workspaceDir = join(this.#dir, 'workspace')
  #child: ChildProcess | null = null
  #output = ''

  constructor() {
    cpSync(join(ROOT, 'electron/sample'), this.projectDir, { recursive: true })
  }

  /** In a file of the project, as with an editor. `before` must be there. */
  edit(path: string, { before, after }: { before: string; after: string }): void {
    const file = join(this.projectDir, path)
    const text = readFileSync(file, 'utf8')
    if (!text.includes(before)) throw new Error(`${path} has no "${before}"`)
    writeFileSync(file, text.replaceAll(before, after))
  }

  async start(): Promise<void> {
    const args = [join(ROOT, 'electron/launcher.cjs'), 'serve', this.projectDir]
    const child = spawn(process.execPath, [...args, '--workspace', this.workspaceDir, '--port', '0'], {
      env: { ...process.env, TASKYARD_CONFIG_DIR: join(this.#dir, 'config') },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
      })
    }
    await until(
      () => {
        if (child.exitCode !== null) throw new Error(`the host ended with ${child.exitCode}:\n${this.#output}`)
        return this.#output.includes('Ready.') && existsSync(join(this.workspaceDir, ENDPOINT_FILE))
      },
      { what: 'the host to serve', withinMs: START_WITHIN_MS },
    )
  }

  get endpoint(): Endpoint {
    return endpoint.parse(JSON.parse(readFileSync(join(this.workspaceDir, ENDPOINT_FILE), 'utf8')))
  }

  /** What a user opens; `route` as in the address bar: `#/functions`. */
  pageUrl(route = ''): string {
    const { url, token } = this.endpoint
    return `${url}/?token=${token}${route}`
  }

  /** Everything that it has printed. */
  get output(): string {
    return this.#output
  }

  /** SIGKILL; resolves when it has ended. */
  kill = () => this.#end('SIGKILL')
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
