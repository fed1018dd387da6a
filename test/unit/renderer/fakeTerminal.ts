/** One terminal of a host that a test plays: what it has printed, what it was sent, and a screen that takes its time. */
import type { Terminal } from '../../../shared/contract/terminals.contract.ts'
import { AppError } from '../../../shared/errors.ts'

type Read = { afterByte: number; limitBytes: number }

export const terminalRow = (fields: Partial<Terminal> = {}): Terminal => ({
  terminalId: 't-1',
  instanceId: 'c-7f3a',
  functionName: 'charge-card',
  command: ['/bin/bash'],
  openedAtMs: 1_000,
  columns: 80,
  rows: 24,
  state: 'open',
  exitCode: null,
  endReason: null,
  place: 'namespaces',
  isHeld: false,
  ...fields,
})

export class FakeTerminal {
  row: Terminal = terminalRow()
  /** Bytes before this one are no longer kept. */
  firstByte = 0
  isClosed = false
  readonly reads: Read[] = []
  #printed = new Uint8Array()
  #wake: (() => void)[] = []

  print(text: string): void {
    this.#printed = Uint8Array.from([...this.#printed, ...new TextEncoder().encode(text)])
    this.#answer()
  }

  change(fields: Partial<Terminal>): void {
    this.row = { ...this.row, ...fields }
    this.#answer()
  }

  close(): void {
    this.isClosed = true
    this.#answer()
  }

  /** As `terminals.read`: when there is something, or it has ended. */
  read = async ({ afterByte, limitBytes }: Read) => {
    this.reads.push({ afterByte, limitBytes })
    while (!this.isClosed && this.row.state === 'open' && this.#printed.length <= afterByte) {
      await new Promise<void>((resolve) => this.#wake.push(resolve))
    }
    if (this.isClosed) throw new AppError('terminal_not_found', 'it was closed')
    const firstByte = Math.max(afterByte, this.firstByte)
    const bytes = this.#printed.slice(firstByte, firstByte + limitBytes)
    return { bytes, firstByte, nextByte: firstByte + bytes.length, terminal: this.row }
  }

  #answer(): void {
    for (const wake of this.#wake.splice(0)) wake()
  }
}

/** Takes what is written to it when the test says so. */
export class FakeScreen {
  shown = ''
  readonly marks: number[] = []
  readonly sizes: { columns: number; rows: number }[] = []
  /** What it was given and has not worked on yet. */
  waiting: (() => void)[] = []
  takesAtOnce = true

  write = (bytes: Uint8Array, taken: () => void): void => {
    this.waiting.push(() => {
      this.shown += new TextDecoder().decode(bytes)
      taken()
    })
    if (this.takesAtOnce) this.take()
  }
  markLost = (lostBytes: number): void => void this.marks.push(lostBytes)
  resizeTo = (size: { columns: number; rows: number }): void => void this.sizes.push(size)

  take(): void {
    for (const work of this.waiting.splice(0)) work()
  }
}
