import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildPreload } from '../../../electron/cli/buildShell.ts'
import { PAGE_KEYS } from '../../../electron/shell/menu.ts'
import { SHELL_TEXTS } from '../../../electron/shell/texts.ts'
import { SHORTCUTS, type ShortcutId } from '../../../renderer/stores/shortcutKeys.ts'
import { AppError } from '../../../shared/errors.ts'
import { fakeEvent } from '../../support/electron/fakeEvents.ts'
import { choose, testShell } from '../../support/electron/testShell.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { until } from '../../support/until.ts'

describe('the first steps of the desktop', () => {
  it('are done before Electron is ready: crash reports, sandbox, scheme, lock', () => {
    const { journal } = testShell()
    expect(journal).toEqual(['crashReporter', 'enableSandbox', 'registerSchemes', 'requestSingleInstanceLock', 'ready'])
  })
})

describe('a second start', () => {
  it('hands over what it was asked to open', () => {
    expect(testShell().app.seen.lockData).toEqual({ args: ['--taskyard-sample'], workingDir: '/src' })
  })

  it('brings the window to the front and opens its project there', async () => {
    const { app, host, windows } = testShell()
    windows[0]!.seen.isMinimized = true
    const data = { args: ['.', '--taskyard-open=shop'], workingDir: '/src' }
    app.emit('second-instance', fakeEvent({}), ['electron', '.'], '/', data)
    await until(() => host.opened[0], { what: 'the project' })
    expect(host.opened).toEqual([{ dir: '/src/shop' }])
    expect([windows.length, windows[0]!.seen.isMinimized, windows[0]!.seen.isFocused]).toEqual([1, false, true])
  })

  it('leaves the open project alone when it names none', async () => {
    const { app, host, windows } = testShell()
    app.emit('second-instance', fakeEvent({}), [], '/', undefined)
    await until(() => windows[0]!.seen.isFocused, { what: 'the window' })
    expect(host.opened).toEqual([])
  })
})

describe('opening a project', () => {
  it('asks for a folder and remembers it where the system shows recent documents', async () => {
    const { app, dialog, electron, host } = testShell()
    dialog.folder = '/src/shop'
    choose(electron, 'Open folder…')
    await until(() => app.seen.recents[0], { what: 'the project' })
    expect(dialog.seen.opens).toEqual([{ title: 'Open a project', buttonLabel: 'Open', properties: ['openDirectory'] }])
    expect([host.opened, app.seen.recents]).toEqual([[{ dir: '/src/shop' }], ['/src/shop']])
  })

  it('does nothing when the dialog is cancelled', async () => {
    const { dialog, electron, host, desktop } = testShell()
    choose(electron, 'Open folder…')
    await until(() => dialog.seen.opens[0], { what: 'the dialog' })
    expect(await desktop.pickFolder()).toBeNull()
    expect(host.opened).toEqual([])
  })

  it('says why it was not opened', async () => {
    const { electron, dialog, host } = testShell()
    host.failure = new AppError('invalid_input', '/src/shop is not a folder')
    choose(electron, 'Open the sample project')
    await until(() => dialog.seen.boxes[0], { what: 'the message' })
    expect(dialog.seen.boxes).toEqual([
      { type: 'error', message: 'The project was not opened', detail: '/src/shop is not a folder' },
    ])
  })

  it('waits until Electron is ready when the Finder asks before that', async () => {
    const test = testShell({ isReady: false, platform: 'darwin' })
    const event = fakeEvent({})
    test.app.emit('open-file', event, '/src/shop')
    expect(event.defaultPrevented).toBe(true)
    await new Promise(setImmediate)
    expect(test.host.opened).toEqual([])
    test.app.becomeReady()
    test.desktop.start()
    await until(() => test.host.opened[0], { what: 'the project' })
    expect(test.host.opened).toEqual([{ dir: '/src/shop' }])
  })
})

describe('a host that cannot go on', () => {
  it('is told before the app quits', async () => {
    const { app, dialog, desktop } = testShell()
    await desktop.hostFailed(new AppError('disk_full', 'The store thread died 5 times within a minute.'))
    await until(() => app.seen.hasQuit, { what: 'the end' })
    expect(dialog.seen.boxes).toEqual([
      { type: 'error', message: 'Taskyard cannot go on', detail: 'The store thread died 5 times within a minute.' },
    ])
  })
})

