/**
 * A PostgreSQL of our own on a loopback socket, with its defaults (a commit waits for the disk). It refuses
 * to run as root: started by root it runs as the user that its package made.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { benchDir } from '../benchDir.ts'
import { findProgram, pathFolders } from './findProgram.ts'

export type PostgresServer = AsyncDisposable & { socketDir: string; user: string }

const DEBIAN_DIR = '/usr/lib/postgresql'
const USER = 'bench'

/** The folder with its programs; null: not installed. */
export function findPostgres(): string | null {
  const versions = existsSync(DEBIAN_DIR) ? readdirSync(DEBIAN_DIR).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map((version) => join(DEBIAN_DIR, version, 'bin')), ...pathFolders()]
  return folders.find((folder) => findProgram('initdb', [folder]) && findProgram('postgres', [folder])) ?? null
}

export async function startPostgres(): Promise<PostgresServer> {
  const programs = findPostgres()
  if (programs === null) throw new Error('there is no PostgreSQL')
  const dir = benchDir()
  const identity = process.getuid?.() === 0 ? userOf('postgres') : null
  if (identity !== null) chownSync(dir.path, identity.uid, identity.gid)
  const dataDir = join(dir.path, 'data')
  const options = { ...(identity ?? {}), cwd: dir.path }
  execFileSync(join(programs, 'initdb'), ['-D', dataDir, '-U', USER, '-A', 'trust', '--no-sync'], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const settings = ['-c', 'listen_addresses=', '-c', `unix_socket_directories=${dir.path}`]
  const child = spawn(join(programs, 'postgres'), ['-D', dataDir, ...settings], {
    ...options,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  process.once('exit', () => child.kill('SIGQUIT'))
  const exit = once(child, 'exit')
  let output = ''
  const isReady = new Promise<void>((resolve) => {
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text
      if (output.includes('ready to accept connections')) resolve()
    })
  })
  await Promise.race([isReady, exit.then(() => Promise.reject(new Error(`postgres ended: ${output}`)))])
  return {
    socketDir: dir.path,
    user: USER,
    async [Symbol.asyncDispose]() {
      child.kill('SIGINT') // ends it without waiting for its clients
      await exit
      dir[Symbol.dispose]()
    },
  }
}

function userOf(name: string): { uid: number; gid: number } {
  const idOf = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}
