/**
 * What the window knows about its host: who it is, what it uses, and how many tasks it has in which state.
 * A cache: when the host is lost the last numbers stay, and `isStale` says so.
 */
import { create } from 'zustand'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { hostContract } from '../../shared/contract/host.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import { client } from '../bridge/client.ts'
import { type EndSample, endsPerSecond, withSample } from './endRate.ts'
import { follow, useLive } from './live.ts'
import { endedCount, type StateCount } from './taskFamilies.ts'
import { whileVisible } from './visibility.ts'

export { useNow } from './clock.ts'

export type HostInfo = OutputOf<(typeof hostContract)['host.info']>
export type HostUsage = OutputOf<(typeof hostContract)['host.usage']>
export type HostNotice = HostInfo['notices'][number]

type HostStore = {
  info: HostInfo | null // null: not heard of yet
  usage: HostUsage | null
  totals: StateCount[] | null
  /** Tasks that ended, per second, over the last seconds. */
  endsPerSecond: number
  /** Why the host could not be asked, while it is connected. */
  error: AppError | null
}

export const useHost = create<HostStore>(() => ({
  info: null,
  usage: null,
  totals: null,
  endsPerSecond: 0,
  error: null,
}))

const USAGE_EVERY_MS = 5 * SECOND_MS
let samples: EndSample[] = []
let sampledConnection = 0

/** Once, after `connect`. Ends when the returned function is called. */
export function startHost(): () => void {
  const stops = [
    follow('host', pullInfo),
    whileVisible(() => {
      const stopTotals = follow('tasks', pullTotals)
      const usageTimer = every(USAGE_EVERY_MS, pullUsage)
      const rateTimer = every(SECOND_MS, refreshRate)
      const retryTimer = setInterval(askAgain, SECOND_MS)
      return () => {
        stopTotals()
        clearInterval(usageTimer)
        clearInterval(rateTimer)
        clearInterval(retryTimer)
      }
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

/** The numbers on the screen are those of a host that does not answer now. */
export const useIsStale = (): boolean => useLive(({ status }) => status === 'lost')

async function pullInfo(): Promise<void> {
  try {
    const info = await client['host.info']({})
    useHost.setState({ info })
    keepError('info', null)
  } catch (error) {
    keepError('info', error)
  }
}

async function pullTotals(): Promise<void> {
  try {
    const { totals } = await client['tasks.totals']({})
    const { connection } = useLive.getState()
    if (connection !== sampledConnection) samples = [] // what is behind it may be another project
    sampledConnection = connection
    samples = withSample(samples, { atMs: performance.now(), endedCount: endedCount(totals) })
    useHost.setState({ totals })
    refreshRate()
    keepError('totals', null)
  } catch (error) {
    keepError('totals', error)
  }
}

async function pullUsage(): Promise<void> {
  try {
    useHost.setState({ usage: await client['host.usage']({}) })
  } catch {
    // a line at the edge of the window: the last numbers stay
  }
}

function refreshRate(): void {
  const rate = Math.round(endsPerSecond(samples, performance.now()) * 10) / 10
  if (rate !== useHost.getState().endsPerSecond) useHost.setState({ endsPerSecond: rate })
}

const errors: { info: AppError | null; totals: AppError | null } = { info: null, totals: null }

/** A host that is gone is the connection's to say; what it answered wrongly is said here, until it answers. */
function keepError(of: keyof typeof errors, thrown: unknown): void {
  if (thrown !== null && useLive.getState().status !== 'open') return
  errors[of] = thrown === null || thrown instanceof AppError ? thrown : new AppError('internal', String(thrown))
  const error = errors.info ?? errors.totals
  if (error !== useHost.getState().error) useHost.setState({ error })
}

/** What failed is asked again even if nothing changes: otherwise trouble that is over would still be shown. */
function askAgain(): void {
  if (useLive.getState().status !== 'open') return
  if (errors.info !== null) void pullInfo()
  if (errors.totals !== null) void pullTotals()
}

function every(periodMs: number, run: () => unknown): ReturnType<typeof setInterval> {
  void run()
  return setInterval(run, periodMs)
}
