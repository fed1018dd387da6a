import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { interpreterLocator, type SearchPlaces } from '../../../electron/engine/instances/locateInterpreter.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

/** A program that answers as a Node of that version does. */
function fakeNode(path: string, version: string): string {
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, `#!/bin/sh\necho "${version} $0"\n`)
  chmodSync(path, 0o755)
  return path
}

function machine(change: Partial<SearchPlaces> = {}) {
  const root = temporaryDir()
  const codePath = join(root, 'project', 'code')
  mkdirSync(codePath, { recursive: true })
  const places = { setting: null, path: '', homeDir: join(root, 'home'), ownNode: null, ...change }
  return {
    root,
    codePath,
    add: (folder: string, version: string) => {
      places.path = [places.path, join(root, folder)].filter((part) => part !== '').join(':')
      return fakeNode(join(root, folder, 'node'), version)
    },
    locate: (runtime: string) => interpreterLocator(places)({ runtime, codePath }),
    places,
  }
}

describe.skipIf(process.platform === 'win32')('the interpreter of a function', () => {
  it('is the Node on PATH whose version was asked for, wherever it stands there', () => {
    const { add, locate } = machine()
    add('a', 'v16.20.2')
    const wanted = add('b', 'v18.20.4')
    add('c', 'v20.1.0')
    expect(locate('nodejs18')).toEqual({ path: wanted, version: 'v18.20.4', notice: null })
  })

  it('is else the nearest newer one, with a notice', () => {
    const { add, locate } = machine()
    add('a', 'v24.1.0')
    const nearest = add('b', 'v20.20.2')
    add('c', 'v16.20.2')
    expect(locate('nodejs18')).toEqual({
      path: nearest,
      version: 'v20.20.2',
      notice: `asked for nodejs18, running on v20.20.2 (${nearest})`,
    })
  })

  it('is else the Node that we run on', () => {
    const { add, locate, places, root } = machine()
    add('a', 'v16.20.2')
    places.ownNode = fakeNode(join(root, 'own', 'node'), 'v24.21.0')
    expect(locate('nodejs20')).toMatchObject({
      version: 'v24.21.0',
      notice: expect.stringContaining('asked for nodejs20'),
    })
  })

  it('is else an older one, with a notice', () => {
    const { add, locate } = machine()
    add('a', 'v16.20.2')
    expect(locate('nodejs20')).toMatchObject({
      version: 'v16.20.2',
      notice: expect.stringContaining('running on v16.20.2'),
    })
  })

  it('is what the setting says, whatever its version', () => {
    const { add, locate, places, root } = machine()
    add('a', 'v18.20.4')
    places.setting = fakeNode(join(root, 'set', 'node'), 'v22.0.0')
    expect(locate('nodejs18')).toMatchObject({
      version: 'v22.0.0',
      notice: expect.stringContaining('running on v22.0.0'),
    })
  })

  it('is missing when the setting names something else', () => {
    const { locate, places } = machine()
    places.setting = '/etc/hostname'
    expect(() => locate('nodejs18')).toThrow(
      expect.objectContaining({
        code: 'interpreter_missing',
        message: 'the setting names /etc/hostname, which is no Node',
      }),
    )
  })

  it.each(['18', 'v18', '18.20', 'v18.20.4'])('is what the .nvmrc of the project says: %s', (nvmrc) => {
    const { add, locate, codePath } = machine()
    add('a', 'v20.1.0')
    add('b', 'v18.20.4')
    writeFileSync(join(codePath, '..', '.nvmrc'), `${nvmrc}\n`)
    expect(locate('nodejs20')).toMatchObject({
      version: 'v18.20.4',
      notice: expect.stringContaining('asked for nodejs20'),
    })
  })

  it('is not changed by an .nvmrc that names nothing that is installed', () => {
    const { add, locate, codePath } = machine()
    add('a', 'v20.1.0')
    writeFileSync(join(codePath, '.nvmrc'), 'lts/iron\n')
    expect(locate('nodejs20')).toMatchObject({ version: 'v20.1.0', notice: null })
  })

  it('may come from a version manager, without being asked', () => {
    const { locate, places } = machine()
    const path = fakeNode(join(places.homeDir, '.nvm/versions/node/v18.20.4/bin/node'), 'never asked')
    fakeNode(join(places.homeDir, '.nvm/versions/node/v18.9.0/bin/node'), 'never asked')
    expect(locate('nodejs18')).toEqual({ path, version: 'v18.20.4', notice: null })
  })

  it('is never one from a node_modules folder on PATH', () => {
    const { add, locate } = machine()
    add('node_modules/.bin', 'v18.20.4')
    expect(() => locate('nodejs18')).toThrow(expect.objectContaining({ code: 'interpreter_missing' }))
  })

  it('is the real binary, not the link that leads to it', () => {
    const { add, locate, places, root } = machine()
    const real = add('real', 'v18.20.4')
    mkdirSync(join(root, 'links'))
    symlinkSync(real, join(root, 'links', 'node'))
    places.path = join(root, 'links')
    expect(locate('nodejs18').version).toBe('v18.20.4')
  })

  it('is not what only bears the name', () => {
    const { locate, places, root } = machine()
    mkdirSync(join(root, 'a', 'node'), { recursive: true })
    mkdirSync(join(root, 'b'))
    writeFileSync(join(root, 'b', 'node'), 'not a program')
    places.path = `${join(root, 'a')}:${join(root, 'b')}:`
    expect(() => locate('nodejs18')).toThrow(
      expect.objectContaining({
        code: 'interpreter_missing',
        message: expect.stringContaining(`looked for a program named node in ${places.path}`),
      }),
    )
  })

  it('is found as soon as it is installed', () => {
    const { add, places, codePath } = machine()
    const locate = interpreterLocator(places)
    expect(() => locate({ runtime: 'nodejs18', codePath })).toThrow()
    add('a', 'v18.20.4')
    expect(locate({ runtime: 'nodejs18', codePath }).version).toBe('v18.20.4')
  })

  it.each(['python3.10', 'custom', 'java11', 'nodejs', 'nodejsX'])(
    'is unsupported for %s, with what is supported',
    (runtime) => {
      const { locate } = machine()
      expect(() => locate(runtime)).toThrow(
        expect.objectContaining({
          code: 'runtime_unsupported',
          message: expect.stringContaining(`the runtime ${runtime} is not supported yet; supported are nodejs8`),
        }),
      )
    },
  )
})
