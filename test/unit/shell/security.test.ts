/**
 * Electron's security checklist (docs/tutorial/security.md, 20 items). Each item that can be asserted without
 * Electron has a test below with its number; the others are kept by what this table says.
 *
 * | item | kept by |
 * |---|---|
 * | 1 only secure content | app:// only; every other request is cancelled; asserted |
 * | 2 no Node in pages | asserted |
 * | 3 context isolation | asserted |
 * | 4 process sandbox | asserted |
 * | 5 permission requests | asserted, for every permission that Electron's types name |
 * | 6 webSecurity stays on | asserted |
 * | 7 content security policy | asserted on the answers of app:// |
 * | 8 no insecure content | asserted |
 * | 9 no experimental features | asserted |
 * | 10 no Blink features | asserted |
 * | 11 no popups of webviews, 12 webview options | there are no webviews: asserted |
 * | 13 navigation | asserted |
 * | 14 new windows | asserted |
 * | 15 openExternal | asserted |
 * | 16 a current Electron | the version is pinned in package.json; renewing it is a task of maintenance |
 * | 17 senders of messages | test/integration/shell/desktop.test.ts: frames, foreign pages, unknown windows |
 * | 18 no file:// | asserted |
 * | 19 fuses | asserted in the packaging configuration; that a packaged app has them was never checked |
 * | 20 no Electron in pages | asserted on what the bundled preload script puts into a page |
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Session } from 'electron/main'
import { describe, expect, it } from 'vitest'
import { buildPreload } from '../../../electron/cli/buildShell.ts'
import { hardenContents, hardenSession } from '../../../electron/shell/hardening.ts'
import type { ContentsPort, SessionPort } from '../../../electron/shell/ports.ts'
import { serveRenderer } from '../../../electron/shell/scheme.ts'
import { prepareShell } from '../../../electron/shell/shell.ts'
import { windowOptions } from '../../../electron/shell/windowLook.ts'
import { FakeElectron } from '../../support/electron/fakeElectron.ts'
import { fakeEvent } from '../../support/electron/fakeEvents.ts'
import { FakeSession, FakeShell } from '../../support/electron/fakeSystem.ts'
import { FakeBrowserWindow, FakeWebContents } from '../../support/electron/fakeWindow.ts'
import { addFiles } from '../../support/projectFolder.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

const LOOK = { theme: 'dark', place: null, preloadPath: '/preload.cjs', hasDevTools: false } as const
const webPreferences = () => windowOptions({ ...LOOK, platform: 'linux' }).webPreferences

function hardenedSession() {
  const session = new FakeSession()
  hardenSession(session as unknown as SessionPort) // an emitter: Electron's has an overload for each event
  return session.seen
}

function hardenedContents() {
  const { ipcMain } = new FakeElectron()
  const contents = new FakeWebContents(1, { ipcMain, preloadPath: null })
  const shell = new FakeShell()
  hardenContents(contents as unknown as ContentsPort, shell) // as above
  /** Whether the page may go there. */
  const goes = (event: string, says: { url?: string; isMainFrame?: boolean }) => {
    const happening = fakeEvent({ isMainFrame: true, ...says })
    contents.emit(event, happening)
    return !happening.defaultPrevented
  }
  return { goes, opens: (url: string) => contents.seen.openWindow?.({ url } as never), opened: shell.seen.urls }
}

const isRequested = (url: string) => {
  let isCancelled: boolean | undefined
  hardenedSession().beforeRequest?.({ url }, ({ cancel }) => {
    isCancelled = cancel
  })
  return isCancelled === false
}

const typesOf = (object: object) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, typeof value]))

