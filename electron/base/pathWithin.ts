/** Where a path lies in a folder. Pure: nothing is looked up. */
import { isAbsolute, relative, resolve, sep } from 'node:path'

/** `path` relative to `dir`, with `/`; null when it lies outside. Both absolute. */
export function pathWithin(dir: string, path: string): string | null {
  const rest = relative(dir, resolve(path))
  if (rest === '' || rest === '..' || rest.startsWith(`..${sep}`) || isAbsolute(rest)) return null
  return rest.split(sep).join('/')
}
