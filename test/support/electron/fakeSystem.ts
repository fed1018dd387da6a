/** What the shell uses of the system around the app: session, theme, power, screens, links, crash reports. */
import { EventEmitter } from 'node:events'
import type { CrashReporterStartOptions } from 'electron/common'
import type { Display, Session } from 'electron/main'
import type { Journal } from './fakeApp.ts'

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>
type DeviceHandler = NonNullable<Parameters<Session['setDevicePermissionHandler']>[0]>
/** The second overload: without a filter. */
export type BeforeRequest = (details: { url: string }, callback: (response: { cancel?: boolean }) => void) => void

export class FakeSession extends EventEmitter {
  readonly seen = {
    permissionRequest: null as RequestHandler | null,
    permissionCheck: null as CheckHandler | null,
    devicePermission: null as DeviceHandler | null,
    hasSpellChecker: true,
    beforeRequest: null as BeforeRequest | null,
  }
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest) => {
      this.seen.beforeRequest = listener
    },
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.seen.permissionRequest = handler
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.seen.permissionCheck = handler
  }
  setDevicePermissionHandler(handler: DeviceHandler | null): void {
    this.seen.devicePermission = handler
  }
  setSpellCheckerEnabled(enable: boolean): void {
    this.seen.hasSpellChecker = enable
  }
}

export class FakeNativeTheme extends EventEmitter {
  #source: 'system' | 'light' | 'dark' = 'system'
  /** What the system wants. */
  isSystemDark = true

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source
  }
  set themeSource(source: 'system' | 'light' | 'dark') {
    this.#source = source
    this.emit('updated')
  }
  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.isSystemDark : this.#source === 'dark'
  }
}

export class FakePowerMonitor extends EventEmitter {}

export class FakeScreen {
  displays = [{ workArea: { x: 0, y: 0, width: 1_920, height: 1_040 } }]
  getAllDisplays(): Display[] {
    return this.displays as Display[] // what the shell reads of them
  }
}

export class FakeShell {
  readonly seen = { urls: [] as string[] }
  openExternal(url: string): Promise<void> {
    this.seen.urls.push(url)
    return Promise.resolve()
  }
}

export class FakeCrashReporter {
  readonly seen = { starts: [] as CrashReporterStartOptions[] }
  readonly #journal: Journal
  constructor(journal: Journal) {
    this.#journal = journal
  }
  start(options: CrashReporterStartOptions): void {
    this.#journal.push('crashReporter')
    this.seen.starts.push(options)
  }
}
