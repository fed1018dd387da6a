/** How much was written over the last minutes or hours, in equal parts: the picture above the stream. */
import { create } from 'zustand'
import { AppError } from '../../shared/errors.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../shared/units/time.ts'
import { client } from '../bridge/client.ts'
import { follow } from './live.ts'
import { filterOf, type StreamFilter } from './logFilter.ts'
import { paced } from './paced.ts'
import { whileVisible } from './visibility.ts'

export const VOLUME_SPANS = ['15m', '1h', '24h'] as const
export type VolumeSpan = (typeof VOLUME_SPANS)[number]
const SPAN_MS: Record<VolumeSpan, number> = { '15m': 15 * MINUTE_MS, '1h': HOUR_MS, '24h': DAY_MS }
export const VOLUME_PARTS = 90

type LogVolume = {
  span: VolumeSpan
  fromMs: number
  beforeMs: number
  lines: readonly number[] // none: not read yet
  errorLines: readonly number[]
}
const NOTHING: Omit<LogVolume, 'span'> = { fromMs: 0, beforeMs: 0, lines: [], errorLines: [] }
export const useLogVolume = create<LogVolume>(() => ({ span: '15m', ...NOTHING }))
/** Whose picture it is; the answers to another filter come too late. */
let shown: StreamFilter | null = null

export const logVolumeActions = {
  show: (span: VolumeSpan): void => useLogVolume.setState({ span }),
}

/** Until the returned function is called. */
export function followLogVolume(filter: StreamFilter): () => void {
  shown = filter
  const stop = whileVisible(() => {
    const pull = paced(() => load(filter))
    const stops = [
      follow('logs', pull),
      useLogVolume.subscribe((now, before) => {
        if (now.span !== before.span) void load(filter)
      }),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  })
  return () => {
    stop()
    if (shown !== filter) return
    shown = null
    forgetLogVolume()
  }
}

export const forgetLogVolume = (): void => useLogVolume.setState(NOTHING)

/** The chunk that was written first in a part of the picture; null: none was from there on. */
export async function chunkAt(filter: StreamFilter, atMs: number): Promise<number | null> {
  const { chunks } = await client['logs.read']({
    filter: { ...filterOf(filter), fromMs: Math.floor(atMs) },
    direction: 'forward',
    limitBytes: 1,
  })
  return chunks[0]?.id ?? null
}

async function load(filter: StreamFilter): Promise<void> {
  const { span } = useLogVolume.getState()
  const stepMs = SPAN_MS[span] / VOLUME_PARTS
  const beforeMs = (Math.floor(Date.now() / stepMs) + 1) * stepMs // parts stand still while time goes on
  const fromMs = beforeMs - SPAN_MS[span]
  const parts = VOLUME_PARTS
  try {
    const { lines, errorLines } = await client['logs.volume']({ filter: filterOf(filter), fromMs, beforeMs, parts })
    if (shown === filter && useLogVolume.getState().span === span)
      useLogVolume.setState({ fromMs, beforeMs, lines, errorLines })
  } catch (error) {
    if (!(error instanceof AppError)) throw error // the stream itself says what is wrong
  }
}
