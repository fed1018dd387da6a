import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Notice } from '../../../electron/base/threadLink.ts'
import { configDir } from '../../../electron/host/userFolders.ts'
import { UserPreferences } from '../../../electron/host/userPreferences.ts'
import { preferences } from '../../../shared/contract/preferences.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

const DEFAULTS = preferences.parse({})

function opened(dir = temporaryDir()) {
  const notices: Notice[] = []
  return { dir, notices, file: join(dir, 'preferences.json'), user: open(dir, notices) }
}
const open = (dir: string, notices: Notice[] = []) =>
  new UserPreferences({ dir, notify: (notice) => notices.push(notice) })

const shop = { dir: '/src/shop', name: 'shop', functionCount: 3, openedAtMs: 1 }

describe('preferences', () => {
  it('are the defaults until something is changed, and then stay', () => {
    const { dir, user, notices } = opened(join(temporaryDir(), 'not', 'there', 'yet'))
    expect(user.read()).toEqual(DEFAULTS)
    expect(user.change({ theme: 'dark' })).toEqual({ ...DEFAULTS, theme: 'dark' })
    expect(user.change({ density: 'compact' })).toEqual({ ...DEFAULTS, theme: 'dark', density: 'compact' })
    expect(open(dir).read()).toEqual({ ...DEFAULTS, theme: 'dark', density: 'compact' })
    expect(notices).toEqual([])
  })

  it('are in a file of their owner alone', () => {
    const { user, file } = opened()
    user.change({ theme: 'light' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('are seen by another host of the same user', () => {
    const { dir, user } = opened()
    const other = open(dir)
    user.change({ theme: 'dark' })
    other.change({ clock: 'absolute' })
    expect(user.read()).toMatchObject({ theme: 'dark', clock: 'absolute' })
  })

  it('are taken one by one: what is wrong or unknown takes no other with it, and stays in the file', () => {
    const { dir, file } = opened()
    writeFileSync(file, JSON.stringify({ preferences: { theme: 'purple', density: 'compact', later: 1 }, other: [2] }))
    const user = open(dir)
    expect(user.read()).toEqual({ ...DEFAULTS, density: 'compact' })
    user.change({ language: 'zh-CN' })
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      preferences: { theme: 'purple', density: 'compact', later: 1, language: 'zh-CN' },
      other: [2],
    })
  })

  it.each(['{"preferences":', 'theme: dark', '\u0000'])(
    'are the defaults where the file holds %j, which is put aside',
    (text) => {
      const { dir, file } = opened()
      writeFileSync(file, text)
      const { user, notices } = { ...opened(dir) }
      expect(user.read()).toEqual(DEFAULTS)
      expect(readFileSync(`${file}.unreadable`, 'utf8')).toBe(text)
      expect(notices).toEqual([
        expect.objectContaining({
          code: 'preferences_unreadable',
          message: expect.stringContaining(`${file}.unreadable`),
        }),
      ])
      expect(user.change({ theme: 'dark' })).toMatchObject({ theme: 'dark' })
    },
  )

  it.each(['[]', '"x"', 'null', '{"preferences":[],"recents":{}}'])(
    'are the defaults where the file holds %s',
    (text) => {
      const { dir, file } = opened()
      writeFileSync(file, text)
      expect({ preferences: open(dir).read(), recents: open(dir).recents() }).toEqual({
        preferences: DEFAULTS,
        recents: [],
      })
    },
  )

  it('say where they could not be written', () => {
    const { dir, file, user } = opened()
    mkdirSync(file)
    expect(() => user.change({ theme: 'dark' })).toThrow(
      expect.objectContaining({ code: 'disk_full', message: expect.stringContaining(file) }),
    )
    chmodSync(dir, 0o700)
    expect(existsSync(file)).toBe(true)
  })
})

describe('recent projects', () => {
  it('are kept the latest first, each folder once, at most twenty', () => {
    const { dir, user } = opened()
    for (let number = 1; number <= 25; number++) {
      user.remember({ ...shop, dir: `/src/${number}`, openedAtMs: number })
    }
    user.remember({ ...shop, dir: '/src/24', openedAtMs: 26 })
    const recents = open(dir).recents()
    expect(recents.map((recent) => recent.dir).slice(0, 3)).toEqual(['/src/24', '/src/25', '/src/23'])
    expect(recents).toHaveLength(20)
  })

  it('leave out what is not one', () => {
    const { dir, file } = opened()
    writeFileSync(file, JSON.stringify({ recents: [shop, { dir: 7 }, null, 'x'] }))
    expect(open(dir).recents()).toEqual([shop])
  })
})

describe("the folder of a user's preferences", () => {
  it.each([
    ['linux', {}, '/home/ann/.config/taskyard'],
    ['linux', { XDG_CONFIG_HOME: '/config' }, '/config/taskyard'],
    ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/ann/.config/taskyard'],
    ['linux', { TASKYARD_CONFIG_DIR: '/elsewhere' }, '/elsewhere'],
    ['darwin', {}, '/home/ann/Library/Preferences/taskyard'],
    ['win32', { APPDATA: '/roaming' }, '/roaming/taskyard'],
  ] as const)('on %s with %j is the usual one', (platform, env, dir) => {
    expect(configDir({ platform, env, home: '/home/ann' })).toBe(dir)
  })
})
