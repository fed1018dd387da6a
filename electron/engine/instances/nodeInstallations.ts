/**
 * The Node binaries of this machine, in the order in which a user would expect them to be taken: those
 * on PATH, then those of the usual version managers, newest first.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, realpathSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { compareVersions } from './nodeVersions.ts'

export type Installation = { path: string; version: string }

const PROBE_TIMEOUT_MS = 10_000
const VERSION = /v?(\d+\.\d+\.\d+)$/

/** Where version managers keep their versions, relative to the home folder, and the binary in each. */
const MANAGERS = [
  { folder: '.nvm/versions/node', binary: 'bin/node' },
  { folder: '.local/share/fnm/node-versions', binary: 'installation/bin/node' },
  { folder: '.volta/tools/image/node', binary: 'bin/node' },
  { folder: '.asdf/installs/nodejs', binary: 'bin/node' },
  { folder: '.local/share/mise/installs/node', binary: 'bin/node' },
]

export function installationsOnPath(path: string): Installation[] {
  const names = process.platform === 'win32' ? ['node.exe'] : ['node', 'nodejs']
  const found = new Map<string, Installation>()
  for (const folder of path.split(delimiter)) {
    // Our own node_modules hold the Node that we run on, not one that the user has chosen.
    if (folder === '' || folder.split(/[\\/]/).includes('node_modules')) continue
    for (const name of names) {
      const installation = askNode(join(folder, name))
      if (installation !== null && !found.has(installation.path)) found.set(installation.path, installation)
    }
  }
  return [...found.values()]
}

export function managedInstallations(homeDir: string): Installation[] {
  return MANAGERS.flatMap(({ folder, binary }) =>
    list(join(homeDir, folder)).flatMap((name) => {
      const version = VERSION.exec(name)?.[1]
      const path = realPath(join(homeDir, folder, name, binary))
      return version === undefined || path === null ? [] : [{ path, version: `v${version}` }]
    }),
  ).sort((left, right) => compareVersions(left.version, right.version))
}

const answers = new Map<string, Installation | null>()

/** Asks the binary itself, once: a shim on PATH answers with the real binary, which starts faster. */
export function askNode(candidate: string): Installation | null {
  const real = realPath(candidate)
  if (real === null) return null
  let answer = answers.get(real)
  if (answer === undefined) {
    answer = ask(candidate)
    answers.set(real, answer)
  }
  return answer
}

function ask(candidate: string): Installation | null {
  try {
    const script = 'process.versions.electron ? "" : process.version + " " + process.execPath'
    const answer = execFileSync(candidate, ['-p', script], {
      encoding: 'utf8',
      timeout: PROBE_TIMEOUT_MS,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [version = '', ...path] = answer.trim().split(' ')
    return VERSION.test(version) ? { version, path: path.join(' ') } : null
  } catch {
    return null // not a Node
  }
}

function realPath(path: string): string | null {
  try {
    return realpathSync(path)
  } catch {
    return null
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
