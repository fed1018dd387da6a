/**
 * Where two JSON texts differ: the paths of what has another value, or is there on one side only; of a whole
 * object that is missing just its own path. In the order of the left text, then of the right one. Empty for
 * texts that differ in writing only, or are no JSON.
 */
import { flattenJson } from './flattenJson.ts'

const MAX_PAIRS = 5_000

export function jsonDifferences(left: string, right: string): string[] {
  const a = pairsOf(left)
  const b = pairsOf(right)
  const differing = new Set<string>()
  const compare = (here: Map<string, string>, there: Map<string, string>) => {
    const known = prefixesOf(there.keys())
    for (const [path, value] of here) {
      if (there.get(path) !== value) differing.add(shortestUnknown(path, known))
    }
  }
  compare(a, b)
  compare(b, a)
  return [...differing].filter((path) => !ancestorsOf(path).some((above) => differing.has(above)))
}

const pairsOf = (text: string) => new Map(flattenJson(text, MAX_PAIRS).map(({ key, value }) => [key, value]))

function prefixesOf(paths: Iterable<string>): Set<string> {
  const known = new Set<string>()
  for (const path of paths) for (const prefix of [...ancestorsOf(path), path]) known.add(prefix)
  return known
}

function ancestorsOf(path: string): string[] {
  const parts = path.split('.')
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('.'))
}

/** The path itself when all of it is known. */
function shortestUnknown(path: string, known: Set<string>): string {
  return [...ancestorsOf(path), path].find((prefix) => !known.has(prefix)) ?? path
}
