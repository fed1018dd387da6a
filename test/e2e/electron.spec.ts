/** The desktop itself, in a real Electron; skipped, with the reason, where there is none. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, expect, test } from '@playwright/test'
import { formatOpenRequest } from '../../electron/base/openRequest.ts'
import { APP_DIR, buildShell } from '../../electron/cli/buildShell.ts'
import { findElectron } from '../../electron/cli/findElectron.ts'
import { DrawerPage } from './support/DrawerPage.ts'
import { FunctionPage } from './support/FunctionPage.ts'

const electron = findElectron()
test.skip('missing' in electron, `no Electron here: ${'missing' in electron ? electron.missing : ''}`)

test('the desktop opens the sample, submits a task, shows how it ends, and quits', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'taskyard-electron-'))
  await buildShell()
  const request = formatOpenRequest({ project: { sample: true }, workspaceDir: join(dir, 'workspace') })
  const isRoot = process.getuid?.() === 0
  const app = await _electron.launch({
    executablePath: 'path' in electron ? electron.path : '',
    args: [APP_DIR, `--user-data-dir=${join(dir, 'user')}`, ...(isRoot ? ['--no-sandbox'] : []), ...request],
    env: { ...(process.env as Record<string, string>), TASKYARD_CONFIG_DIR: join(dir, 'config') },
  })
  try {
    const page = await app.firstWindow()
    expect(page.url()).toBe('app://taskyard/')
    await expect(page.getByText('Engine running')).toBeVisible()
    await expect(page.getByText('No tasks yet')).toBeVisible()
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined')

    const functions = new FunctionPage(page)
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Functions' }).click()
    await functions.open('order-intake')
    await functions.chooseSample('order.json')
    await functions.submit({ taskId: 'order_1' })
    await functions.openQueued.click()
    await new DrawerPage(page).expectState('Succeeded', 'order_1')
  } finally {
    await app.close()
    rmSync(dir, { recursive: true, force: true })
  }
})
