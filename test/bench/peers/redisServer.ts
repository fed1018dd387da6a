/** A redis-server of our own on a loopback socket, durable as BullMQ's users have it: append-only file, fsync each second. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { benchDir } from '../benchDir.ts'
import { findProgram, pathFolders } from './findProgram.ts'

export type RedisServer = AsyncDisposable & { socketPath: string }

export const findRedis = () => findProgram('redis-server', pathFolders())

export async function startRedis(): Promise<RedisServer> {
  const program = findRedis()
  if (program === null) throw new Error('there is no redis-server')
  const dir = benchDir()
  const socketPath = join(dir.path, 'redis.sock')
  const settings = ['--port', '0', '--unixsocket', socketPath, '--dir', dir.path, '--save', '']
  const durable = ['--appendonly', 'yes', '--appendfsync', 'everysec', '--maxmemory-policy', 'noeviction']
  const child = spawn(program, [...settings, ...durable], { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => child.kill('SIGKILL'))
  const exit = once(child, 'exit')
  let output = ''
  const isReady = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
      if (output.includes('ready to accept connections')) resolve()
    })
  })
  await Promise.race([isReady, exit.then(() => Promise.reject(new Error(`redis-server ended: ${output}`)))])
  return {
    socketPath,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await exit
      dir[Symbol.dispose]()
    },
  }
}
