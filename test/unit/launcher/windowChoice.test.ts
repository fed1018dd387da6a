import { describe, expect, it } from 'vitest'
import { findChromium } from '../../../electron/cli/findChromium.ts'
import { browserUrl, ownNameUrl, pageUrl } from '../../../electron/cli/showWindow.ts'
import {
  chooseWindow,
  chromiumArguments,
  mayFetchElectron,
  type WindowFacts,
} from '../../../electron/cli/windowChoice.ts'

const desk: WindowFacts = {
  platform: 'linux',
  env: { DISPLAY: ':0' },
  hasElectron: true,
  chromium: '/usr/bin/chromium',
  wantsNoWindow: false,
  wantsBrowser: false,
}

describe('the window', () => {
  it.each([
    ['Electron where its program is', {}, { kind: 'electron' }],
    ['a Chromium without Electron', { hasElectron: false }, { kind: 'chromium', path: '/usr/bin/chromium' }],
    ['a Chromium when that is wanted', { wantsBrowser: true }, { kind: 'chromium', path: '/usr/bin/chromium' }],
    [
      'the default browser of Linux',
      { hasElectron: false, chromium: null },
      { kind: 'browser', command: ['xdg-open'] },
    ],
    [
      'the default browser of macOS',
      { platform: 'darwin', env: {}, hasElectron: false, chromium: null },
      { kind: 'browser', command: ['open'] },
    ],
    [
      'the default browser of Windows',
      { platform: 'win32', env: {}, hasElectron: false, chromium: null },
      { kind: 'browser', command: ['rundll32', 'url.dll,FileProtocolHandler'] },
    ],
    ['Electron under Wayland, too', { env: { WAYLAND_DISPLAY: 'wayland-0' } }, { kind: 'electron' }],
    ['an address without a display', { env: {} }, { kind: 'address', reason: 'noDisplay' }],
    ['an address for an empty DISPLAY', { env: { DISPLAY: '' } }, { kind: 'address', reason: 'noDisplay' }],
    [
      'an address on a Mac that is reached by SSH',
      { platform: 'darwin', env: { SSH_CONNECTION: '1' } },
      { kind: 'address', reason: 'noDisplay' },
    ],
    ['an address when that is wanted', { wantsNoWindow: true }, { kind: 'address', reason: 'asked' }],
  ] as [string, Partial<WindowFacts>, object][])('is %s', (_what, facts, choice) => {
    expect(chooseWindow({ ...desk, ...facts })).toEqual(choice)
  })
})

describe("Electron's program", () => {
  const person = { ...desk, hasElectron: false, isTerminal: true }

  it('is fetched for a person at a terminal', () => {
    expect(mayFetchElectron(person)).toBe(true)
  })

  it.each([
    ['a script', { isTerminal: false }],
    ['CI', { env: { DISPLAY: ':0', CI: 'true' } }],
    ['a machine without a display', { env: {} }],
    ['who wants a browser', { wantsBrowser: true }],
    ['who wants no window', { wantsNoWindow: true }],
    ['who has it', { hasElectron: true }],
  ])('is never fetched for %s', (_who, facts) => {
    expect(mayFetchElectron({ ...person, ...facts })).toBe(false)
  })
})

describe('a Chromium', () => {
  const machine = (there: string[], more: object = {}) => ({
    platform: 'linux' as NodeJS.Platform,
    env: { PATH: '/opt/bin:/usr/bin' } as NodeJS.ProcessEnv,
    home: '/home/ann',
    isThere: (path: string) => there.includes(path),
    ...more,
  })

  it('is found on PATH under one of its names', () => {
    expect(findChromium(machine(['/usr/bin/google-chrome', '/opt/bin/chromium']))).toBe('/opt/bin/chromium')
    expect(findChromium(machine(['/usr/bin/microsoft-edge']))).toBe('/usr/bin/microsoft-edge')
    expect(findChromium(machine(['/elsewhere/chromium', '/usr/bin/firefox']))).toBeNull()
    expect(findChromium(machine(['/usr/bin/chromium'], { env: {} }))).toBeNull()
  })

  it('is found where macOS and Windows keep programs', () => {
    const app = '/home/ann/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
    expect(findChromium(machine([app], { platform: 'darwin' }))).toBe(app)
    const edge = '/x86/Microsoft/Edge/Application/msedge.exe'
    const env = { PROGRAMFILES: '/programs', 'PROGRAMFILES(X86)': '/x86' }
    expect(findChromium(machine([edge], { platform: 'win32', env }))).toBe(edge)
  })

  it('gets a profile of its own, talks to nobody, and keeps its sandbox unless it runs as root', () => {
    const url = 'http://ty-1.localhost:4001/?token=t'
    const args = (isRoot: boolean) => chromiumArguments({ url, profileDir: '/ws/window', isRoot })
    expect(args(false)).toEqual(
      expect.arrayContaining([`--app=${url}`, '--user-data-dir=/ws/window', '--no-first-run']),
    )
    expect(args(false)).toEqual(expect.arrayContaining(['--disable-background-networking', '--disable-sync']))
    expect(args(false)).not.toContain('--no-sandbox')
    expect(args(true)).toContain('--no-sandbox')
  })
})

describe('the address of the window', () => {
  const endpoint = { url: 'http://127.0.0.1:4001', token: 'the-token' }

  it('is printed with the token, for any browser', () => {
    expect(pageUrl(endpoint)).toBe('http://127.0.0.1:4001/?token=the-token')
  })

  it('holds no token where a program is started with it, and another name each time for a Chromium', () => {
    expect(browserUrl(endpoint)).toMatch(/^http:\/\/127\.0\.0\.1:4001\/\?ticket=[\w.-]+$/)
    const [one, other] = [ownNameUrl(endpoint), ownNameUrl(endpoint)]
    expect(one).toMatch(/^http:\/\/ty-[0-9a-f]{8}\.localhost:4001\/\?ticket=[\w.-]+$/)
    expect(new URL(one).host).not.toBe(new URL(other).host)
    expect(browserUrl(endpoint) + one).not.toContain('the-token')
  })
})
