/**
 * A program in a pseudoterminal where the system is not Linux, or has no setsid: node-pty as it is. There is no
 * way to say "not now" to what is typed, and a thread that is blocked cannot be replaced before the shell ends.
 */
import { nodePty } from './nodePty.ts'
import type { Program, ProgramExit, Start } from './program.ts'
import type { WindowSize } from './session.ts'

const END_OF_FILE = '\x04'

export function startInOtherPty(start: Start, window: WindowSize): Program {
  const pty = nodePty.spawn(start.file, start.args, {
    cols: window.columns,
    rows: window.rows,
    cwd: start.workingDir,
    env: start.environment,
    encoding: null,
  })
  // without an encoding it gives buffers, whatever its types say
  pty.onData((bytes: unknown) => start.onOutput('stdout', bytes as Uint8Array))
  let hasExited = false
  const exited = new Promise<ProgramExit>((resolve) =>
    pty.onExit(({ exitCode, signal }) => {
      hasExited = true
      resolve(signal ? { exitCode: null, signal: String(signal) } : { exitCode, signal: null })
    }),
  )
  return {
    pid: pty.pid,
    arrived: Promise.resolve(true),
    exited,
    write: async (bytes) => pty.write(Buffer.from(bytes)),
    endInput: () => pty.write(END_OF_FILE),
    resize: ({ columns, rows }) => {
      if (!hasExited) pty.resize(columns, rows)
    },
    pause: () => pty.pause(),
    resume: () => pty.resume(),
  }
}
