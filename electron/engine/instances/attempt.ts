/** One execution in an instance, from the moment the instance was given it to its end. */
import type { AttemptEnd, AttemptFacts, Invocation } from '../messages.ts'

/** How it will be reported whatever the handler still says: it was stopped, or took too long. */
export type Verdict = (facts: AttemptFacts) => AttemptEnd

export class Attempt {
  readonly id: number // counted by the instance
  readonly invocation: Invocation
  begunAtMs = 0
  begunElapsedMs = 0
  begunJudgedMs = 0
  isAnnounced = false
  isStopRequested = false
  verdict: Verdict | null = null
  /** Streams whose end mark has been read. */
  endedStreams = 0
  outputBytes = 0
  droppedBytes = 0
  droppedLines = 0
  tail = ''

  constructor(id: number, invocation: Invocation) {
    this.id = id
    this.invocation = invocation
  }
}
