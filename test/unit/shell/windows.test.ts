import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SOON_MS } from '../../../electron/shell/pageRecovery.ts'
import { COLORS, titleBarCss, windowOptions } from '../../../electron/shell/windowLook.ts'
import { placeFor } from '../../../electron/shell/windowPlaces.ts'
import { choose, testShell } from '../../support/electron/testShell.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { until } from '../../support/until.ts'

const LOOK = { theme: 'dark', place: null, preloadPath: '/preload.cjs', hasDevTools: false } as const

describe('a new window', () => {
  it('is shown once there is something to see, in the colour of its theme before that', async () => {
    const { windows } = testShell()
    const { seen } = windows[0]!
    expect(seen.options).toMatchObject({ show: false, backgroundColor: COLORS.dark.canvas })
    expect(seen.isShown).toBe(false)
    await until(() => seen.isShown, { what: 'the window' })
  })

  it("has the colours of the design's tokens", () => {
    const tokens = readFileSync('renderer/ui/theme/tokens.css', 'utf8')
    const values = (name: string) =>
      [...tokens.matchAll(new RegExp(`--${name}: (#[0-9a-f]+);`, 'g'))].map(([, value]) => value)
    expect([values('canvas'), values('chrome'), values('fg-2')]).toEqual([
      [COLORS.dark.canvas, COLORS.light.canvas],
      [COLORS.dark.chrome, COLORS.light.chrome],
      [COLORS.dark.symbol, COLORS.light.symbol],
    ])
  })

  it('has the buttons of its system in the title bar of 40 pixels, and room for them', () => {
    expect(windowOptions({ ...LOOK, platform: 'darwin' })).toMatchObject({
      titleBarStyle: 'hiddenInset',
      trafficLightPosition: { x: 16, y: 13 },
    })
    expect(windowOptions({ ...LOOK, platform: 'win32' })).toMatchObject({
      titleBarStyle: 'hidden',
      titleBarOverlay: { color: '#0e0f12', symbolColor: '#b3b6bb', height: 40 },
    })
    expect(titleBarCss('darwin')).toBe(':root:root { --titlebar-inset-start: 78px; --titlebar-inset-end: 0px; }')
    expect(titleBarCss('linux')).toBe(':root:root { --titlebar-inset-start: 0px; --titlebar-inset-end: 138px; }')
    const { windows } = testShell({ platform: 'darwin' })
    expect(windows[0]!.webContents.seen.css).toEqual([titleBarCss('darwin')])
  })

  it('has developer tools only where Taskyard itself is developed', () => {
    expect(windowOptions({ ...LOOK, platform: 'linux' }).webPreferences?.devTools).toBe(false)
    expect(testShell().windows[0]!.seen.options.webPreferences?.devTools).toBe(true)
  })

  it('is where the last one was closed', async () => {
    const configDir = temporaryDir()
    const first = testShell({ configDir, platform: 'darwin' })
    const window = first.windows[0]!
    Object.assign(window.seen.options, { x: 40, y: 50, width: 1_200, height: 700 })
    window.maximize()
    window.close()

    const next = testShell({ configDir }).windows[0]!
    expect(next.seen.options).toMatchObject({ x: 40, y: 50, width: 1_200, height: 700 })
    await until(() => next.seen.isMaximized, { what: 'the maximized window' })
  })

  it('is asked about as usual when its place cannot be written', async () => {
    const configDir = temporaryDir()
    const { windows, host, dialog } = testShell({ configDir })
    rmSync(join(configDir, 'preferences.json'), { force: true })
    mkdirSync(join(configDir, 'preferences.json')) // no file can take its place
    host.totals = [{ state: 'Running', count: 1 }]
    windows[0]!.close()
    await until(() => dialog.seen.boxes[0], { what: 'the question' })
    expect(windows[0]!.isDestroyed()).toBe(false)
  })

  it('does not hide the one before', () => {
    const { windows, electron } = testShell()
    Object.assign(windows[0]!.seen.options, { x: 40, y: 50, width: 1_200, height: 700 })
    choose(electron, 'New window')
    expect(windows[1]!.seen.options).toMatchObject({ x: 72, y: 82, width: 1_200, height: 700 })
  })

  it('says when it cannot be loaded', async () => {
    const test = testShell({ isReady: false })
    test.electron.loadFailure = new Error('ERR_FAILED (-2) loading app://taskyard/')
    test.app.becomeReady()
    test.desktop.start()
    await until(() => test.dialog.seen.errors[0], { what: 'the error' })
    expect(test.dialog.seen.errors).toEqual(['Taskyard could not start: ERR_FAILED (-2) loading app://taskyard/'])
  })
})