describe('the menu', () => {
  it('tells the page the keys that the page listens to', () => {
    for (const [id, keys] of Object.entries(PAGE_KEYS)) {
      expect([id, SHORTCUTS[id as ShortcutId].keys[0]]).toEqual([id, keys])
    }
    const { electron, windows } = testShell()
    choose(electron, 'Search…')
    choose(electron, 'Back')
    const { inputs } = windows[0]!.webContents.seen
    expect(inputs).toEqual([
      { type: 'keyDown', keyCode: 'K', modifiers: ['control'] },
      { type: 'keyUp', keyCode: 'K', modifiers: ['control'] },
      { type: 'keyDown', keyCode: 'Left', modifiers: ['alt'] },
      { type: 'keyUp', keyCode: 'Left', modifiers: ['alt'] },
    ])
  })

  it('shows those keys without taking them from the page', () => {
    const { menu } = testShell().electron
    const items = menu.flatMap(({ submenu }) => (Array.isArray(submenu) ? submenu : []))
    const shown = items.filter(({ registerAccelerator }) => registerAccelerator === false)
    expect(shown.map(({ accelerator }) => accelerator).toSorted()).toEqual(
      [
        '0',
        '1',
        '2',
        '3',
        '5',
        '6',
        '7',
        '8',
        '9',
        '?',
        'Alt+Left',
        'Alt+Right',
        'CmdOrCtrl+B',
        'CmdOrCtrl+K',
        'N',
      ].toSorted(),
    )
    expect(items.filter(({ accelerator }) => accelerator).length - shown.length).toBe(3) // open, new window, quit
  })

  it('leaves to the system what the system knows', () => {
    const roles = (platform: NodeJS.Platform) => testShell({ platform }).electron.menu.map(({ role }) => role)
    expect(roles('darwin')).toEqual(['appMenu', undefined, 'editMenu', undefined, 'windowMenu', 'help'])
    expect(roles('linux')).toEqual([undefined, 'editMenu', undefined, 'windowMenu', 'help'])
  })

  it('speaks the language that is preferred, or that of the system', () => {
    const { electron, preferences, app } = testShell()
    expect(electron.menu[0]).toMatchObject({ label: 'File' })
    preferences.change({ language: 'zh-CN' })
    expect(electron.menu[0]).toMatchObject({ label: '文件' })
    app.seen.locale = 'zh-TW'
    preferences.change({ language: 'system' })
    expect(electron.menu[0]).toMatchObject({ label: '文件' })
    app.seen.locale = 'fr'
    preferences.change({ theme: 'dark' })
    expect(electron.menu[0]).toMatchObject({ label: 'File' })
  })

  it('fills the same places in every language', () => {
    const places = (text: string) => text.match(/\{\w+\}/g) ?? []
    for (const [name, text] of Object.entries(SHELL_TEXTS.en)) {
      const chinese = SHELL_TEXTS['zh-CN'][name as keyof typeof SHELL_TEXTS.en]
      expect([name, places(chinese)]).toEqual([name, places(text)])
    }
  })
})

describe('a connection of a page', () => {
  async function page() {
    const preloadPath = join(temporaryDir(), 'preload.cjs')
    await buildPreload(await import('esbuild'), preloadPath)
    const test = testShell({ preloadPath })
    const received: unknown[] = []
    const connect = () => test.windows[0]!.webContents.bridge.connect((message) => received.push(message))
    return { ...test, received, connect }
  }
  const call = (id: number) => ({ kind: 'call', id, name: 'tasks.totals', input: {} })

  it('takes what is said before its port has come, in order', async () => {
    const { connect, received } = await page()
    const connection = connect()
    connection.send(call(1))
    connection.send(call(2))
    await until(() => received.length === 2, { what: 'the answers' })
    expect(received).toMatchObject([
      { kind: 'answer', id: 1 },
      { kind: 'answer', id: 2 },
    ])
  })

  it('ends at once when there is no host, and can be asked for again', async () => {
    const { connect, received, host } = await page()
    host.isConnectable = false
    connect()
    await until(() => received.includes(null), { what: 'the end' })
    host.isConnectable = true
    connect().send(call(1))
    await until(() => received.length === 2, { what: 'the answer' })
    expect(received).toMatchObject([null, { id: 1 }])
  })

  it('ends when the page asks for another one', async () => {
    const { connect, received } = await page()
    const first = connect()
    first.send(call(1))
    await until(() => received.length === 1, { what: 'the first answer' })
    connect().send(call(2))
    await until(() => received.length === 3, { what: 'the end of the first, and the second answer' })
    expect(received).toEqual(expect.arrayContaining([null, expect.objectContaining({ id: 2 })]))
    first.send(call(3)) // goes nowhere
  })

  it('says nothing more once the page has closed it, whether its port had come or not', async () => {
    const { connect, received } = await page()
    const early = connect()
    early.send(call(1))
    early.close()
    const late = connect()
    late.send(call(2))
    await until(() => received.length === 1, { what: 'the answer' })
    late.close()
    connect().send(call(3))
    await until(() => received.length === 2, { what: 'the last answer' })
    expect(received).toMatchObject([{ id: 2 }, { id: 3 }])
  })
})
