/**
 * How the samples of an instance are stored: text of about 15 bytes a second. Times are gaps, percents are
 * tenths and memory is in KiB, since the system counts it in pages.
 */
import { KIB_BYTES } from '../../shared/units/bytes.ts'
import type { Samples } from '../base/instanceCalls.ts'

type Stored = { startedAtMs: number; gapsMs: number[]; cpuTenths: number[]; memoryKib: number[] }

export function sampleText({ atMs, cpuPercents, memoryBytes }: Samples): string {
  const stored: Stored = {
    startedAtMs: atMs[0] ?? 0,
    gapsMs: atMs.map((ms, index) => ms - (atMs[index - 1] ?? ms)),
    cpuTenths: cpuPercents.map((percent) => Math.round(percent * 10)),
    memoryKib: memoryBytes.map((bytes) => Math.round(bytes / KIB_BYTES)),
  }
  return JSON.stringify(stored)
}

export function samplesFrom(text: string): Samples {
  const { startedAtMs, gapsMs, cpuTenths, memoryKib } = JSON.parse(text) as Stored // `sampleText` wrote it
  let lastAtMs = startedAtMs
  return {
    atMs: gapsMs.map((gapMs) => {
      lastAtMs += gapMs
      return lastAtMs
    }),
    cpuPercents: cpuTenths.map((tenths) => tenths / 10),
    memoryBytes: memoryKib.map((kib) => kib * KIB_BYTES),
  }
}
