/**
 * One keep-alive HTTP connection; answers come in the order of the requests. It costs a few microseconds
 * a request, where Node's own client costs more than the server it would measure. Understands just what
 * our servers answer: a body has a Content-Length.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type Answer = { status: number; head: string; body: string }
type Waiting = { resolve(answer: Answer): void; reject(error: Error): void }

const END_OF_HEAD = '\r\n\r\n'

export class HttpConnection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #waiting: Waiting[] = []

  /** `endpoint` is host:port. */
  static async open(endpoint: string): Promise<HttpConnection> {
    const { hostname, port } = new URL(`http://${endpoint}`)
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    await once(socket, 'connect')
    return new HttpConnection(socket)
  }

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#onData(chunk))
    socket.on('error', (error) => this.#fail(error))
    socket.on('close', () => this.#fail(new Error('the server closed the connection')))
  }

  /** `request` is the whole request as it goes over the wire. */
  send(request: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#socket.write(request)
    })
  }

  close(): void {
    this.#socket.destroy()
  }

  #onData(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    for (let answer = this.#take(); answer !== null; answer = this.#take()) this.#waiting.shift()?.resolve(answer)
  }

  /** Null while none has arrived whole. */
  #take(): Answer | null {
    const headEnd = this.#received.indexOf(END_OF_HEAD)
    if (headEnd < 0) return null
    const head = this.#received.toString('latin1', 0, headEnd)
    const bodyStart = headEnd + END_OF_HEAD.length
    const bodyEnd = bodyStart + Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.#received.length < bodyEnd) return null
    const body = this.#received.toString('utf8', bodyStart, bodyEnd)
    this.#received = this.#received.subarray(bodyEnd)
    return { status: Number(head.slice('HTTP/1.1 '.length).slice(0, 3)), head, body }
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
