/** What the rows of one transaction add to their zones (electron/storage/logMigrations/0004-outputZones.ts). Pure. */
import { type OutputRow, ZONE_ROW_COUNT, type ZoneRow } from '../storage/logs.sql.ts'

export class ZoneSums {
  readonly #zones = new Map<string, ZoneRow>()

  add(id: number, { functionId, stream, firstAtMs, lastAtMs, lineCount }: OutputRow): void {
    const zone = Math.floor(id / ZONE_ROW_COUNT)
    const key = `${zone} ${functionId}`
    const errorLineCount = stream === 'stderr' ? lineCount : 0
    const known = this.#zones.get(key)
    if (known === undefined) {
      this.#zones.set(key, {
        zone,
        functionId,
        firstAtMs: Math.min(firstAtMs, lastAtMs),
        lastAtMs: Math.max(firstAtMs, lastAtMs),
        lineCount,
        errorLineCount,
      })
      return
    }
    known.firstAtMs = Math.min(known.firstAtMs, firstAtMs, lastAtMs)
    known.lastAtMs = Math.max(known.lastAtMs, firstAtMs, lastAtMs)
    known.lineCount += lineCount
    known.errorLineCount += errorLineCount
  }

  rows(): IterableIterator<ZoneRow> {
    return this.#zones.values()
  }
}
