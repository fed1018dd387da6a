/** The shell alone: a fake Electron, and a host that tests decide for. */
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import { UserPreferences } from '../../../electron/host/userPreferences.ts'
import { prepareShell, Shell } from '../../../electron/shell/shell.ts'
import type { ProjectChoice } from '../../../shared/contract/host.contract.ts'
import type { TaskState } from '../../../shared/domain/taskStates.ts'
import { temporaryDir } from '../temporaryDir.ts'
import { FakeElectron } from './fakeElectron.ts'

export type TestShellOptions = {
  platform?: NodeJS.Platform
  preloadPath?: string
  configDir?: string
  isReady?: boolean
}

/** What the host answers, and what was asked of it. */
export class HostOfShell {
  readonly opened: ProjectChoice[] = []
  totals: { state: TaskState; count: number }[] = []
  isConnectable = true
  isSilent = false
  failure: Error | null = null
  hasStopped = false
  stopping: Promise<void> = Promise.resolve()
  readonly #listeners: ((dir: string) => void)[] = []

  connectWindow(): MessagePort | null {
    if (!this.isConnectable) return null
    const { port1, port2 } = new MessageChannel()
    port2.on('message', ({ id }: { id: number }) => {
      const reply = { ok: true, value: { totals: this.totals } }
      if (!this.isSilent) port2.postMessage({ kind: 'answer', id, reply })
    })
    onTestFinished(() => port2.close())
    return port1
  }
  async open(choice: ProjectChoice): Promise<void> {
    if (this.failure !== null) throw this.failure
    this.opened.push(choice)
    for (const listener of this.#listeners) listener('dir' in choice ? choice.dir : '/sample')
  }
  async stop(): Promise<void> {
    await this.stopping
    this.hasStopped = true
  }
  onOpened(listener: (dir: string) => void): void {
    this.#listeners.push(listener)
  }
}

export function testShell({ platform = 'linux', preloadPath = '', configDir, isReady = true }: TestShellOptions = {}) {
  const electron = new FakeElectron()
  const host = new HostOfShell()
  const time = { elapsedMs: 1_000_000 }
  const preferences = new UserPreferences({ dir: configDir ?? temporaryDir(), notify: () => {} })
  const ports = electron.ports(platform)
  prepareShell(ports, { args: ['--taskyard-sample'], workingDir: '/src' })
  const shell = new Shell({
    electron: ports,
    host,
    preferences,
    rendererDir: temporaryDir(),
    preloadPath,
    elapsedMs: () => time.elapsedMs,
  })
  if (isReady) {
    electron.app.becomeReady()
    shell.start()
  }
  return { ...electron, electron, host, desktop: shell, preferences, time }
}

/** As the user chooses it in the menu. */
export function choose({ menu }: Pick<FakeElectron, 'menu'>, label: string): void {
  const items = menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
  const click = items.find((item) => item.label === label)?.click as (() => void) | undefined // ours look at nothing
  if (click === undefined) throw new Error(`the menu has no "${label}" to choose`)
  click()
}
