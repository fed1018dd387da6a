/** The colour of a function in lists of lines: always the same for the same name (DESIGN-LANGUAGE.md section 2). */
const COLOURS = 5 // the sixth is "engine" or "other"

export function sourceColour(functionName: string): number {
  let hash = 0
  for (const character of functionName) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return (hash % COLOURS) + 1
}
