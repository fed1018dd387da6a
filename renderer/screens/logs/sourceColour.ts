/**
 * The colour of a function in lists of lines: by its name, so that it is mostly the same in every window, and kept. A
 * name that meets another one's colour takes the next that is free (DESIGN-LANGUAGE.md section 2).
 */
const COLOURS = 5 // the sixth is "engine" or "other"
const assigned = new Map<string, number>()

export function sourceColour(functionName: string): number {
  const known = assigned.get(functionName)
  if (known !== undefined) return known
  const taken = new Set(assigned.values())
  const wanted = hashOf(functionName)
  const colours = Array.from({ length: COLOURS }, (_, step) => ((wanted + step) % COLOURS) + 1)
  const colour = colours.find((candidate) => !taken.has(candidate)) ?? (wanted % COLOURS) + 1
  assigned.set(functionName, colour)
  return colour
}

function hashOf(name: string): number {
  let hash = 0
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return hash % COLOURS
}
