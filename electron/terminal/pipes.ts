/** A program between plain pipes, its output and its errors apart: FC's exec without a terminal. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { AppError } from '../../shared/errors.ts'
import { arrivalOf } from './arrival.ts'
import { LastWords } from './lastWords.ts'
import type { Program, ProgramExit, Start } from './program.ts'
import type { Channel } from './session.ts'

export function startBetweenPipes(start: Start): Program {
  const child = spawn(start.file, start.args, {
    cwd: start.workingDir,
    env: start.environment,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe', ...start.descriptors],
  })
  const { stdin, stdout, stderr } = child
  if (stdin === null || stdout === null || stderr === null)
    throw new AppError('internal', 'a program without its pipes')
  const readables = [stdout, stderr]
  const lastWords = new LastWords(() => {
    for (const stream of readables) stream.destroy()
  })
  const forward = (stream: Readable, channel: Channel) =>
    stream.on('data', (bytes: Buffer) => {
      start.onOutput(channel, bytes)
      lastWords.heard(bytes)
    })
  forward(stdout, 'stdout')
  forward(stderr, 'stderr')
  const closed = Promise.all(readables.map((stream) => new Promise((resolve) => stream.once('close', resolve))))
  stdin.on('error', () => {}) // it reads no more

  const ended = Promise.withResolvers<ProgramExit>()
  child.on('error', () => ended.resolve({ exitCode: null, signal: null }))
  child.on('exit', (exitCode, signal) => ended.resolve({ exitCode, signal }))
  const exited = ended.promise.then(async (exit) => {
    for (const stream of readables) stream.resume()
    lastWords.begin()
    await closed
    lastWords.end()
    stdin.destroy()
    return exit
  })

  return {
    pid: child.pid ?? 0,
    arrived: arrivalOf(child),
    exited,
    async write(bytes) {
      if (stdin.destroyed || stdin.writableEnded) {
        throw new AppError('terminal_ended', 'the program takes no more input')
      }
      if (stdin.write(bytes)) return
      const controller = new AbortController()
      const { signal } = controller
      await Promise.race([once(stdin, 'drain', { signal }), once(stdin, 'close', { signal })]).catch(() => {})
      controller.abort()
    },
    endInput: () => void stdin.end(),
    resize: () => {},
    pause: () => {
      if (!lastWords.isListening) for (const stream of readables) stream.pause()
    },
    resume: () => {
      for (const stream of readables) stream.resume()
    },
  }
}
