/** Payload files of a project: `payloads/*.json` in each of some folders, the first one wins a name. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { MAX_ASYNC_PAYLOAD_BYTES } from '../../../shared/domain/limits.ts'
import { readWithin } from './sourceLines.ts'

const SAMPLES_DIR = 'payloads'
const MAX_SAMPLES = 20

export type PayloadSample = { name: string; text: string }

/** By name. What is too large for a task, no text, or leads out of its folder is left out. */
export async function payloadSamples(dirs: readonly string[]): Promise<PayloadSample[]> {
  const samples = new Map<string, PayloadSample>()
  for (const dir of dirs) {
    for (const name of await jsonFiles(join(dir, SAMPLES_DIR))) {
      if (samples.size === MAX_SAMPLES) break
      if (samples.has(name)) continue
      const text = await readWithin(dir, { file: join(SAMPLES_DIR, name), maxBytes: MAX_ASYNC_PAYLOAD_BYTES })
      if (text !== null) samples.set(name, { name, text })
    }
  }
  return [...samples.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function jsonFiles(dir: string): Promise<string[]> {
  try {
    return (await readdir(dir)).filter((name) => name.endsWith('.json')).sort()
  } catch {
    return [] // most projects have none
  }
}
