/** electron/main.ts itself on the fake Electron: the last lines that no other test runs. */
import { join } from 'node:path'
import Conf from 'conf'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { fake } from '../../support/electron/electron.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'
import { until } from '../../support/until.ts'

/** electron-store is a Conf whose name is called `name`; the package itself imports Electron. */
vi.mock('electron-store', () => ({
  default: class extends Conf {
    constructor({ name, ...options }: { name: string; cwd: string }) {
      super({ ...options, configName: name })
    }
  },
}))

describe('the desktop as it starts', () => {
  it('opens the project that it was told, from a window that was there before, and quits in good order', async () => {
    const dir = temporaryDir()
    vi.stubEnv('TASKYARD_CONFIG_DIR', join(dir, 'config'))
    vi.stubEnv('TASKYARD_CHOICES', JSON.stringify({ fcPort: 0, minFreeDiskBytes: 0, region: 'cn-beijing' }))
    const { argv } = process
    process.argv = ['electron', 'app', '--taskyard-sample', `--taskyard-workspace=${join(dir, 'workspace')}`]
    onTestFinished(() => {
      process.argv = argv
      vi.unstubAllEnvs()
    })

    await import('../../../electron/main.ts') // comes to its end before Electron is ready, as Electron waits for that
    expect(fake.journal).toEqual(['crashReporter', 'enableSandbox', 'registerSchemes', 'requestSingleInstanceLock'])
    expect(process.env.TASKYARD_CHOICES).toBeUndefined()
    fake.app.becomeReady()
    const window = await until(() => fake.windows[0], { what: 'a window' })
    expect(window.seen.urls).toEqual(['app://taskyard/'])
    await until(() => fake.app.seen.recents.length > 0, { what: 'the project' })
    expect(fake.app.seen.recents).toEqual([expect.stringMatching(/electron\/sample$/)])
    expect(fake.menu.length).toBeGreaterThan(4)

    fake.app.quit()
    await until(() => fake.app.seen.hasQuit, { what: 'the end' })
    expect(fake.dialog.seen.boxes).toEqual([])
    for (const signal of ['SIGINT', 'SIGTERM']) process.removeAllListeners(signal)
  })
})
