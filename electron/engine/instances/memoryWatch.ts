/**
 * Watches the memory of an instance's whole process tree (DESIGN.md section 5). The sum of resident
 * pages counts shared ones twice, so the dear exact figure decides before anything is ended.
 */
import { processTree, proportionalBytes, residentBytes, type TreeUsage, usageOf } from './processTree.ts'

/** Children forked by a worker thread are looked for in every tenth sample only: it is dear. */
const THOROUGH_EVERY_COUNT = 10

export class MemoryWatch {
  readonly #limitBytes: number
  #sampleCount = 0
  #peakBytes = 0
  #strays: number[] = [] // found by the last thorough look

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  get peakBytes(): number {
    return this.#peakBytes
  }

  /** What the instance itself knows: its main process at its largest, also between samples. */
  note(bytes: number): void {
    if (bytes > this.#peakBytes) this.#peakBytes = bytes
  }

  /** True when the tree takes more than it may. */
  exceeds(rootPid: number): boolean {
    const pids = this.#pidsOf(rootPid)
    const bytes = this.#exactly(residentBytes(pids), pids)
    this.note(bytes)
    return bytes > this.#limitBytes
  }

  /** What the tree takes now, whether it works or not. Null: the system does not tell. */
  usage(rootPid: number): TreeUsage | null {
    const pids = this.#pidsOf(rootPid)
    const usage = usageOf(pids)
    if (usage === null) return null
    const bytes = this.#exactly(usage.residentBytes, pids)
    this.note(bytes)
    return { ...usage, residentBytes: bytes }
  }

  #pidsOf(rootPid: number): number[] {
    const isThorough = this.#sampleCount++ % THOROUGH_EVERY_COUNT === 0
    const tree = processTree(rootPid, isThorough)
    if (isThorough) this.#strays = tree
    return [...new Set([...tree, ...this.#strays])]
  }

  #exactly(bytes: number, pids: number[]): number {
    return bytes > this.#limitBytes ? proportionalBytes(pids) || bytes : bytes // zero: not told
  }
}
