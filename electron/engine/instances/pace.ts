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
const RECENT_COUNT = 32

export class Pace {
  readonly #recentMs: number[] = []
  #sampleCount = 0
  #averageMs = 0
  #typicalRunMs: number | null = null

  sample(runMs: number): void {
    this.#recentMs[this.#sampleCount % RECENT_COUNT] = runMs
    this.#averageMs = this.#sampleCount === 0 ? runMs : this.#averageMs + NEWEST_SHARE_RATIO * (runMs - this.#averageMs)
    if (++this.#sampleCount % MIN_SAMPLE_COUNT === 0) this.#typicalRunMs = median(this.#recentMs)
  }

  /**
   * The median of the last runs, by which instances are started: on a busy machine a few runs are held up
   * for long, and more processes would only make it busier. Null while there were too few runs to tell:
   * the first ones are slow, the code is cold.
   */
  get typicalRunMs(): number | null {
    return this.#typicalRunMs
  }

  /** Its runs are so short that they are sent ahead, whatever one of them took. */
  get isQuick(): boolean {
    return this.#typicalRunMs !== null && depthFor(this.#typicalRunMs) > 1
  }

  /** How many an instance may hold for each that it runs at once. A single slow run makes it shallow at once. */
  get depth(): number {
    return this.#sampleCount < MIN_SAMPLE_COUNT ? 1 : depthFor(this.#averageMs)
  }
}

const depthFor = (runMs: number) => Math.max(1, Math.floor(AHEAD_MS / Math.max(MIN_RUN_MS, runMs)))

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
