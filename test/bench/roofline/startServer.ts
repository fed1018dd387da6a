/** Starts the roofline's server and ends it. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { benchDir } from '../benchDir.ts'
import type { RooflineStatus } from './server.ts'

export type RooflineServer = AsyncDisposable & { endpoint: string; status(): Promise<RooflineStatus> }

const SCRIPT = new URL('./server.ts', import.meta.url)

/** `run`: jobs are run as they come; `hold`: they only wait. */
export async function startRooflineServer(mode: 'run' | 'hold'): Promise<RooflineServer> {
  const dir = benchDir()
  const child = fork(SCRIPT, [dir.path, mode])
  const answer = async <T>() => (await once(child, 'message'))[0] as T // server.ts says what it sends
  const port = await answer<number>()
  return {
    endpoint: `127.0.0.1:${port}`,
    status() {
      child.send('status')
      return answer<RooflineStatus>()
    },
    async [Symbol.asyncDispose]() {
      const exit = once(child, 'exit')
      child.disconnect()
      await exit
      dir[Symbol.dispose]()
    },
  }
}
