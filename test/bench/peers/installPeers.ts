/**
 * Installs the packages of package.json beside this file, once, into a cache folder that no lock file,
 * type check or lint looks at, and loads them from there.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const WANTED = new URL('./package.json', import.meta.url)
const DIR = new URL('../../../node_modules/.cache/taskyard-bench-peers/', import.meta.url).pathname
const LAST_LINE_COUNT = 5

/** Null when they are there, else why not. */
export function installPeers(): string | null {
  const wanted = readFileSync(WANTED, 'utf8')
  const donePath = join(DIR, 'installed.json') // what the install that went through was asked for
  if (existsSync(donePath) && readFileSync(donePath, 'utf8') === wanted) return null
  mkdirSync(DIR, { recursive: true })
  writeFileSync(join(DIR, 'package.json'), wanted)
  const args = ['install', '--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund']
  const { status, stderr, error } = spawnSync('npm', args, {
    cwd: DIR,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (error) return `npm could not be started (${error.message})`
  if (status !== 0) return `"npm install" failed: ${stderr.trim().split('\n').slice(-LAST_LINE_COUNT).join(' ')}`
  writeFileSync(donePath, wanted)
  return null
}

/** The caller says what the package looks like: none of them is installed where its types would be found. */
export const loadPeer = <T>(name: string): T => createRequire(join(DIR, 'package.json'))(name) as T
