/** app, and what depends on whether it is ready: Electron throws when used too early or too late. */
import { EventEmitter } from 'node:events'
import type { CustomScheme, MessageBoxOptions, OpenDialogOptions } from 'electron/main'
import { fakeEvent } from './fakeEvents.ts'

/** When something happened, in one order for all parts. */
export type Journal = string[]

export class FakeApp extends EventEmitter {
  readonly seen = {
    isSandboxed: false,
    isReady: false,
    recents: [] as string[],
    lockData: null as unknown,
    hasQuit: false,
    locale: 'en-US',
    hasLock: true,
  }
  readonly name = 'taskyard'
  isPackaged = false
  readonly #closeWindows: () => boolean
  readonly #ready = Promise.withResolvers<void>()
  readonly #journal: Journal

  /** `closeWindows` is false when one of them did not want to. */
  constructor({ closeWindows, journal }: { closeWindows(): boolean; journal: Journal }) {
    super()
    this.#closeWindows = closeWindows
    this.#journal = journal
  }

  becomeReady(): void {
    this.seen.isReady = true
    this.#journal.push('ready')
    this.#ready.resolve()
  }
  whenReady(): Promise<void> {
    return this.#ready.promise
  }
  enableSandbox(): void {
    if (this.seen.isReady) throw new Error('app.enableSandbox() must be called before app is ready')
    this.#journal.push('enableSandbox')
    this.seen.isSandboxed = true
  }
  requestSingleInstanceLock(additionalData?: Record<string, unknown>): boolean {
    this.#journal.push('requestSingleInstanceLock')
    this.seen.lockData = structuredClone(additionalData)
    return this.seen.hasLock
  }
  getLocale(): string {
    return this.seen.locale
  }
  addRecentDocument(path: string): void {
    this.seen.recents.push(path)
  }
  quit(): void {
    const event = fakeEvent({})
    this.emit('before-quit', event)
    if (event.defaultPrevented || !this.#closeWindows()) return
    this.seen.hasQuit = true
    this.#journal.push('quit')
    this.emit('will-quit', fakeEvent({}))
  }
}

export class FakeProtocol {
  readonly seen = {
    schemes: [] as CustomScheme[],
    handlers: new Map<string, (request: Request) => Response | Promise<Response>>(),
  }
  readonly #app: FakeApp
  readonly #journal: Journal
  constructor(app: FakeApp, journal: Journal) {
    this.#app = app
    this.#journal = journal
  }

  registerSchemesAsPrivileged(customSchemes: CustomScheme[]): void {
    if (this.#app.seen.isReady)
      throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready')
    this.#journal.push('registerSchemes')
    this.seen.schemes.push(...customSchemes)
  }
  handle(scheme: string, handler: (request: Request) => Response | Promise<Response>): void {
    needsReady(this.#app, 'protocol.handle')
    if (this.seen.handlers.has(scheme)) throw new Error(`the scheme ${scheme} has a handler`)
    this.seen.handlers.set(scheme, handler)
  }
}

export class FakeDialog {
  readonly seen = { boxes: [] as MessageBoxOptions[], opens: [] as OpenDialogOptions[], errors: [] as string[] }
  /** What the user will answer, in this order; after that they never do. */
  readonly answers: number[] = []
  folder: string | null = null
  readonly #app: FakeApp
  constructor(app: FakeApp) {
    this.#app = app
  }

  showMessageBox(options: MessageBoxOptions): Promise<{ response: number; checkboxChecked: boolean }> {
    needsReady(this.#app, 'dialog')
    this.seen.boxes.push(options)
    const response = (options.buttons?.length ?? 1) < 2 ? 0 : this.answers.shift()
    if (response === undefined) return new Promise(() => {})
    return Promise.resolve({ response, checkboxChecked: false })
  }
  showOpenDialog(options: OpenDialogOptions): Promise<{ canceled: boolean; filePaths: string[] }> {
    needsReady(this.#app, 'dialog')
    this.seen.opens.push(options)
    return Promise.resolve({ canceled: this.folder === null, filePaths: this.folder === null ? [] : [this.folder] })
  }
  showErrorBox(title: string, content: string): void {
    this.seen.errors.push(`${title}: ${content}`)
  }
}

export function needsReady(app: FakeApp, what: string): void {
  if (!app.seen.isReady) throw new Error(`${what} can only be used after the app is ready`)
}
