/**
 * A process that does nothing, in the environment and folder of an instance that has ended, for systems
 * without namespaces: as long as it lives, the instance is held. It ends with its host.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import type { Launch } from './launch.ts'

const isWindows = process.platform === 'win32'

/** Null when the system refuses to start any process. */
export function startKeeper({ environment, codePath, interpreterPath }: Launch): ChildProcess | null {
  const [file, args] = isWindows
    ? [interpreterPath, ['-e', 'process.stdin.resume()']]
    : ['/bin/sh', ['-c', 'read -r line']]
  try {
    const keeper = spawn(file, args, {
      cwd: codePath,
      env: environment,
      stdio: ['pipe', 'ignore', 'ignore'], // the host's end of the pipe is closed when it dies
      detached: true,
      windowsHide: true,
    })
    keeper.on('error', () => {})
    return keeper.pid === undefined ? null : keeper
  } catch {
    return null // some refusals come as an event, others are thrown
  }
}
