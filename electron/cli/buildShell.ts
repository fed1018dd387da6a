/**
 * Makes what Electron runs: every module of the host as JavaScript, file by file so that modules find
 * each other and their files as in the source, the preload script as one CommonJS file (a sandboxed one
 * cannot be a module), and the built window beside them. About a second.
 */
import { existsSync, renameSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'esbuild'
import { AppError } from '../../shared/errors.ts'

const PROJECT_DIR = fileURLToPath(new URL('../..', import.meta.url))
export const APP_DIR = join(PROJECT_DIR, 'electron', 'dist')

const PRELOAD = join('electron', 'preload.ts') // bundled
const COPIED = [join('electron', 'runtimes'), join('electron', 'sample')]
const WINDOW = join('renderer', 'dist')
const NODE_TARGET = 'node24'
const CHROMIUM_TARGET = 'chrome148'
/** Of a module's text as esbuild prints it: what it imports, and what it finds beside itself. */
const RELATIVE_SOURCE = /((?:\bfrom|\bimport|\bimport\(|\bnew URL\()\s*"\.{1,2}\/[^"\n]+)\.ts"/g

/** Rejects with `unavailable` when there is nothing to build with, or no window. */
export async function buildShell({ appDir = APP_DIR, windowDir = join(PROJECT_DIR, WINDOW) } = {}): Promise<void> {
  if (!existsSync(join(windowDir, 'index.html'))) {
    throw new AppError('unavailable', `there is no window in ${windowDir}: "npx taskyard open" builds it`)
  }
  const esbuild = await import('esbuild').catch((error: unknown) => {
    throw new AppError('unavailable', 'esbuild is not installed: run `npm ci`', { cause: error })
  })
  // Beside the old one and then in its place: a desktop that runs reads files of it at any time.
  const freshDir = `${appDir}-${process.pid}`
  const oldDir = `${freshDir}-old`
  try {
    await makeApp(esbuild, { appDir: freshDir, windowDir })
    if (existsSync(appDir)) renameSync(appDir, oldDir)
    renameSync(freshDir, appDir)
  } finally {
    for (const dir of [freshDir, oldDir]) await rm(dir, { recursive: true, force: true })
  }
}

type Esbuild = typeof import('esbuild')

async function makeApp(esbuild: Esbuild, { appDir, windowDir }: { appDir: string; windowDir: string }) {
  await Promise.all([
    ...(await modules()).map((path) => translate(esbuild, { path, appDir })),
    buildPreload(esbuild, join(appDir, 'electron', 'preload.cjs')),
    ...COPIED.map((path) => cp(join(PROJECT_DIR, path), join(appDir, path), { recursive: true })),
    cp(windowDir, join(appDir, WINDOW), { recursive: true }),
    writeManifest(appDir),
  ])
}

export async function buildPreload(esbuild: Esbuild, outfile: string): Promise<void> {
  await esbuild.build({
    entryPoints: [join(PROJECT_DIR, PRELOAD)],
    outfile,
    bundle: true,
    format: 'cjs',
    target: CHROMIUM_TARGET,
    plugins: [electronByItsOldName],
    logLevel: 'silent',
  })
}

/** The one name that Electron's sandbox is documented to know. */
const electronByItsOldName: Plugin = {
  name: 'electron by its old name',
  setup(build) {
    build.onResolve({ filter: /^electron\/renderer$/ }, () => ({ path: 'electron', external: true }))
  },
}

async function modules(): Promise<string[]> {
  const found = await Promise.all(
    ['electron', 'shared'].map(async (top) => {
      const entries = await readdir(join(PROJECT_DIR, top), { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
        .map((entry) => relative(PROJECT_DIR, join(entry.parentPath, entry.name)))
    }),
  )
  const isLeftOut = (path: string) =>
    path === PRELOAD || [join('electron', 'dist'), join('electron', 'sample')].some((dir) => path.startsWith(dir + sep))
  return found.flat().filter((path) => !isLeftOut(path))
}

async function translate(esbuild: Esbuild, { path, appDir }: { path: string; appDir: string }): Promise<void> {
  const source = await readFile(join(PROJECT_DIR, path), 'utf8')
  const { code } = await esbuild.transform(source, { loader: 'ts', format: 'esm', target: NODE_TARGET })
  const target = join(appDir, path.replace(/\.ts$/, '.js'))
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, code.replace(RELATIVE_SOURCE, '$1.js"'))
}

/** What Electron reads to start, and where the host finds its version. */
async function writeManifest(appDir: string): Promise<void> {
  const { name, version, description, license, dependencies } = JSON.parse(
    await readFile(join(PROJECT_DIR, 'package.json'), 'utf8'),
  ) as Record<string, unknown> // our own file
  const manifest = { name, productName: 'Taskyard', version, description, license, type: 'module' }
  await mkdir(appDir, { recursive: true })
  await writeFile(
    join(appDir, 'package.json'),
    `${JSON.stringify({ ...manifest, main: 'electron/main.js', dependencies }, null, 2)}\n`,
  )
}
