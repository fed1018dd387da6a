/**
 * Replay with another payload, the replay of a selection, and compensation: what each shows before it is done, its
 * receipt, and the operator log that tells of all of them.
 */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { look } from './support/axe.ts'
import { guest, order, TasksOfTest } from './support/tasks.ts'
import { expect, test } from './support/workbench.ts'

const FAILED = { functionName: 'order-charge', taskId: 'guest_1' }
const SELECTED_COUNT = 12

/** A charge that goes through: what order-intake makes of an order. */
const charge = (index: number) => JSON.stringify({ ...JSON.parse(order(index)), totalCents: 4_500 * index }, null, 2)

// nothing compensates order-charge until the window says what does
const NOT_NAMED = {
  path: 's.yaml',
  before: 'order-charge:\n      compensation',
  after: 'order-intake:\n      compensation',
}
test.use({ project: { edits: [NOT_NAMED] } })

const dialogOf = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })
const openTask = (taskId: string) => `#/tasks?task=${FAILED.functionName}/${taskId}`

test('a task is replayed with a payload that was mended beside the old one', async ({ page, host, shell, drawer }) => {
  const tasks = new TasksOfTest(host)
  await tasks.submit({ ...FAILED, payload: guest(1) })
  await tasks.untilState('Failed', FAILED)
  await shell.open(openTask('guest_1'))
  await drawer.expectState('Failed', 'guest_1')

  const dialog = dialogOf(page, 'Replay')
  const edited = dialog.getByRole('textbox', { name: 'As it is sent' })
  await test.step('the editor begins with the old payload', async () => {
    await drawer.of().getByRole('button', { name: 'More', exact: true }).click()
    await page.getByRole('menuitem', { name: 'Replay with another payload…' }).click()
    await expect(edited).toContainText('guest@customers.example')
    await expect(edited).toHaveAttribute('contenteditable', 'true') // its text is there before the editor is
    await expect(dialog.getByRole('button', { name: 'Replay', exact: false }).last()).toHaveText(/^Replay/)
    await expect(dialog).toContainText('Not changed')
  })

  await test.step('what is no JSON any more is said, and not refused', async () => {
    await edited.press('ControlOrMeta+A')
    await page.keyboard.insertText('{"id":')
    await expect(dialog).toContainText('This is no JSON from line 1 on.')
    await expect(dialog.getByRole('button', { name: /^Replay with the edited payload/ })).toBeEnabled()
  })

  await test.step('what differs is marked', async () => {
    await edited.press('ControlOrMeta+A')
    await page.keyboard.insertText(charge(1))
    await expect(dialog).toContainText('Changed')
    await expect(dialog.locator('.cm-changedLine, .cm-changedText').first()).toBeVisible()
    await dialog.getByRole('button', { name: 'Delay and task id' }).click()
    await expect(dialog.getByLabel('Task id')).toBeVisible()
    await look(page, 'repair-edit')
  })

  await test.step('an id that is taken is said in place, and what was typed stays', async () => {
    await dialog.getByLabel('Task id').fill('guest_1')
    await edited.press('ControlOrMeta+Enter')
    await expect(dialog.getByRole('alert')).toContainText('No new task was made.')
    await expect(edited).toContainText('gold')
    await dialog.getByLabel('Task id').fill('mended_1')
  })

  await test.step('Mod+Enter replays it and leads to the new task', async () => {
    await edited.press('ControlOrMeta+Enter')
    await expect(dialog).toBeHidden()
    await drawer.expectState('Succeeded', 'mended_1')
    await expect(drawer.of('mended_1')).toContainText('Replay of')
    await drawer.tab('Payload').click()
    await expect(drawer.of('mended_1')).toContainText('gold')
  })
  expect(shell.complaints).toEqual([])
})

