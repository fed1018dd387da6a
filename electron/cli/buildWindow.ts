/**
 * Builds the window's page (renderer/dist) when it is missing or older than its sources. In a packaged app
 * the page is there and its sources are not.
 */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../shared/errors.ts'

const PROJECT_DIR = fileURLToPath(new URL('../..', import.meta.url))
const SOURCES = ['renderer', 'shared', 'package-lock.json']
const NOT_SOURCES = ['dist', 'node_modules']

/** `say` gets what is done and why. Throws `unavailable` with vite's own words when it cannot be built. */
export async function buildWindow(say: (text: string) => void, projectDir = PROJECT_DIR): Promise<void> {
  const why = staleReason(projectDir)
  if (why === null) return
  const vite = join(projectDir, 'node_modules', 'vite', 'bin', 'vite.js')
  if (!existsSync(vite)) {
    if (existsSync(join(projectDir, 'renderer', 'dist', 'index.html'))) return
    throw new AppError('unavailable', 'the window is not built and vite is not installed: run "npm ci"')
  }
  say(`${why}: building it (some seconds) …`)
  // Beside the old one and then in its place, so that a host that serves it never has half of it.
  const freshDir = join(projectDir, 'node_modules', '.taskyard', `window-${process.pid}`)
  const oldDir = `${freshDir}-old`
  try {
    mkdirSync(join(freshDir, '..'), { recursive: true })
    await runVite(vite, { projectDir, freshDir })
    const dist = join(projectDir, 'renderer', 'dist')
    if (existsSync(dist)) renameSync(dist, oldDir)
    renameSync(freshDir, dist)
  } catch (error) {
    if (staleReason(projectDir) !== null) throw error // else another process has built it meanwhile
  } finally {
    for (const dir of [freshDir, oldDir]) rmSync(dir, { recursive: true, force: true })
  }
}

/** Null when the page is newer than everything it is made of. */
export function staleReason(projectDir = PROJECT_DIR): string | null {
  const page = statSync(join(projectDir, 'renderer', 'dist', 'index.html'), { throwIfNoEntry: false })
  if (page === undefined) return 'the window is not built yet'
  const newestMs = Math.max(...SOURCES.map((path) => newestChangeMs(join(projectDir, path))))
  return newestMs > page.mtimeMs ? 'the window is older than its sources' : null
}

/** Of files only: a folder's time changes when the page is put beside them. */
function newestChangeMs(path: string): number {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) return 0
  if (!found.isDirectory()) return found.mtimeMs
  const names = readdirSync(path).filter((name) => !NOT_SOURCES.includes(name))
  return Math.max(0, ...names.map((name) => newestChangeMs(join(path, name))))
}

async function runVite(vite: string, { projectDir, freshDir }: { projectDir: string; freshDir: string }) {
  const args = [
    'build',
    '--config',
    'renderer/vite.config.ts',
    '--outDir',
    freshDir,
    '--emptyOutDir',
    '--logLevel',
    'warn',
  ]
  const child = spawn(process.execPath, [vite, ...args], { cwd: projectDir, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = Promise.all([text(child.stdout), text(child.stderr)])
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  if (code === 0) return
  throw new AppError('unavailable', `the window could not be built:\n${(await output).join('').trim()}`)
}
