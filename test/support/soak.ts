/** `KILLS=500 npm run test:soak`: the tests that kill the host, with many kills. Takes a few seconds for each. */
import { spawn } from 'node:child_process'

const TESTS = ['test/faults/crash.test.ts', 'test/faults/terminals.test.ts']
const env = { ...process.env, KILLS: process.env.KILLS ?? '100' }
const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', ...TESTS]
spawn(process.execPath, args, { stdio: 'inherit', env }).on('close', (code) => process.exit(code ?? 1))
