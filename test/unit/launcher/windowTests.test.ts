import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { waysToInstall } from '../../support/testChromium.ts'
import { countsOf } from '../../support/windowTests.ts'

const DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n'
const UBUNTU = 'ID=ubuntu\nID_LIKE=debian\n'

describe('a Chromium for the tests', () => {
  const programs = (system: Parameters<typeof waysToInstall>[0]) =>
    waysToInstall(system).map(({ commands }) => commands.map((command) => command.slice(0, 3).join(' ')))
  const playwright = [`${process.execPath} node_modules/@playwright/test/cli.js install`]

  it("is Debian's where it may be installed, and else Playwright's", () => {
    expect(programs({ osRelease: DEBIAN, isRoot: true, hasSudo: false })).toEqual([
      ['apt-get update', 'apt-get install --yes'],
      playwright,
    ])
    expect(programs({ osRelease: DEBIAN, isRoot: false, hasSudo: true })).toEqual([
      ['sudo -n apt-get', 'sudo -n apt-get'],
      playwright,
    ])
    for (const system of [
      { osRelease: DEBIAN, isRoot: false, hasSudo: false },
      { osRelease: UBUNTU, isRoot: true, hasSudo: false },
      { osRelease: '', isRoot: false, hasSudo: false },
    ]) {
      expect(programs(system)).toEqual([playwright])
    }
  })

  it('is never installed in silence', () => {
    for (const { sentence } of waysToInstall({ osRelease: DEBIAN, isRoot: true, hasSudo: false })) {
      expect(sentence).toMatch(/no Chromium here: .*…$/)
    }
  })
})

describe("the counts of the window's tests", () => {
  const counts = (stats: object, code: number) => {
    const path = join(temporaryDir(), 'e2e.json')
    writeFileSync(path, JSON.stringify({ stats }))
    return countsOf(path, code)
  }

  it('are those of the report, where one that passed only the second time has failed', () => {
    expect(counts({ expected: 7, unexpected: 1, flaky: 2, skipped: 3 }, 1)).toEqual({
      passed: 7,
      failed: 3,
      skipped: 3,
    })
    expect(counts({ expected: 7, unexpected: 0, flaky: 0, skipped: 0 }, 0)).toEqual({
      passed: 7,
      failed: 0,
      skipped: 0,
    })
  })

  it('hold a failure when the run itself failed', () => {
    expect(counts({ expected: 7, unexpected: 0, flaky: 0, skipped: 0 }, 1)).toMatchObject({ failed: 1 })
    expect(countsOf(join(temporaryDir(), 'none.json'), 0)).toMatchObject({ failed: 1 })
  })
})
