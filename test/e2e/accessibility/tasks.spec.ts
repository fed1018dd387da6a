/** The task list keeps nobody out, in any of its states and in either theme. With pictures, for eyes. */
import { look as lookAt } from '../support/axe.ts'
import { TasksOfTest } from '../support/tasks.ts'
import { expect, test } from '../support/workbench.ts'

/** So slow that it runs as long as this looks. */
test.use({ project: { edits: [{ path: 'code/notify/index.js', before: 'STEP_MS = 250', after: 'STEP_MS = 2_400' }] } })

test('the task list is accessible in all its states', async ({ page, host, shell, taskList }) => {
  const look = (name: string) => lookAt(page, `tasks-${name}`)
  /** The rows are as before. */
  const lookAround = (name: string) => lookAt(page, `tasks-${name}`, ['[role="rowgroup"]'])
  const noFilter = () => page.goto(page.url().replace(/#.*/, '#/tasks'))

  await test.step('without tasks', async () => {
    await shell.goTo('Tasks')
    await expect(page.getByText('No tasks yet')).toBeVisible()
    await expect(page.getByRole('button', { name: /^Submit a task/ })).toBeVisible()
    await look('empty')
  })

  await test.step('filled', async () => {
    await new TasksOfTest(host).fill()
    await page.reload()
    await expect(taskList.row('running_1')).toBeVisible()
    await look('filled')
    await page.getByRole('button', { name: 'Show all ten states' }).click()
    await lookAround('all-states')
    await page.getByRole('button', { name: 'Show five families' }).click()
  })

  await test.step('with a selection', async () => {
    for (const index of [1, 3]) await taskList.rows.nth(index).getByRole('checkbox').click()
    await expect(page.getByRole('toolbar', { name: 'Selected tasks' })).toContainText('2 selected')
    await look('selection')
    await page.keyboard.press('Escape')
  })

  await test.step('with the filter being written', async () => {
    await taskList.filter.fill('status:')
    await expect(page.getByRole('option').first()).toBeVisible()
    await lookAround('suggestions')
    await taskList.filter.fill('status:nonsense')
    await taskList.filter.press('Enter')
    await expect(page.getByRole('alert')).toBeVisible()
    await lookAround('wrong-filter')
    await taskList.filter.fill('')
    await page.getByRole('button', { name: 'Filter syntax' }).click()
    await expect(page.getByText('A minus excludes')).toBeVisible()
    await lookAround('help')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Time:/ }).click()
    await expect(page.getByRole('menuitem', { name: '24 h' })).toBeVisible()
    await lookAround('time')
    await page.keyboard.press('Escape')
  })

  await test.step('filtered, to some and to nothing', async () => {
    await taskList.pill('Failed').click()
    await taskList.addFilter('fn:order-*')
    await taskList.addFilter('since:24h')
    await expect(taskList.row('guest_4')).toBeVisible()
    await lookAround('filtered')
    await page.getByRole('button', { name: 'Edit the filter as text' }).click()
    await lookAround('raw-filter')
    await page.getByRole('button', { name: 'Show the filter as chips' }).click()
    await taskList.addFilter('id:nobody')
    await expect(page.getByText(/^0 of \d+ tasks match$/)).toBeVisible()
    await look('nothing-matches')
    await noFilter()
  })

  await test.step('with one line for each task, held still', async () => {
    await page.getByRole('button', { name: 'One line for each task' }).click()
    await page.getByRole('button', { name: 'Pause live updates' }).click()
    await look('compact')
    await page.getByRole('button', { name: 'Two lines for each task' }).click()
  })
})
