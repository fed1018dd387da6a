/** A started program, whatever carries its input and output: what linuxPty.ts, otherPty.ts and pipes.ts have in common. */
import type { Channel, WindowSize } from './session.ts'

export type ProgramExit = { exitCode: number | null; signal: string | null }

export type Start = {
  file: string
  args: string[]
  workingDir: string
  environment: Record<string, string>
  /** What the program gets from descriptor 4 on. */
  descriptors: number[]
  onOutput(channel: Channel, bytes: Uint8Array): void
}

export type Program = {
  readonly pid: number
  /** Resolves with true once it is inside, with false when it ended before. */
  readonly arrived: Promise<boolean>
  /** After the last of its output. */
  readonly exited: Promise<ProgramExit>
  /** Resolves when more may come. Rejects with terminal_ended, and with concurrency_exceeded when much is waiting. */
  write(bytes: Uint8Array): Promise<void>
  endInput(): void
  resize(size: WindowSize): void
  pause(): void
  resume(): void
}
