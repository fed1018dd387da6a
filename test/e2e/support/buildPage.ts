/** Builds the window's page once before all tests, so that they see the sources as they are. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../../..')

/** TASKYARD_E2E_BUILT=1: it is built already. */
export default function buildPage(): void {
  if (process.env.TASKYARD_E2E_BUILT === '1') return
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js')
  const args = [vite, 'build', '--config', join(ROOT, 'renderer/vite.config.ts'), '--logLevel', 'warn']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the page could not be built:\n${stdout}${stderr}`)
}
