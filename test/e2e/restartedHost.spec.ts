/** A host that is killed and started again under what shows its instances and their output, and a login that meets an end. */
import { clientOf } from '../../electron/cli/consoleClient.ts'
import { until } from '../support/until.ts'
import { InstancesPage } from './support/InstancesPage.ts'
import { LogsPage } from './support/LogsPage.ts'
import { TerminalPage } from './support/TerminalPage.ts'
import { order, TasksOfTest } from './support/tasks.ts'
import { expect, test } from './support/workbench.ts'

const TASK = { functionName: 'order-notify', taskId: 'slow_1', payload: order(1) }
test.use({
  project: {
    edits: [
      { path: 'code/notify/index.js', before: 'STEP_MS = 250', after: 'STEP_MS = 60_000' },
      { path: 's.yaml', before: 'timeout: 10', after: 'timeout: 600' },
    ],
  },
})

test('a host that is killed and started again under an instance with a terminal, the list and the stream', async ({
  page,
  host,
  shell,
}) => {
  test.setTimeout(180_000)
  const logs = new LogsPage(page)
  const instances = new InstancesPage(page)
  const terminal = new TerminalPage(page)
  let task = TASK
  const run = () => new TasksOfTest(host).untilState('Running', task)
  await new TasksOfTest(host).submit(task)
  await run()
  await shell.goTo('Instances')
  await instances.open(instances.rowOf(TASK.functionName))
  await page.keyboard.press('t')
  await terminal.enter('echo "before $((40 + 2))"')
  await terminal.expectText('before 42')

  const restart = async (seen: () => Promise<void>) => {
    await host.kill()
    await expect(page.getByText(/connecting again/i).first()).toBeVisible()
    await seen()
    await host.start()
    await expect(shell.engine).toBeVisible()
    await run()
  }

  await test.step('keeps the page of an instance and what its terminal printed, and says that both have ended', async () => {
    await restart(() => terminal.expectText('before 42'))
    await terminal.expectText('before 42')
    await expect(terminal.tabs.first()).toContainText('ended')
    await expect(
      page
        .locator('main')
        .getByText(/crashed|stopped/i)
        .first(),
    ).toBeVisible()
    await terminal.tabs
      .first()
      .getByRole('button', { name: /^Close/ })
      .click()
    await expect(terminal.tabs).toHaveCount(0)
  })

  await test.step('lists the instance that has taken over', async () => {
    await shell.goTo('Instances')
    await restart(() => expect(instances.rowOf(TASK.functionName)).toBeVisible())
    await expect(instances.rows.filter({ hasText: 'Busy' })).toHaveCount(1)
  })

  await test.step('goes on with the stream, each line once', async () => {
    task = { ...TASK, taskId: 'slow_2' } // a third death is the end of the first one
    await new TasksOfTest(host).submit(task)
    await run()
    await shell.goTo('Logs')
    await expect(logs.line('FC Invoke Start')).toHaveCount(4)
    await restart(() => expect(logs.line('FC Invoke Start')).toHaveCount(4))
    await expect(logs.line('FC Invoke Start')).toHaveCount(5)
    await logs.expectAtEnd()
  })
  const besidesTheLostHost = shell.complaints.filter(
    (complaint) => !/WebSocket|net::ERR_|Failed to fetch/.test(complaint),
  )
  expect(besidesTheLostHost).toEqual([])
})

test('a login to an instance that dies in the same moment is refused or ends, and leaves no other terminal', async ({
  page,
  host,
  shell,
}) => {
  const client = clientOf(host.endpoint)
  const instances = new InstancesPage(page)
  await new TasksOfTest(host).submit(TASK)
  await shell.goTo('Instances')
  const row = instances.rowOf(TASK.functionName)
  await expect(row).toContainText('Busy')
  const instanceId = (await row.getAttribute('data-instance')) ?? ''
  await row.focus()
  const stopped = client['instances.stop']({ instanceId, when: 'now' })
  await page.keyboard.press('t')
  await stopped
  const terminal = new TerminalPage(page)
  const refusal = page.getByText(/has ended|is ending|not (been )?found/i)
  await until(async () => (await refusal.count()) > 0 || (await terminal.tabs.getByText('ended').count()) === 1, {
    what: 'the login to be refused or to end',
    withinMs: 20_000,
  })
  expect(await terminal.tabs.count()).toBeLessThan(2)
})