describe("Electron's security checklist", () => {
  it('1: pages load from app:// and from nowhere else', () => {
    for (const url of [
      'app://taskyard/index.html',
      'blob:app://taskyard/1',
      'data:image/png;base64,',
      'devtools://devtools/',
    ]) {
      expect([url, isRequested(url)]).toEqual([url, true])
    }
    for (const url of [
      'https://example.com/',
      'http://127.0.0.1:8899/',
      'ws://127.0.0.1/',
      'wss://a.example/',
      'file:///etc/passwd',
      'ftp://a/',
    ]) {
      expect([url, isRequested(url)]).toEqual([url, false])
    }
  })

  it('2: pages have no Node, neither in frames nor in workers', () => {
    expect(webPreferences()).toMatchObject({
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
    })
  })

  it('3: the preload script has a world of its own', () => {
    expect(webPreferences()).toMatchObject({ contextIsolation: true, preload: '/preload.cjs' })
  })

  it('4: every process of a page is sandboxed', () => {
    expect(webPreferences()).toMatchObject({ sandbox: true })
    const electron = new FakeElectron()
    prepareShell(electron.ports(), { args: [], workingDir: '/' })
    expect(electron.app.seen.isSandboxed).toBe(true)
  })

  describe('5: permissions', () => {
    type Request = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>
    type Permission =
      | Parameters<Request>[1]
      | Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1]
    const declared = readFileSync('node_modules/electron/electron.d.ts', 'utf8')
    const list =
      /setPermissionCheckHandler\(handler: \(\(webContents: [^,]+, permission: ([^,]+),/.exec(declared)?.[1] ?? ''
    const all = [...list.matchAll(/'([\w-]+)'/g)].map(([, name]) => name as Permission)

    const isGranted = (permission: Permission, url: string) => {
      const { permissionRequest, permissionCheck } = hardenedSession()
      let isRequestGranted: boolean | undefined
      const callback = (granted: boolean) => {
        isRequestGranted = granted
      }
      permissionRequest?.(null as never, permission as never, callback, { requestingUrl: url, isMainFrame: true })
      return [isRequestGranted, permissionCheck?.(null, permission as never, url, {} as never)]
    }

    it('are denied, but for copying text', () => {
      expect(all.length).toBeGreaterThan(30)
      const granted = all.filter((permission) => isGranted(permission, 'app://taskyard/').includes(true))
      expect(granted).toEqual(['clipboard-sanitized-write'])
    })

    it('are denied to pages that are not ours, copying too', () => {
      expect(isGranted('clipboard-sanitized-write', 'app://taskyard/')).toEqual([true, true])
      for (const url of ['https://example.com/', 'app://taskyard.example/', 'app://other/', '']) {
        expect(isGranted('clipboard-sanitized-write', url)).toEqual([false, false])
      }
    })

    it('are denied for devices', () => {
      expect(hardenedSession().devicePermission?.({} as never)).toBe(false)
    })
  })

  it('6: webSecurity stays on', () => {
    expect(webPreferences()).toMatchObject({ webSecurity: true })
  })

  it('7: every answer of app:// has a policy that allows the own origin and no inline script', async () => {
    const dir = temporaryDir()
    addFiles(dir, { 'index.html': '<p>' })
    for (const url of ['app://taskyard/', 'app://taskyard/none.js', 'app://other/']) {
      const policy = (await serveRenderer(dir)({ method: 'GET', url })).headers.get('content-security-policy')
      expect(policy?.split('; ')).toEqual([
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
      ])
    }
  })

  it('8: no insecure content; 9: no experimental features; 10: no Blink features', () => {
    const preferences = webPreferences()
    expect(preferences).toMatchObject({ allowRunningInsecureContent: false, experimentalFeatures: false })
    expect(preferences).not.toHaveProperty('enableBlinkFeatures')
  })

  it('11 and 12: no webview can be made', () => {
    expect(webPreferences()).toMatchObject({ webviewTag: false })
    expect(hardenedContents().goes('will-attach-webview', {})).toBe(false)
  })

  it('13: pages go nowhere, nor do frames in them', () => {
    const { goes } = hardenedContents()
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect([event, goes(event, { url: 'app://taskyard/index.html' })]).toEqual([event, true])
      for (const url of ['https://github.com/', 'file:///', 'app://other/', 'javascript:alert(1)', 'data:text/html,']) {
        expect([event, url, goes(event, { url })]).toEqual([event, url, false])
      }
    }
    expect(goes('will-frame-navigate', { url: 'app://taskyard/', isMainFrame: false })).toBe(false)
  })

  it('14: pages open no windows; 15: links of the list open in the browser', () => {
    const { opens, goes, opened } = hardenedContents()
    const links = ['https://help.aliyun.com/zh/functioncompute/', 'https://nodejs.org/']
    const others = [
      'http://github.com/',
      'https://github.com.example/',
      'https://user@github.com/',
      'https://github.com:8443/',
      'https://example.com/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'ms-settings:',
      'not a url',
    ]
    for (const url of [...links, ...others]) expect(opens(url)).toEqual({ action: 'deny' })
    expect(opened).toEqual(links)
    goes('will-navigate', { url: links[0]! })
    goes('will-navigate', { url: others[0]! })
    expect(opened).toEqual([...links, links[0]])
  })

  it('16: the version is pinned', () => {
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: { electron: string }
    }
    expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it('18: pages come from a scheme of our own, a secure one, and not from files', () => {
    const electron = new FakeElectron()
    prepareShell(electron.ports(), { args: [], workingDir: '/' })
    expect(electron.protocol.seen.schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
    ])
  })

  it('19: a packaged app has the fuses, and integrity that they can check', () => {
    const packaging = JSON.parse(readFileSync('electron/packaging.json', 'utf8')) as Record<string, unknown>
    expect(packaging.asar).toBe(true)
    expect(packaging.electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    })
  })

  it('20: a page gets one frozen function from the preload script, which gives it two', async () => {
    const preloadPath = join(temporaryDir(), 'preload.cjs')
    await buildPreload(await import('esbuild'), preloadPath)
    const { ipcMain } = new FakeElectron()
    const window = new FakeBrowserWindow({ webPreferences: { preload: preloadPath } }, { id: 1, ipcMain })
    await window.loadURL('app://taskyard/')
    const world = window.webContents.seen.page?.world as Record<string, { connect(received: () => void): object }>
    expect(Object.keys(world)).toEqual(['taskyardDesktop'])
    const bridge = world.taskyardDesktop!
    expect(Object.isFrozen(bridge)).toBe(true)
    expect(typesOf(bridge)).toEqual({ connect: 'function' })
    expect(typesOf(bridge.connect(() => {}))).toEqual({ send: 'function', close: 'function' })
  })
})

describe('what leaves the machine', () => {
  it('is nothing: crash reports stay, and no dictionary is fetched', () => {
    const electron = new FakeElectron()
    prepareShell(electron.ports(), { args: [], workingDir: '/' })
    expect(electron.crashReporter.seen.starts).toEqual([{ uploadToServer: false }])
    expect(hardenedSession().hasSpellChecker).toBe(false)
    expect(webPreferences()).toMatchObject({ spellcheck: false })
  })
})
