/**
 * `npm run check`: types, lint, unused code and unit tests (among them the layers and the lock file), side
 * by side, in about a minute. Prints the output of what failed and exits with 1.
 */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

type Step = { name: string; args: string[] }
const bin = (path: string) => `node_modules/${path}`

export const CHECKS: Step[] = [
  { name: 'types of shared', args: [bin('typescript/bin/tsc'), '-p', 'shared'] },
  { name: 'types of electron', args: [bin('typescript/bin/tsc'), '-p', 'electron'] },
  { name: 'types of renderer', args: [bin('typescript/bin/tsc'), '-p', 'renderer'] },
  { name: 'types of test', args: [bin('typescript/bin/tsc'), '-p', 'test'] },
  { name: 'lint and format', args: [bin('@biomejs/biome/bin/biome'), 'ci', '--error-on-warnings', '.'] },
  { name: 'unused code', args: [bin('knip/bin/knip.js')] },
  {
    name: 'unit tests',
    args: [bin('vitest/vitest.mjs'), 'run', '--config', 'test/vitest.config.ts', '--project', 'unit'],
  },
]

/** Resolves with whether the step passed. */
async function runStep({ name, args }: Step): Promise<boolean> {
  const startedMs = performance.now()
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
  console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (code !== 0) console.log(output)
  return code === 0
}

/** Runs every check, at most one for each processor at a time. */
export async function runChecks(steps: Step[] = CHECKS): Promise<boolean> {
  const waiting = [...steps]
  let areAllFine = true
  async function worker(): Promise<void> {
    for (let step = waiting.shift(); step; step = waiting.shift()) if (!(await runStep(step))) areAllFine = false
  }
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), steps.length) }, worker))
  return areAllFine
}

if (import.meta.main) process.exit((await runChecks()) ? 0 : 1)
