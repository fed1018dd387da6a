/**
 * A program in a pseudoterminal, on Linux.
 *
 * The pty comes from node-pty, the process from Node. node-pty's own `spawn` waits for its child in a thread that
 * is joined when ours ends: a blocked gateway with a shell could then never be replaced (measured: `terminate()`
 * took as long as the shell lived). It also drops what was not read 200 ms after the exit, and spins while a
 * program does not read its input.
 */
import { type StdioOptions, spawn } from 'node:child_process'
import { closeSync, writeSync } from 'node:fs'
import { ReadStream } from 'node:tty'
import { arrivalOf } from './arrival.ts'
import { InputQueue } from './inputQueue.ts'
import { LastWords } from './lastWords.ts'
import { nodePty } from './nodePty.ts'
import type { Program, ProgramExit, Start } from './program.ts'
import type { WindowSize } from './session.ts'

/** Not in node-pty's types; its version is pinned. */
type NativePty = {
  open(columns: number, rows: number): { master: number; slave: number }
  resize(descriptor: number, columns: number, rows: number, widthPixels: number, heightPixels: number): void
}
const { native } = nodePty as unknown as { native: NativePty }

const END_OF_FILE = Uint8Array.of(4)

type Ends = { slave: number; output: ReadStream }

/**
 * Throws when the system refuses, and then leaves nothing of the pty. The slave is the child's alone afterwards:
 * as long as anybody else holds it, the output never ends. (A stream of it would hold a second descriptor, because
 * libuv opens terminals anew.)
 */
function startChild({ file, args, workingDir, environment, descriptors }: Start, { slave, output }: Ends) {
  try {
    const stdio: StdioOptions = [slave, slave, slave, 'pipe', ...descriptors]
    return spawn(file, args, { cwd: workingDir, env: environment, stdio })
  } catch (error) {
    output.destroy()
    throw error
  } finally {
    closeSync(slave)
  }
}

export function startInLinuxPty(start: Start, window: WindowSize): Program {
  const { master, slave } = native.open(window.columns, window.rows)
  const output = new ReadStream(master)
  const child = startChild(start, { slave, output })

  const input = new InputQueue((bytes) => {
    if (output.destroyed) throw new Error('closed') // its number may be another file's by now
    try {
      return writeSync(master, bytes)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0
      throw error
    }
  })
  const closed = Promise.withResolvers<void>()
  const lastWords = new LastWords(() => output.destroy())
  output.on('data', (bytes) => {
    start.onOutput('stdout', bytes)
    lastWords.heard(bytes)
  })
  output.on('error', () => {}) // EIO: nobody holds the other end any more
  output.on('close', () => {
    input.close()
    closed.resolve()
  })

  const ended = Promise.withResolvers<ProgramExit>()
  child.on('error', () => ended.resolve({ exitCode: null, signal: null }))
  child.on('exit', (exitCode, signal) => ended.resolve({ exitCode, signal }))
  const exited = ended.promise.then(async (exit) => {
    output.resume() // it is little by now, and is still wanted
    lastWords.begin()
    await closed.promise
    lastWords.end()
    return exit
  })

  return {
    pid: child.pid ?? 0,
    arrived: arrivalOf(child),
    exited,
    write: (bytes) => input.write(bytes),
    endInput: () => void input.write(END_OF_FILE).catch(() => {}),
    resize: ({ columns, rows }) => {
      if (!output.destroyed) native.resize(master, columns, rows, 0, 0)
    },
    pause: () => {
      if (!lastWords.isListening) output.pause()
    },
    resume: () => void output.resume(),
  }
}