test('a selection of twelve is planned, replayed once, and accounted for', async ({ page, host, shell, taskList }) => {
  const tasks = new TasksOfTest(host)
  for (let index = 1; index <= SELECTED_COUNT; index++) {
    await tasks.submit({ functionName: 'order-charge', taskId: `guest_${index}`, payload: guest(index) })
  }
  for (let index = 1; index <= SELECTED_COUNT; index++) {
    await tasks.untilState('Failed', { functionName: 'order-charge', taskId: `guest_${index}` })
  }
  await shell.open('#/tasks?q=status:failed')
  await expect(taskList.rows).toHaveCount(SELECTED_COUNT)
  const main = page.getByRole('main')

  const plan = dialogOf(page, 'Replay plan')
  await test.step('the plan says how many new tasks, and on which code', async () => {
    await taskList.rows.first().focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page
      .getByRole('toolbar', { name: 'Selected tasks' })
      .getByRole('button', { name: /^Replay…/ })
      .click()
    await expect(plan).toContainText('12 new tasks from 12 tasks of order-charge')
    await expect(plan).toContainText(/runs on current code [0-9a-f]{7}/)
    await look(page, 'repair-plan')
  })

  const receipt = dialogOf(page, 'Replay')
  await test.step('the receipt follows what it made', async () => {
    await plan.getByRole('button', { name: /^Replay 12 tasks/ }).click()
    await expect(receipt).toContainText('12 tasks made of 12')
    await expect(receipt.getByRole('listitem')).toHaveCount(SELECTED_COUNT)
    await expect(receipt).toContainText(/Failed\s*12/) // the code is as it was
    await look(page, 'repair-receipt')
    await page.keyboard.press('Escape')
    await expect(receipt).toBeHidden()
  })

  await test.step('it is in the list of all of them, which the palette opens', async () => {
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('replays and comp')
    await page.keyboard.press('Enter')
    const batches = dialogOf(page, 'Replays and compensations')
    await expect(batches.getByRole('listitem')).toContainText(['Replay of 12 tasks'])
    await look(page, 'repair-batches')
    await batches.getByRole('listitem').first().getByRole('button').click()
    await expect(receipt).toContainText('12 tasks made of 12')
    await receipt.getByRole('listitem').first().getByRole('button').last().click()
    await expect(receipt).toBeHidden()
    await expect(page.getByRole('article')).toContainText('Replay of')
  })

  await test.step('the operator log lists what was done, and hands it out as a file', async () => {
    await shell.goTo('Operator log')
    await expect(main.getByRole('row').filter({ hasText: 'Replayed a selection' })).toContainText('12')
    await look(page, 'operations')
    const download = page.waitForEvent('download')
    await main.getByRole('button', { name: 'Export all that match' }).click()
    await page.getByRole('menuitem', { name: 'As CSV' }).click()
    const file = await download
    expect(file.suggestedFilename()).toMatch(/^taskyard-operations-.*\.csv$/)
    const lines = readFileSync(await file.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(lines[0]).toBe('time,action,target,count,detail,id')
    expect(lines.filter((line) => line.includes(',batch.replay,'))).toHaveLength(1)
    await main.getByRole('group', { name: 'Kinds of actions' }).getByRole('button', { name: 'Keys' }).click()
    await expect(main).toContainText('Nothing matches')
    await main.getByRole('button', { name: 'Show all actions' }).click()
    await expect(main.getByRole('row').filter({ hasText: 'Replayed a selection' })).toBeVisible()
  })
  expect(shell.complaints).toEqual([])
})

test('a compensation shows exactly what it sends, and two of them are one run', async ({
  page,
  host,
  shell,
  drawer,
}) => {
  const tasks = new TasksOfTest(host)
  await tasks.submit({ ...FAILED, payload: guest(1) })
  await tasks.untilState('Failed', FAILED)
  await shell.open(openTask('guest_1'))
  await drawer.expectState('Failed', 'guest_1')

  const dialog = dialogOf(page, 'Compensation')
  await test.step('without a compensation function the dialog offers to name one', async () => {
    await drawer.button('Compensate').click()
    await expect(dialog).toContainText('order-charge names no compensation function')
    await look(page, 'repair-compensation-none')
    await dialog.getByRole('button', { name: 'Choose a function' }).click()
    await page.getByRole('menuitem', { name: 'order-refund' }).click()
    await expect(dialog).toContainText('order-charge is compensated by order-refund')
  })

  await test.step('the preview has the failure context and the key', async () => {
    await expect(dialog.getByRole('tree')).toContainText('requestPayload')
    await expect(dialog).toContainText('Idempotency key')
    await look(page, 'repair-compensation')
  })

  await test.step('the receipt says how it ended', async () => {
    await dialog.getByRole('button', { name: /^Compensate 1/ }).click()
    await expect(dialog).toContainText('1 task made of 1')
    await expect(dialog).toContainText('Succeeded')
    await expect(dialog).toContainText('A-1001')
    await look(page, 'repair-compensation-receipt')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(drawer.of('guest_1')).toContainText('Dead letter, resolved by the compensation')
  })

  await test.step('a second time there is nothing to do', async () => {
    await page.keyboard.press('m')
    await expect(dialog).toContainText('There is nothing to compensate')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
    await expect(drawer.of('guest_1').getByText('Compensated by')).toBeVisible()
  })
  expect(shell.complaints).toEqual([])
})
