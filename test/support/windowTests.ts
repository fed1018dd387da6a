/** `npm run e2e`: the window in a real Chromium on a real host (test/e2e), with the counts of its report. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWindow } from '../../electron/cli/buildWindow.ts'
import { testChromium } from './testChromium.ts'

export type Counts = { passed: number; failed: number; skipped: number }
/** Of a Playwright JSON report. */
type Stats = { expected: number; unexpected: number; flaky: number; skipped: number }

/** Further arguments are Playwright's, for example the name of a file. */
export async function runWindowTests(args: readonly string[] = []): Promise<Counts> {
  const chromium = await testChromium(console.log)
  if (chromium === undefined) {
    console.log('No Chromium could be had: install one, or name it by TASKYARD_CHROMIUM. The window is not tested.')
    return { passed: 0, failed: 1, skipped: 0 }
  }
  await buildWindow(console.log)
  const ownDir = mkdtempSync(join(tmpdir(), 'taskyard-window-tests-'))
  const resultsDir = process.env.TASKYARD_E2E_RESULTS ?? ownDir
  try {
    const code = await runPlaywright(args, {
      TASKYARD_E2E_BUILT: '1',
      TASKYARD_E2E_RESULTS: resultsDir,
      ...(chromium !== null && { TASKYARD_CHROMIUM: chromium }),
    })
    return countsOf(join(resultsDir, 'e2e.json'), code)
  } finally {
    rmSync(ownDir, { recursive: true, force: true })
  }
}

function runPlaywright(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number | null> {
  const cli = ['node_modules/@playwright/test/cli.js', 'test', '--config', 'test/e2e/playwright.config.ts']
  const child = spawn(process.execPath, [...cli, ...args], { stdio: 'inherit', env: { ...process.env, ...env } })
  return new Promise((resolve) => child.on('close', resolve))
}

/** A run that wrote no report, or failed outside of its tests, counts as one failure. */
export function countsOf(reportPath: string, code: number | null): Counts {
  if (!existsSync(reportPath)) return { passed: 0, failed: 1, skipped: 0 }
  const { stats } = JSON.parse(readFileSync(reportPath, 'utf8')) as { stats: Stats } // written by Playwright
  const failed = stats.unexpected + stats.flaky
  return { passed: stats.expected, failed: failed === 0 && code !== 0 ? 1 : failed, skipped: stats.skipped }
}

if (import.meta.main) {
  const { passed, failed, skipped } = await runWindowTests(process.argv.slice(2))
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
  process.exit(failed === 0 ? 0 : 1)
}
