/**
 * What keeps the namespaces of a program that has ended: a shell that ran it, ended everything else, tells
 * the exit code, and waits (electron/runtimes/node/linger.sh). It goes when it is told to, and with its
 * host, because then its socket closes.
 */
import type { Socket } from 'node:net'
import { LineSplitter } from './lineSplitter.ts'

/** A socket: the exit code comes out of it, and its end is the word to go. */
export const LINGER_FD = 4

/** Among the files of the runtime. */
export const LINGER_SCRIPT = 'linger.sh'

export class LingeringShell {
  readonly #socket: Socket

  /** `onEnded`: the program has ended, and nothing that it started lives; the namespaces wait for `release`. */
  constructor(socket: Socket, onEnded: (exitCode: number) => void) {
    this.#socket = socket
    const splitter = new LineSplitter((line) => onEnded(Number(line)))
    socket.setEncoding('utf8').on('data', (chunk: string) => splitter.push(chunk))
    socket.on('error', () => {}) // its end is told by that of the process
  }

  release(): void {
    this.#socket.destroy()
  }
}
