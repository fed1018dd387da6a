/** What does it cost to leave Taskyard open: nothing runs, and nobody looks at its window? */
import { setTimeout as pause } from 'node:timers/promises'
import type { Page } from 'playwright'
import { readEndpoint } from '../../electron/host/endpointFile.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { startBenchHost } from './benchHost.ts'
import { NOOP } from './benchProject.ts'
import { PAYLOAD } from './payload.ts'
import { chromiumPids, usageWhile } from './processUsage.ts'
import { openWindowPage } from './windowPage.ts'

const sizeOf = ({ isQuick }: RunSize) =>
  isQuick ? { settleMs: 1_000, watchMs: 2_000 } : { settleMs: 5_000, watchMs: 20_000 }

async function measure(size: RunSize): Promise<Measurement> {
  const { settleMs, watchMs } = sizeOf(size)
  await using host = await startBenchHost()
  const hostPid = readEndpoint(host.workspaceDir)?.pid ?? 0
  await pause(settleMs)
  const alone = await usageWhile({ host: [hostPid] }, () => pause(watchMs))
  await using window = await openWindowPage(host.workspaceDir)
  const { page, browser, url } = window
  await host.client.submit(NOOP, PAYLOAD) // curves and an instance that is idle, as after some work
  await page.goto(`${url}#/overview`)
  await page.getByText('Engine running').waitFor()
  await pause(settleMs)
  const { renderer, others } = await chromiumPids(browser)
  const seen = await usageWhile({ host: [hostPid], renderer, others }, () => pause(watchMs))
  await hide(page)
  await pause(settleMs)
  const hidden = await usageWhile({ host: [hostPid], renderer, others }, () => pause(watchMs))
  return {
    alone_host_cpu_percent: alone.host.cpuPercent,
    alone_host_memory_mb: alone.host.memoryMegabytes,
    seen_host_cpu_percent: seen.host.cpuPercent,
    seen_renderer_cpu_percent: seen.renderer.cpuPercent,
    hidden_host_cpu_percent: hidden.host.cpuPercent,
    hidden_host_memory_mb: hidden.host.memoryMegabytes,
    hidden_renderer_cpu_percent: hidden.renderer.cpuPercent,
    hidden_renderer_memory_mb: hidden.renderer.memoryMegabytes,
    hidden_chromium_cpu_percent: hidden.others.cpuPercent,
    hidden_chromium_memory_mb: hidden.others.memoryMegabytes,
  }
}

/** A headless page is never hidden by itself: it is told that it is, which is all that the window goes by. */
async function hide(page: Page): Promise<void> {
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
    document.dispatchEvent(new Event('visibilitychange'))
  })
}

export const idle: Bench = {
  name: 'idle',
  about: 'a host without a window, with one on Overview, and with a hidden one; no tasks, one idle instance',
  notes: [
    'Percent of one processor; memory with shared pages divided (PSS). chromium: its processes without the page.',
  ],
  subjects: [{ name: 'taskyard', kind: 'ours', measure }],
  targets: [],
}
