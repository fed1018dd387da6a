import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { processMark } from '../../../electron/base/processMark.ts'
import { readEndpoint, removeEndpoint, writeEndpoint } from '../../../electron/host/endpointFile.ts'
import { readSettings, writeSettings } from '../../../electron/host/settingsFile.ts'
import { makeWorkspaceDir, workspaceDirFor } from '../../../electron/host/workspaceDir.ts'
import type { Endpoint } from '../../../shared/contract/hostFiles.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

const ownEndpoint = (): Endpoint => ({
  url: 'http://127.0.0.1:4001',
  token: 'secret',
  fcEndpoint: '127.0.0.1:8899',
  pid: process.pid,
  processMark: processMark(process.pid) ?? '',
  startedAtMs: 1,
  version: '0.1.0',
})

describe('the endpoint file', () => {
  it('gives back what a living host wrote, readable by its owner only', () => {
    const dir = temporaryDir()
    writeEndpoint(dir, ownEndpoint())
    expect(readEndpoint(dir)).toEqual(ownEndpoint())
    expect(statSync(join(dir, 'endpoint.json')).mode & 0o777).toBe(0o600)
    expect(readdirSync(dir)).toEqual(['endpoint.json'])
  })

  it('is no hit when its process is gone', () => {
    const dir = temporaryDir()
    writeEndpoint(dir, { ...ownEndpoint(), pid: 2 ** 22 + 1 }) // above the largest pid of Linux
    expect(readEndpoint(dir)).toBeNull()
  })

  it('is no hit when its pid now belongs to another process', () => {
    const dir = temporaryDir()
    writeEndpoint(dir, { ...ownEndpoint(), processMark: 'another boot/17' })
    expect(readEndpoint(dir)).toBeNull()
  })

  it.each(['', '{"url":', '{"url":"http://127.0.0.1:1"}', '[]'])('is no hit when it holds %j', (text) => {
    const dir = temporaryDir()
    writeFileSync(join(dir, 'endpoint.json'), text)
    expect(readEndpoint(dir)).toBeNull()
  })

  it('stays when another process has written it meanwhile', () => {
    const dir = temporaryDir()
    writeEndpoint(dir, { ...ownEndpoint(), pid: process.ppid, processMark: processMark(process.ppid) ?? '' })
    removeEndpoint(dir)
    expect(readEndpoint(dir)).toMatchObject({ pid: process.ppid })
  })

  it('keeps no host from stopping when it cannot be removed', () => {
    const dir = temporaryDir()
    mkdirSync(join(dir, 'endpoint.json'))
    expect(() => removeEndpoint(dir)).not.toThrow()
  })

  it('can be removed twice', () => {
    const dir = temporaryDir()
    writeEndpoint(dir, ownEndpoint())
    removeEndpoint(dir)
    removeEndpoint(dir)
    expect(readEndpoint(dir)).toBeNull()
  })
})

describe('the settings file', () => {
  it('remembers the ports and the token, for its owner only', () => {
    const dir = temporaryDir()
    expect(readSettings(dir)).toEqual({ lastPorts: null, consoleToken: null })
    const settings = { lastPorts: { fc: 8899, console: 4001 }, consoleToken: 't'.repeat(43) }
    writeSettings(dir, settings)
    expect(readSettings(dir)).toEqual(settings)
    expect(statSync(join(dir, 'settings.json')).mode & 0o777).toBe(0o600)
  })

  it.each(['junk', '{"lastPorts":{"fc":0}}', '{"consoleToken":"short"}'])(
    'counts as empty when it holds %j',
    (text) => {
      const dir = temporaryDir()
      writeFileSync(join(dir, 'settings.json'), text)
      expect(readSettings(dir)).toEqual({ lastPorts: null, consoleToken: null })
    },
  )
})

describe('the folder of a workspace', () => {
  it.each([
    ['linux', {}, '/home/ann/.local/share/taskyard/workspaces'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/taskyard/workspaces'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ann/.local/share/taskyard/workspaces'],
    ['darwin', {}, '/home/ann/Library/Application Support/taskyard/workspaces'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/taskyard/workspaces'],
  ] as const)('lies in the data folder of %s with %j', (platform, env, parent) => {
    const dir = workspaceDirFor(temporaryDir(), { platform, env, home: '/home/ann' })
    expect(dir.startsWith(`${parent}/taskyard-test-`)).toBe(true)
  })

  it('is the same through a symbolic link and another one for another project', () => {
    const [project, other, home] = [temporaryDir(), temporaryDir(), temporaryDir()]
    const surroundings = { platform: 'linux', env: {}, home } as const
    symlinkSync(project, join(home, 'link'))
    expect(workspaceDirFor(join(home, 'link'), surroundings)).toBe(workspaceDirFor(project, surroundings))
    expect(workspaceDirFor(other, surroundings)).not.toBe(workspaceDirFor(project, surroundings))
  })

  it('is made for its owner only', () => {
    const dir = join(temporaryDir(), 'a', 'b')
    makeWorkspaceDir(dir)
    expect(statSync(dir).mode & 0o777).toBe(0o700)
  })

  it('is refused where it cannot be made', () => {
    const file = join(temporaryDir(), 'file')
    writeFileSync(file, '')
    expect(() => makeWorkspaceDir(join(file, 'workspace'))).toThrow(
      expect.objectContaining({ code: 'invalid_input', message: expect.stringContaining('--workspace') }),
    )
    expect(existsSync(join(file, 'workspace'))).toBe(false)
  })
})
