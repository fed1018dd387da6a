/** The test of a spec: a host of its own, its window open, and what a user sees as page objects. */
import { test as base } from '@playwright/test'
import { DrawerPage } from './DrawerPage.ts'
import { FunctionPage } from './FunctionPage.ts'
import { HostOfTest } from './hostOfTest.ts'
import { MetricsPage } from './MetricsPage.ts'
import { ShellPage } from './ShellPage.ts'
import { TaskListPage } from './TaskListPage.ts'

type FileEdit = { path: string; before: string; after: string }
type Fixtures = {
  /**
   * Changes of the sample before the host starts: `test.use({ project: { edits: […] } })`. Its destinations are left
   * out unless they are asked for, so that the tasks are those that a test has submitted.
   */
  project: { edits: readonly FileEdit[]; hasDestinations?: boolean }
  /** `welcome`: no project is open at first, and the window can open and switch projects. */
  command: 'serve' | 'welcome'
  host: HostOfTest
  shell: ShellPage
  taskList: TaskListPage
  drawer: DrawerPage
  functions: FunctionPage
  metrics: MetricsPage
}

export const test = base.extend<Fixtures>({
  project: [{ edits: [] }, { option: true }],
  command: ['serve', { option: true }],
  host: async ({ command, project }, use, testInfo) => {
    const host = new HostOfTest(command)
    try {
      if (project.hasDestinations !== true) host.dropDestinations()
      for (const { path, ...change } of project.edits) host.edit(path, change)
      await host.start()
      await use(host)
    } finally {
      await host.remove()
      if (testInfo.status !== testInfo.expectedStatus) {
        await testInfo.attach('host', { body: host.output, contentType: 'text/plain' })
      }
    }
  },
  shell: async ({ page, host }, use) => {
    const shell = new ShellPage(page, host)
    await shell.open()
    await use(shell)
  },
  taskList: ({ page }, use) => use(new TaskListPage(page)),
  drawer: ({ page }, use) => use(new DrawerPage(page)),
  functions: ({ page }, use) => use(new FunctionPage(page)),
  metrics: ({ page }, use) => use(new MetricsPage(page)),
})

export { expect } from '@playwright/test'
