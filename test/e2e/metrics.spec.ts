/** Figures of real tasks: on the overview, in curves and their tables, and the way from a time to its tasks and back. */
import { look } from './support/axe.ts'
import { guest, order, TasksOfTest } from './support/tasks.ts'
import { expect, test } from './support/workbench.ts'

const SUCCEEDED = 6
const FAILED = 3
const STEPS = 12 // of ten seconds: all that a test takes

test.beforeEach(async ({ host, shell: _ }) => {
  const tasks = new TasksOfTest(host)
  const ends: Promise<void>[] = []
  for (let index = 1; index <= SUCCEEDED; index++) {
    const taskId = await tasks.submit({ functionName: 'order-notify', payload: order(index), taskId: `told_${index}` })
    ends.push(tasks.untilState('Succeeded', { functionName: 'order-notify', taskId }))
  }
  for (let index = 1; index <= FAILED; index++) {
    const taskId = await tasks.submit({ functionName: 'order-charge', payload: guest(index), taskId: `guest_${index}` })
    ends.push(tasks.untilState('Failed', { functionName: 'order-charge', taskId }))
  }
  await Promise.all(ends)
})

test('the overview says what fails and what changed, and each of it leads to where one can act', async ({
  page,
  host,
  shell,
  taskList,
  metrics,
}) => {
  await shell.goTo('Overview')
  await expect(page.getByRole('region', { name: 'What is wrong' })).toContainText(
    /^order-charge is failing.*: 6 of 6 attempts failed\./,
  )
  const counts = page.getByRole('region', { name: 'Counts' })
  await expect(counts.getByRole('link', { name: /^Succeeded 6 / })).toBeVisible()
  await expect(counts.getByRole('link', { name: /^Failed 3 / })).toBeVisible()
  const failing = page.getByRole('region', { name: 'Failing' })
  await expect(failing.getByRole('link', { name: /order-charge/ })).toContainText("reading 'tier'")
  await expect(metrics.drawing('Throughput')).toHaveAccessibleName(
    /^Throughput, tasks ended per 10 seconds, from .* to now/,
  )

  host.edit('code/charge/index.js', { before: 'customer.loyalty.tier', after: 'customer.loyalty?.tier' })
  const changes = page.getByRole('region', { name: 'What changed' })
  await expect(changes.getByRole('link', { name: /code reload, order-charge/ })).toBeVisible()
  await look(page, 'overview')

  await page.getByRole('button', { name: 'Open the failed tasks' }).click()
  await expect(taskList.rows).toHaveCount(FAILED)
  await page.goBack()
  await counts.getByRole('link', { name: /^Succeeded 6 / }).click()
  await expect(taskList.rows).toHaveCount(SUCCEEDED)
})

test('curves, legend and table have the numbers of the tasks', async ({ page, shell, metrics }) => {
  await shell.goTo('Metrics')
  await metrics.chooseRange('15 m')
  await metrics.chooseScope('order-notify')
  await expect(page).toHaveURL(/#\/metrics\/order-notify$/)
  // until the step in which the last of them ended is over
  const keys = metrics.crosshair('Tasks')
  await expect(keys).toHaveAttribute('aria-valuetext', /submitted 0, succeeded 0, retried 0, failed 0$/)
  await keys.focus()
  for (
    let step = 0;
    step < STEPS && !/submitted [1-9]/.test((await keys.getAttribute('aria-valuetext')) ?? '');
    step++
  ) {
    await keys.press('ArrowLeft')
  }
  const heard = (await keys.getAttribute('aria-valuetext')) ?? ''
  const [time = '', submitted = '', succeeded = ''] = heard.split(', ').map((part) => part.replace(/^[a-z]+ /, ''))
  await expect(metrics.legend('Tasks').first()).toHaveText(`submitted${submitted}`)

  await metrics.showTable('Tasks')
  const row = metrics
    .table('Tasks')
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: time }) })
  await expect(row.getByRole('cell').nth(0)).toHaveText(submitted)
  await expect(row.getByRole('cell').nth(1)).toHaveText(succeeded)
  expect(await metrics.sumOf('Tasks', 1)).toBe(SUCCEEDED)
  expect(await metrics.sumOf('Tasks', 2)).toBe(SUCCEEDED)
  expect(await metrics.sumOf('Tasks', 4)).toBe(0)

  await metrics.chooseScope('order-charge')
  await expect.poll(() => metrics.sumOf('Tasks', 4)).toBe(FAILED)
  await metrics.chooseScope('Everything')
  await expect.poll(() => metrics.sumOf('Tasks', 1)).toBe(SUCCEEDED + FAILED)
  await look(page, 'metrics')
})

test('a time that was brushed filters the task list, and is still there on the way back', async ({
  page,
  shell,
  taskList,
  metrics,
}) => {
  await shell.goTo('Metrics')
  await metrics.chooseRange('15 m')
  await expect(metrics.crosshair('Tasks')).toHaveAttribute('aria-valuetext', /submitted/)
  await metrics.brush('Backlog', { from: 0.7, to: 1.02 })
  await expect(metrics.selection).toContainText('Selected:')
  await metrics.button('Show its tasks').click()
  await expect(page).toHaveURL(/#\/tasks\?q=since%3A[^&]*until%3A/)
  await expect(taskList.rows).toHaveCount(SUCCEEDED + FAILED)

  await page.goBack()
  await expect(metrics.selection).toContainText('Selected:')
  await metrics.button('Zoom').click()
  await expect(metrics.selection).toContainText('Zoomed:')
  await page.goBack()
  await expect(metrics.selection).toContainText('Selected:')
  await metrics.button('Clear').click()
  await expect(metrics.selection).toBeHidden()

  // before any of them
  await metrics.brush('Tasks', { from: 0.2, to: 0.4 })
  await metrics.button('Show its tasks').click()
  await expect(page.getByText(/^0 of 9 tasks match/)).toBeVisible()
  await page.getByRole('button', { name: /^Time:/ }).click()
  await page.getByRole('menuitem', { name: 'Show this time in Metrics' }).click()
  await expect(metrics.selection).toContainText('Zoomed:')
})

test('the keyboard selects a time, uses it and clears it', async ({ page, shell, taskList, metrics }) => {
  await shell.goTo('Metrics')
  await metrics.chooseRange('15 m')
  await metrics.chooseScope('order-charge')
  const keys = metrics.crosshair('Tasks')
  await expect(keys).toHaveAttribute('aria-valuetext', /submitted/)
  await keys.focus()
  await keys.press('End')
  for (let step = 0; step < STEPS; step++) await keys.press('Shift+ArrowLeft')
  await expect(metrics.selection).toBeHidden()
  await keys.press('Enter')
  await expect(metrics.selection).toContainText(/Selected: .*2 m 10 s/)
  await keys.press('ArrowLeft')
  await keys.press('Escape')
  await expect(metrics.selection).toBeHidden()

  await keys.press('End')
  for (let step = 0; step < STEPS; step++) await keys.press('Shift+ArrowLeft')
  await keys.press('Enter')
  await metrics.button('Show its tasks').press('Enter')
  await expect(page).toHaveURL(/#\/tasks\?q=fn%3Aorder-charge\+since/)
  await expect(taskList.rows).toHaveCount(FAILED)
})
