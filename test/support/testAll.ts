/**
 * `npm test`: everything. First the checks without the unit tests, then the tests of the code in one run,
 * then those of the window in a browser; says what it does, and ends with the counts of all on one line.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildWindow } from '../../electron/cli/buildWindow.ts'
import { CHECKS, runChecks } from './check.ts'
import { type Counts, runWindowTests } from './windowTests.ts'

type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number }

async function runCodeTests(): Promise<Counts & { isFine: boolean }> {
  const dir = mkdtempSync(join(tmpdir(), 'taskyard-report-'))
  const reportPath = join(dir, 'report.json')
  try {
    const code = await runVitest(reportPath)
    if (!existsSync(reportPath)) {
      console.log('The tests did not run to their end.')
      return { passed: 0, failed: 1, skipped: 0, isFine: false }
    }
    const report = JSON.parse(readFileSync(reportPath, 'utf8')) as Report // written by vitest, also when tests failed
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
      isFine: code === 0,
    }
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}

function runVitest(reportPath: string): Promise<number | null> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts']
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`]
  const child = spawn(process.execPath, [...args, ...reporters], { stdio: 'inherit' })
  return new Promise((resolve) => child.on('close', resolve))
}

console.log(`Taskyard's tests, under Node ${process.version}. First types, lint and unused code:`)
const isChecked = await runChecks(CHECKS.filter(({ name }) => name !== 'unit tests'))

console.log('Now the tests of the code: unit, then those with real processes and real faults (some minutes):')
await buildWindow(console.log) // now, so that tests that open it find it built
const code = await runCodeTests()

console.log('Now the window, in a real browser on a real host (some minutes):')
const window = await runWindowTests()

const sum = (of: keyof Counts) => code[of] + window[of]
console.log(`${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`)
process.exit(isChecked && code.isFine && window.failed === 0 ? 0 : 1)
