/** How long from the start of the command to a window that can be used, with an empty workspace and a full one? */
import type { Bench, Measurement } from './bench.ts'
import { startBenchHost } from './benchHost.ts'
import { seedTasks } from './seedTasks.ts'
import { openWindowPage } from './windowPage.ts'

/** Chromium's own start is left out: it is another program, and the window of Electron has none. */
async function measure(taskCount: number): Promise<Measurement> {
  let preparedMs = performance.now()
  await using host = await startBenchHost((workspaceDir) => {
    if (taskCount > 0) seedTasks(workspaceDir, taskCount)
    preparedMs = performance.now()
  })
  const hostMs = performance.now() - preparedMs
  await using window = await openWindowPage(host.workspaceDir)
  const openedMs = performance.now()
  await window.page.goto(window.url)
  const usable = taskCount > 0 ? window.page.locator('[role=row][data-seq]') : window.page.getByRole('main')
  await usable.first().waitFor()
  const windowMs = performance.now() - openedMs
  return { host_start_ms: hostMs, window_open_ms: windowMs, usable_ms: hostMs + windowMs }
}

export const startup: Bench = {
  name: 'startup',
  about: 'from the start of `taskyard serve` to a window that shows the task list; built renderer, Chromium running',
  notes: ['host_start: until the command greets. usable: the sum; use --runs 10 for a median of ten.'],
  subjects: [
    { name: 'empty', kind: 'ours', measure: () => measure(0) },
    { name: 'a million tasks', kind: 'ours', measure: ({ isQuick }) => measure(isQuick ? 20_000 : 1_000_000) },
  ],
  targets: [],
}
