/** How does the task list behave with a million tasks stored while hundreds change each second? */
import { setTimeout as pause } from 'node:timers/promises'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { startBenchHost } from './benchHost.ts'
import { NOOP } from './benchProject.ts'
import { traced } from './browserTrace.ts'
import { percentile } from './figures.ts'
import { seedTasks } from './seedTasks.ts'
import { SUBMITS_PER_SECOND, submitSteadily } from './submitSteadily.ts'
import { frameTimes, openWindowPage, timeToList } from './windowPage.ts'

const sizeOf = ({ isQuick }: RunSize) =>
  isQuick
    ? { taskCount: 20_000, wheelCount: 30, watchMs: 1_000 }
    : { taskCount: 1_000_000, wheelCount: 300, watchMs: 5_000 }

const WHEEL_PIXELS = 600

async function measure(size: RunSize): Promise<Measurement> {
  const { taskCount, wheelCount, watchMs } = sizeOf(size)
  await using host = await startBenchHost((workspaceDir) => void seedTasks(workspaceDir, taskCount))
  await using window = await openWindowPage(host.workspaceDir)
  const { browser, page, url } = window
  const load = new AbortController()
  const loading = submitSteadily(host.client, load.signal)
  try {
    await page.goto(`${url}#/functions/${NOOP}`)
    await page.getByRole('heading', { name: NOOP }).waitFor()
    const openMs = await timeToList(page)
    const grid = page.getByRole('grid')
    await grid.hover()

    const still = await traced(browser, page, () => pause(watchMs))
    const framesMs: number[] = []
    const scrolled = await traced(browser, page, async () => {
      framesMs.push(
        ...(await frameTimes(page, async () => {
          for (let turn = 0; turn < wheelCount; turn++) await page.mouse.wheel(0, WHEEL_PIXELS)
        })),
      )
    })
    return {
      open_list_ms: openMs,
      scroll_frame_p50_ms: percentile(framesMs, 0.5),
      scroll_frame_p99_ms: percentile(framesMs, 0.99),
      scroll_frame_longest_ms: Math.max(...framesMs),
      scroll_task_longest_ms: Math.max(...scrolled.taskMs),
      live_task_longest_ms: Math.max(...still.taskMs),
      live_main_thread_busy_ratio: still.busyRatio,
    }
  } finally {
    load.abort()
    await loading
  }
}

export const window: Bench = {
  name: 'window',
  about: `the task list in Chromium, a million tasks stored and ${2 * SUBMITS_PER_SECOND} changes of tasks a second`,
  notes: [
    'open_list: from a click on Tasks to the frame with the first row. Frames by the page itself, tasks of its main thread by',
    "Chromium's own trace; Chromium draws without a GPU and shares the processors with host and instances.",
  ],
  subjects: [{ name: 'taskyard', kind: 'ours', measure }],
  targets: [
    { figure: 'open_list_ms', times: 500, against: null },
    { figure: 'scroll_frame_longest_ms', times: 50, against: null },
  ],
}
