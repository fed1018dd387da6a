/** Terminals over real instances of a test, and a reader that takes all they print. */
import { onTestFinished } from 'vitest'
import type { Clock } from '../../electron/base/clock.ts'
import { systemClock } from '../../electron/base/clock.ts'
import type { LoginTarget } from '../../electron/base/instanceCalls.ts'
import { Terminals } from '../../electron/terminal/terminals.ts'
import type { Terminal } from '../../shared/contract/terminals.contract.ts'
import { until } from './until.ts'

const NEVER = new AbortController().signal
const READ_BYTES = 262_144

export type TestTerminalsOptions = {
  loginTarget(instanceId: string): LoginTarget | Promise<LoginTarget>
  clock?: Clock
  endOfInstance?: () => Promise<string | null>
}

export function openTerminals({ loginTarget, clock = systemClock, endOfInstance }: TestTerminalsOptions) {
  const told: Record<string, number>[] = []
  const terminals = new Terminals({
    clock,
    instances: {
      loginTarget: async (instanceId) => loginTarget(instanceId),
      setTerminals: async (counts) => void told.push(counts),
    },
    endOfInstance: endOfInstance ?? (async () => null),
  })
  onTestFinished(() => terminals.stop())
  const open = (instanceId: string, command?: string[]) =>
    terminals.open({ instanceId, window: { columns: 80, rows: 24 }, command, mayEnter: () => true })
  return { terminals, told, open }
}

/** Reads from the beginning on, as a window does. */
export class Watcher {
  readonly #terminals: Terminals
  readonly #terminalId: string
  readonly #chunks: Uint8Array[] = []
  lostBytes = 0
  nextByte = 0
  terminal: Terminal | null = null
  readonly done: Promise<void>

  constructor(terminals: Terminals, { terminalId }: Pick<Terminal, 'terminalId'>) {
    this.#terminals = terminals
    this.#terminalId = terminalId
    this.done = this.#follow()
  }

  get bytes(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  get text(): string {
    return this.bytes.toString()
  }

  /** Resolves with everything that was printed by then. */
  async sees(text: string | RegExp): Promise<string> {
    const isThere = () => (typeof text === 'string' ? this.text.includes(text) : text.test(this.text))
    await until(isThere, { what: `the terminal to print ${text}` }).catch((error: Error) => {
      throw new Error(`${error.message}; it has printed ${JSON.stringify(this.text)}`)
    })
    return this.text
  }

  async types(text: string): Promise<void> {
    await this.#terminals.write(this.#terminalId, Buffer.from(text))
  }

  async #follow(): Promise<void> {
    for (;;) {
      const wish = { terminalId: this.#terminalId, afterByte: this.nextByte, limitBytes: READ_BYTES }
      const { bytes, firstByte, nextByte, terminal } = await this.#terminals.read(wish, NEVER)
      this.lostBytes += firstByte - this.nextByte
      this.nextByte = nextByte
      this.terminal = terminal
      if (bytes.length > 0) this.#chunks.push(bytes)
      else if (terminal.state === 'ended') return
    }
  }
}
