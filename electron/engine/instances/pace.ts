/**
 * How long the runs of a function take of late, and so how many of them to send ahead to an instance:
 * where a run is far shorter than a hop between processes, the next ones must already be there.
 */
const MAX_DEPTH = 64
const MIN_SAMPLE_COUNT = 8
/** Work sent ahead should last about this long: more than a hop, little enough to hand back in time. */
const AHEAD_MS = 4
const MIN_RUN_MS = AHEAD_MS / MAX_DEPTH
const NEWEST_SHARE_RATIO = 0.2

export class Pace {
  #sampleCount = 0
  #typicalRunMs = 0

  sample(runMs: number): void {
    const isFirst = this.#sampleCount++ === 0
    this.#typicalRunMs = isFirst ? runMs : this.#typicalRunMs + NEWEST_SHARE_RATIO * (runMs - this.#typicalRunMs)
  }

  /** Null while there were too few runs to tell: the first ones are slow, the code is cold. */
  get typicalRunMs(): number | null {
    return this.#sampleCount < MIN_SAMPLE_COUNT ? null : this.#typicalRunMs
  }

  /** How many an instance may hold for each that it runs at once. */
  get depth(): number {
    const runMs = this.typicalRunMs
    return runMs === null ? 1 : Math.max(1, Math.floor(AHEAD_MS / Math.max(MIN_RUN_MS, runMs)))
  }
}
