/** Database files hold payloads and access keys: whoever shares the machine must not read them. */
import { closeSync, openSync } from 'node:fs'

/** Makes an empty file for its owner only, unless it is there. SQLite gives its companions the same mode. */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600))
  } catch {
    // SQLite says better what is wrong.
  }
}
