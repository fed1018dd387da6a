/**
 * `npm test`: everything. First the checks without the unit tests, then all tests in one run; says what it
 * does, and ends with the counts on a line of their own.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHECKS, runChecks } from './check.ts'

type Report = { numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number }

async function runTests(reportPath: string): Promise<number | null> {
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts']
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`]
  const child = spawn(process.execPath, [...args, ...reporters], { stdio: 'inherit' })
  return new Promise((resolve) => child.on('close', resolve))
}

console.log(`Taskyard's tests, under Node ${process.version}. First types, lint and unused code:`)
const isFine = await runChecks(CHECKS.filter(({ name }) => name !== 'unit tests'))

console.log('Now the tests: unit, then those with real processes and real faults (some minutes):')
const dir = mkdtempSync(join(tmpdir(), 'taskyard-report-'))
const reportPath = join(dir, 'report.json')
const code = await runTests(reportPath)
if (!existsSync(reportPath)) {
  console.log('The tests did not run to their end.')
  process.exit(1)
}
const report = JSON.parse(readFileSync(reportPath, 'utf8')) as Report // written by vitest, also when tests failed
rmSync(dir, { recursive: true, force: true })

const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report
console.log(`${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests + numTodoTests} skipped`)
process.exit(isFine && code === 0 ? 0 : 1)
