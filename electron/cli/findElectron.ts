/**
 * Where Electron's program is. Its package is never imported here: that alone would start a download,
 * and throw without a network.
 */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

export type ElectronPlace = { path: string } | { missing: string }

const GET_IT = 'run `npx install-electron --no` with a network, or set ELECTRON_OVERRIDE_DIST_PATH to a folder with it'

/** `packageDir` is where the npm package is installed; null: it is not. */
export function findElectron(
  env: NodeJS.ProcessEnv = process.env,
  packageDir: string | null = electronPackageDir(),
): ElectronPlace {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  const pathFile = packageDir === null ? null : join(packageDir, 'path.txt')
  const executable = pathFile !== null && existsSync(pathFile) ? readFileSync(pathFile, 'utf8').trim() : null
  if (override !== undefined && override !== '') return there(join(override, executable ?? defaultExecutable()))
  if (packageDir === null) return { missing: 'the package electron is not installed: run `npm ci`' }
  if (executable === null) return { missing: `Electron's program was never fetched: ${GET_IT}` }
  return there(join(packageDir, 'dist', executable))
}

function there(path: string): ElectronPlace {
  return existsSync(path) ? { path } : { missing: `there is no Electron at ${path}: ${GET_IT}` }
}

function defaultExecutable(): string {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron'
  return process.platform === 'win32' ? 'electron.exe' : 'electron'
}

function electronPackageDir(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return null
  }
}
