import { describe, expect, it } from 'vitest'
import { CodeKeeper, keptCodeStore } from '../../../electron/api/keepCode.ts'
import type { Notice } from '../../../electron/base/threadLink.ts'
import type { CodeVersion } from '../../../electron/engine/versions/versionPorts.ts'
import { hashCode } from '../../../electron/project/hashCode.ts'
import { projectFolder } from '../../support/projectFolder.ts'

function open({ refuse = false } = {}) {
  const versions: CodeVersion[] = []
  const notices: Notice[] = []
  const asked: string[] = []
  const control = { refuse }
  const keeper = new CodeKeeper({
    queries: {
      hasCodeVersion: async (hash) => {
        asked.push(hash)
        return versions.some(({ codeHash }) => codeHash === hash)
      },
    },
    commands: {
      keepCodeVersion: async (version) => {
        if (control.refuse) throw new Error('the disk is full')
        versions.push(version)
      },
    },
    notify: (notice) => notices.push(notice),
  })
  return { keeper, versions, notices, asked, control }
}

describe('the keeper of code', () => {
  it('keeps each version once, however often it is told', async () => {
    const { keeper, versions, asked } = open()
    const code = await hashCode(projectFolder({ 'index.js': 'one' }))
    for (let round = 0; round < 3; round++) keeper.keep(code, { isFrozen: false })
    await keeper.settled()
    expect(versions.map(({ codeHash, files }) => [codeHash, files.length])).toEqual([[code.hash, 1]])
    expect(asked).toEqual([code.hash])
  })

  it('tells of a failure, and tries again when the version is named again', async () => {
    const { keeper, versions, notices, control } = open({ refuse: true })
    const code = await hashCode(projectFolder({ 'index.js': 'one' }))
    keeper.keep(code, { isFrozen: false })
    await keeper.settled()
    expect(notices).toEqual([
      {
        level: 'notice',
        code: 'internal',
        message: `The files of ${code.path} could not be kept for comparisons: the disk is full`,
      },
    ])
    control.refuse = false
    keeper.keep(code, { isFrozen: false })
    await keeper.settled()
    expect(versions).toHaveLength(1)
  })

  it('keeps what a code store has unpacked under the hash of the package', async () => {
    const { keeper, versions } = open()
    const code = { path: projectFolder({ 'index.js': 'zipped' }), hash: 'of the zip', checksum: '1', bytes: 1 }
    const store = keptCodeStore({ put: async () => code }, keeper)
    await store.put({ accountUid: '1', functionName: 'f', zip: new Uint8Array() })
    await keeper.settled()
    expect(versions).toMatchObject([{ codeHash: 'of the zip', texts: [{ text: 'zipped' }] }])
  })
})
