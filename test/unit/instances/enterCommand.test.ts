import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { enterCommand, isHiddenInside } from '../../../electron/engine/instances/enterCommand.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

const tools = {
  sh: '/bin/sh',
  mount: '/bin/mount',
  cp: '/bin/cp',
  pivot_root: '/sbin/pivot_root',
  umount: '/bin/umount',
}

function mountTable(binds: { from: string; to: string }[]): string[][] {
  const runDir = temporaryDir()
  const guard = { setpriv: '/usr/bin/setpriv', unshare: '/usr/bin/unshare', isMappedRoot: false }
  const isolation = { kind: 'unshare', notice: null, guard, tools } as const
  const { args } = enterCommand(isolation, { program: '/bin/true', args: [], binds, workingDir: '/', runDir })
  const file = /'([^']*\/mounts-[0-9a-f]+)'/.exec(args.join(' '))![1]!
  expect(file.startsWith(join(runDir, 'mounts-'))).toBe(true)
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(' '))
}

describe.runIf(process.platform === 'linux')('the mounts of an instance', () => {
  it('have a private /tmp and /proc and none of the host', () => {
    const table = mountTable([])
    expect(table[0]).toEqual([
      'tmpfs',
      expect.stringMatching(/\/root$/),
      'tmpfs',
      expect.stringContaining('unbindable'),
    ])
    expect(table.filter(([from]) => from === '/tmp' || from === '/proc')).toEqual([])
    expect(table.find(([from]) => from === 'proc')?.[2]).toBe('proc')
  })

  it('put what is bound in place of a host folder of that name', () => {
    const table = mountTable([{ from: '/usr/share', to: '/etc' }])
    expect(table.filter(([, to]) => to?.endsWith('/etc')).map(([from]) => from)).toEqual(['/usr/share'])
  })

  it('survive blanks and backslashes in paths', () => {
    const table = mountTable([{ from: '/a b\\c\td', to: '/code' }])
    expect(table.at(-1)?.[0]).toBe('/a\\040b\\134c\\011d')
  })
})

describe('a path of the host', () => {
  it.each([
    ['/tmp/x/node', true],
    ['/proc/self/exe', true],
    ['/usr/bin/node', false],
    ['/var/tmp/node', false],
  ])('%s: hidden inside is %s', (path, isHidden) => {
    expect(isHiddenInside(path)).toBe(isHidden)
  })
})