describe('the place of a window', () => {
  const place = { x: 100, y: 100, width: 800, height: 600, isMaximized: false }
  const screen = (x: number, y: number) => ({ workArea: { x, y, width: 1_920, height: 1_040 } })
  it.each([
    ['on a screen', place, [screen(0, 0)], true],
    ['on the second screen', { ...place, x: 2_000 }, [screen(0, 0), screen(1_920, 0)], true],
    ['partly outside, with enough to grab', { ...place, x: -680 }, [screen(0, 0)], true],
    ['outside but for a bit that no hand can grab', { ...place, x: -700 }, [screen(0, 0)], false],
    ['on a screen that is gone', { ...place, x: 2_000 }, [screen(0, 0)], false],
    ['with its title bar above the screen', { ...place, y: -20 }, [screen(0, 0)], false],
    ['with its title bar below the screen', { ...place, y: 1_020 }, [screen(0, 0)], false],
  ])('%s is kept or not', (_where, wanted, screens, isKept) => {
    expect(placeFor(wanted, screens)).toEqual(isKept ? wanted : null)
  })
})

describe('the theme', () => {
  it('follows the preference at once, outside the page too', () => {
    const { windows, preferences, nativeTheme } = testShell()
    preferences.change({ theme: 'light' })
    expect(nativeTheme.themeSource).toBe('light')
    expect(windows[0]!.seen).toMatchObject({
      backgroundColor: COLORS.light.canvas,
      overlay: { color: COLORS.light.chrome, symbolColor: COLORS.light.symbol, height: 40 },
    })
    preferences.change({ theme: 'dark' })
    expect(windows[0]!.seen.backgroundColor).toBe(COLORS.dark.canvas)
  })

  it('follows the system until somebody prefers another', () => {
    const { windows, nativeTheme } = testShell()
    nativeTheme.isSystemDark = false
    nativeTheme.emit('updated')
    expect(windows[0]!.seen.backgroundColor).toBe(COLORS.light.canvas)
  })
})

describe('a page that crashes', () => {
  it('is loaded again by itself, and that is told', async () => {
    const { windows, dialog } = testShell()
    const { webContents } = windows[0]!
    webContents.crash('oom')
    expect(webContents.seen.loadCount).toBe(2)
    expect(dialog.seen.boxes).toEqual([
      {
        type: 'warning',
        message: 'The window stopped working and was loaded again.',
        detail: 'Reason: oom. Tasks run in another part of Taskyard: none was lost or ended.',
      },
    ])
  })

  it('is the user’s to decide about when it happens again soon', async () => {
    const { windows, dialog, app, time } = testShell()
    const { webContents } = windows[0]!
    webContents.crash('crashed')
    time.elapsedMs += SOON_MS - 1
    dialog.answers.push(0)
    webContents.crash('crashed')
    expect(webContents.seen.loadCount).toBe(2)
    await until(() => webContents.seen.loadCount === 3, { what: 'the page that was asked for' })
    dialog.answers.push(1)
    webContents.crash('crashed')
    await until(() => app.seen.hasQuit, { what: 'the end' })
  })

  it('is loaded again by itself when it happens later', () => {
    const { windows, time } = testShell()
    const { webContents } = windows[0]!
    webContents.crash('crashed')
    time.elapsedMs += SOON_MS
    webContents.crash('crashed')
    expect(webContents.seen.loadCount).toBe(3)
  })

  it('is left alone when it ended as it should', () => {
    const { windows, dialog } = testShell()
    windows[0]!.webContents.crash('clean-exit')
    expect([windows[0]!.webContents.seen.loadCount, dialog.seen.boxes]).toEqual([1, []])
  })
})

describe('a page that hangs', () => {
  it('is waited for, or ended and loaded again', async () => {
    const { windows, dialog } = testShell()
    const window = windows[0]!
    dialog.answers.push(1)
    window.emit('unresponsive')
    await new Promise(setImmediate)
    expect(window.webContents.seen.loadCount).toBe(1)
    dialog.answers.push(0)
    window.emit('unresponsive')
    window.emit('unresponsive')
    await until(() => window.webContents.seen.loadCount === 2, { what: 'the page' })
    expect(dialog.seen.boxes.map(({ message }) => message)).toEqual([
      'The window does not answer.',
      'The window does not answer.',
      'The window stopped working and was loaded again.',
    ])
  })
})
