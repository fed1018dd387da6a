/** A host as users start it, `taskyard serve` through the launcher, over the functions of benchProject.ts. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { readEndpoint } from '../../electron/host/endpointFile.ts'
import { benchDir } from './benchDir.ts'
import { writeBenchProject } from './benchProject.ts'
import { type AccessKey, FcClient } from './fcClient.ts'
import { TaskCounts } from './taskCounts.ts'

const LAUNCHER = new URL('../../electron/launcher.cjs', import.meta.url).pathname
const KEY: AccessKey = { id: 'bench-key', secret: 'bench-secret' }

export type BenchHost = AsyncDisposable & {
  workspaceDir: string
  endpoint: string
  key: AccessKey
  client: FcClient
  counts: TaskCounts
}

/** `prepare` may put a database into the workspace before the host opens it. */
export async function startBenchHost(prepare: (workspaceDir: string) => void = () => {}): Promise<BenchHost> {
  const dir = benchDir()
  const projectDir = join(dir.path, 'project')
  const workspaceDir = join(dir.path, 'workspace')
  writeBenchProject(projectDir)
  prepare(workspaceDir)
  const options = ['--workspace', workspaceDir, '--port', '0', '--access-key', `${KEY.id}:${KEY.secret}`]
  const child = spawn(process.execPath, [LAUNCHER, 'serve', projectDir, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  await Promise.race([once(child.stdout, 'data'), exit]) // it greets once it serves
  child.stdout.resume()
  const endpoint = readEndpoint(workspaceDir)
  if (endpoint === null) throw new Error('the host ended, or does not say where it listens')
  const client = await FcClient.open(endpoint.fcEndpoint, KEY)
  const counts = new TaskCounts(workspaceDir)
  return {
    workspaceDir,
    endpoint: endpoint.fcEndpoint,
    key: KEY,
    client,
    counts,
    async [Symbol.asyncDispose]() {
      client.close()
      counts.close()
      child.kill('SIGTERM')
      await exit
      dir[Symbol.dispose]()
    },
  }
}
