/** What a page's main thread did while it was traced, read from Chromium's own trace. */
import type { Browser, Page } from 'playwright'

type TraceEvent = {
  name: string
  ph: string
  pid: number
  tid: number
  ts: number
  dur?: number
  args?: { name?: string }
}
/** Tasks of the main thread, in milliseconds; a frame waits for the task before it. */
export type MainThread = { taskMs: number[]; busyRatio: number }

const CATEGORIES = ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline']

export async function traced(browser: Browser, page: Page, work: () => Promise<void>): Promise<MainThread> {
  await browser.startTracing(page, { categories: CATEGORIES })
  const startedMs = performance.now()
  await work()
  const elapsedMs = performance.now() - startedMs
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] } // Chromium's format
  return mainThread(trace.traceEvents, elapsedMs)
}

/** The renderer's main thread that did most: the page's own, since there is one page. */
function mainThread(events: TraceEvent[], elapsedMs: number): MainThread {
  const tasksOf = new Map<string, number[]>()
  for (const { name, ph, pid, tid, args } of events) {
    if (ph === 'M' && name === 'thread_name' && args?.name === 'CrRendererMain') tasksOf.set(`${pid} ${tid}`, [])
  }
  for (const { name, ph, pid, tid, dur = 0 } of events) {
    if (ph === 'X' && (name === 'RunTask' || name === 'ThreadControllerImpl::RunTask'))
      tasksOf.get(`${pid} ${tid}`)?.push(dur / 1_000)
  }
  const busyMs = (tasks: number[]) => tasks.reduce((sum, ms) => sum + ms, 0)
  const [taskMs = []] = [...tasksOf.values()].toSorted((a, b) => busyMs(b) - busyMs(a))
  return { taskMs, busyRatio: busyMs(taskMs) / elapsedMs }
}
