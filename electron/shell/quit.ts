/**
 * Ends the app in good order: asks once when tasks are running, then lets the host write everything and
 * end its threads, then lets go. A system that shuts down is not kept waiting by a question.
 */
import type { ElectronPorts } from './ports.ts'
import { fill, type ShellTexts } from './texts.ts'

export type QuitOptions = {
  app: Pick<ElectronPorts['app'], 'on' | 'quit'>
  dialog: Pick<ElectronPorts['dialog'], 'showMessageBox'>
  texts(): ShellTexts
  /** Null: it cannot be known. */
  countRunning(): Promise<number | null>
  hideWindows(): void
  stopHost(): Promise<void>
}

export class Quit {
  readonly #options: QuitOptions
  #step: 'none' | 'asking' | 'stopping' | 'stopped' = 'none'

  constructor(options: QuitOptions) {
    this.#options = options
    options.app.on('before-quit', (event) => {
      if (this.#step === 'stopped') return
      event.preventDefault()
      this.request()
    })
  }

  /** Electron has a power monitor only once it is ready. */
  heedShutdown(powerMonitor: ElectronPorts['powerMonitor']): void {
    powerMonitor.on('shutdown', (...args: unknown[]) => {
      const [event] = args as [{ preventDefault?(): void } | undefined] // Electron passes one; its types do not say so
      event?.preventDefault?.()
      this.now()
    })
  }

  /** Windows may close now. */
  get isAgreed(): boolean {
    return this.#step === 'stopping' || this.#step === 'stopped'
  }

  request(): void {
    if (this.#step === 'none') void this.#ask()
  }

  /** Without a question, for what cannot be asked about: the host has failed, the session ends. */
  now(): void {
    void this.#stop()
  }

  async #ask(): Promise<void> {
    this.#step = 'asking'
    const count = await this.#options.countRunning().catch(() => null)
    if (count === 0 || (await this.#isConfirmed(count))) await this.#stop()
    else if (this.#step === 'asking') this.#step = 'none'
  }

  async #isConfirmed(count: number | null): Promise<boolean> {
    const { quitTitle, quitOne, quitMany, quitUnknown, quitDetail, quitAgree, cancel } = this.#options.texts()
    const howMany = count === null ? quitUnknown : count === 1 ? quitOne : fill(quitMany, { count })
    const { response } = await this.#options.dialog.showMessageBox({
      type: 'question',
      title: quitTitle,
      message: howMany,
      detail: quitDetail,
      buttons: [quitAgree, cancel],
      defaultId: 0,
      cancelId: 1,
    })
    return response === 0
  }

  async #stop(): Promise<void> {
    if (this.isAgreed) return
    this.#step = 'stopping'
    this.#options.hideWindows() // stopping may take seconds, and there is nothing to do in them
    await this.#options.stopHost().catch(() => {}) // what it could not do, the next start recovers
    this.#step = 'stopped'
    this.#options.app.quit()
  }
}
