/** A real host whose threads can be told to fail, on a copy of the sample, and its page's address. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Endpoint } from '../../../shared/contract/hostFiles.ts'
import type { Fault } from '../../fixtures/threads/faulty.ts'
import { hostChoices } from '../../support/hostChoices.ts'

const ROOT = join(import.meta.dirname, '../../..')

type Message = { kind: 'ready'; endpoint: Endpoint } | { kind: 'failed'; error: { message: string } }

export class FaultyHost {
  readonly #dir: string
  readonly #child: ChildProcess
  readonly #endpoint: Endpoint

  static async start(): Promise<FaultyHost> {
    const dir = mkdtempSync(join(tmpdir(), 'taskyard-e2e-'))
    const projectDir = join(dir, 'order-pipeline')
    cpSync(join(ROOT, 'electron/sample'), projectDir, { recursive: true })
    const choices = hostChoices(join(dir, 'workspace'), { projectDir })
    const script = join(ROOT, 'test/support/hostProcess.ts')
    const child = fork(script, [JSON.stringify({ choices, hasFaults: true })], {
      env: { ...process.env, TASKYARD_CONFIG_DIR: join(dir, 'config') },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const [message] = (await once(child, 'message')) as [Message] // hostProcess.ts sends nothing else first
    if (message.kind === 'failed') throw new Error(message.error.message)
    return new FaultyHost(dir, child, message.endpoint)
  }

  private constructor(dir: string, child: ChildProcess, endpoint: Endpoint) {
    this.#dir = dir
    this.#child = child
    this.#endpoint = endpoint
  }

  pageUrl(route = ''): string {
    return `${this.#endpoint.url}/?token=${this.#endpoint.token}${route}`
  }

  fault(thread: string, fault: Fault): void {
    this.#child.send({ thread, fault })
  }

  async remove(): Promise<void> {
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await exit
    rmSync(this.#dir, { recursive: true, force: true })
  }
}
