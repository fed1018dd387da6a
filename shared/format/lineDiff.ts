/**
 * Two texts line by line: what both have, what only the left and what only the right has, in an order that
 * gives both texts back. Exact for texts that differ little (Myers, up to `MAX_STEPS` differences); what
 * differs more is the whole left part and then the whole right part.
 */
export type DiffLine = { side: 'both' | 'left' | 'right'; text: string }
export type DiffCount = { leftCount: number; rightCount: number }

const MAX_STEPS = 400

/** The empty text has no lines; a break at the end begins none. */
export function linesOf(text: string): string[] {
  if (text === '') return []
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
}

export function lineDiff(left: string, right: string): DiffLine[] {
  const a = linesOf(left)
  const b = linesOf(right)
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < Math.min(a.length, b.length) - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++
  const both = (lines: string[]) => lines.map((text): DiffLine => ({ side: 'both', text }))
  return [
    ...both(a.slice(0, head)),
    ...middle(a.slice(head, a.length - tail), b.slice(head, b.length - tail)),
    ...both(a.slice(a.length - tail)),
  ]
}

/** How many lines only one of the texts has. */
export function countDiff(left: string, right: string): DiffCount {
  const count = { leftCount: 0, rightCount: 0 }
  for (const { side } of lineDiff(left, right)) {
    if (side === 'left') count.leftCount += 1
    else if (side === 'right') count.rightCount += 1
  }
  return count
}

/** Myers: furthest `x` on each diagonal for each number of differences, then the way back. */
function middle(a: readonly string[], b: readonly string[]): DiffLine[] {
  const limit = Math.min(a.length + b.length, MAX_STEPS)
  let furthest = new Map([[1, 0]])
  const trace: Map<number, number>[] = []
  for (let steps = 0; steps <= limit; steps++) {
    trace.push(new Map(furthest))
    const next = new Map(furthest)
    for (let diagonal = -steps; diagonal <= steps; diagonal += 2) {
      let x = startOn(furthest, { diagonal, steps })
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++
      next.set(diagonal, x)
      if (x >= a.length && x - diagonal >= b.length) return wayBack(a, b, trace)
    }
    furthest = next
  }
  return [
    ...a.map((text): DiffLine => ({ side: 'left', text })),
    ...b.map((text): DiffLine => ({ side: 'right', text })),
  ]
}

type Point = { diagonal: number; steps: number }

const isDown = (furthest: Map<number, number>, { diagonal, steps }: Point) =>
  diagonal === -steps || (diagonal !== steps && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1))

function startOn(furthest: Map<number, number>, point: Point): number {
  return isDown(furthest, point) ? (furthest.get(point.diagonal + 1) ?? 0) : (furthest.get(point.diagonal - 1) ?? 0) + 1
}

function wayBack(a: readonly string[], b: readonly string[], trace: Map<number, number>[]): DiffLine[] {
  const reversed: DiffLine[] = []
  let x = a.length
  let y = b.length
  for (let steps = trace.length - 1; steps >= 0; steps--) {
    const furthest = trace[steps] ?? new Map<number, number>()
    const point = { diagonal: x - y, steps }
    const down = isDown(furthest, point)
    const fromDiagonal = down ? point.diagonal + 1 : point.diagonal - 1
    const fromX = furthest.get(fromDiagonal) ?? 0
    const fromY = fromX - fromDiagonal
    while (x > fromX && y > fromY && x > 0 && y > 0) {
      x--
      y--
      reversed.push({ side: 'both', text: a[x] ?? '' })
    }
    if (steps === 0) break
    if (down) {
      y--
      reversed.push({ side: 'right', text: b[y] ?? '' })
    } else {
      x--
      reversed.push({ side: 'left', text: a[x] ?? '' })
    }
  }
  return reversed.reverse()
}
