/** What do live charts cost the window while hundreds of tasks change each second? */
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright'
import { readEndpoint } from '../../electron/host/endpointFile.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { startBenchHost } from './benchHost.ts'
import { traced } from './browserTrace.ts'
import { chromiumPids, usageWhile } from './processUsage.ts'
import { SUBMITS_PER_SECOND, submitSteadily } from './submitSteadily.ts'
import { openWindowPage, type WindowPage } from './windowPage.ts'

const sizeOf = ({ isQuick }: RunSize) =>
  isQuick ? { warmMs: 1_000, watchMs: 1_000 } : { warmMs: 3_000, watchMs: 8_000 }

async function measure(size: RunSize): Promise<Measurement> {
  const { warmMs, watchMs } = sizeOf(size)
  await using host = await startBenchHost()
  await using window = await openWindowPage(host.workspaceDir)
  const load = new AbortController()
  const loading = submitSteadily(host.client, load.signal)
  try {
    const metrics = await watchScreen(window, { route: '#/metrics', warmMs, watchMs })
    const overview = await watchScreen(window, { route: '#/overview', warmMs, watchMs })
    const tasks = await watchScreen(window, { route: '#/tasks', warmMs, watchMs })
    const hostPid = readEndpoint(host.workspaceDir)?.pid ?? 0
    await open(window.page, `${window.url}#/metrics`)
    const { renderer, others } = await chromiumPids(window.browser)
    const used = await usageWhile({ host: [hostPid], renderer, others }, () => pause(watchMs))
    return {
      metrics_main_thread_busy_percent: metrics.busyPercent,
      metrics_task_longest_ms: metrics.longestMs,
      overview_main_thread_busy_percent: overview.busyPercent,
      overview_task_longest_ms: overview.longestMs,
      tasks_main_thread_busy_percent: tasks.busyPercent,
      metrics_renderer_cpu_percent: used.renderer.cpuPercent,
      metrics_chromium_cpu_percent: used.renderer.cpuPercent + used.others.cpuPercent,
      host_cpu_percent: used.host.cpuPercent,
    }
  } finally {
    load.abort()
    await loading
  }
}

type Watch = { route: string; warmMs: number; watchMs: number }

async function watchScreen({ browser, page, url }: WindowPage, { route, warmMs, watchMs }: Watch) {
  await open(page, `${url}${route}`)
  await pause(warmMs)
  const { taskMs, busyRatio } = await traced(browser, page, () => pause(watchMs))
  return { busyPercent: 100 * busyRatio, longestMs: Math.max(0, ...taskMs) }
}

/** A route alone would not load the page again. */
async function open(page: Page, url: string): Promise<void> {
  await page.goto('about:blank')
  await page.goto(url)
  await page.getByText('Engine running').waitFor()
}

export const charts: Bench = {
  name: 'charts',
  about: `the window with live charts, ${2 * SUBMITS_PER_SECOND} changes of tasks a second`,
  notes: [
    'Busy: share of the time in which the main thread of the page had a task, by the trace of Chromium, which draws without a GPU.',
    'Processors: percent of one, of all threads of the process.',
  ],
  subjects: [{ name: 'taskyard', kind: 'ours', measure }],
  targets: [],
}
