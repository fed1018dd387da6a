/**
 * What developers come back for, without leaving the window: a task fails, its log, its instance, a login to look,
 * one click that compensates, the code mended, a replay that is green.
 */
import { expect as expectPlain } from '@playwright/test'
import { InstancesPage } from './support/InstancesPage.ts'
import { takePictures } from './support/pictures.ts'
import { TerminalPage } from './support/TerminalPage.ts'
import { guest, TasksOfTest } from './support/tasks.ts'
import { expect, test } from './support/workbench.ts'

const FAILING = { functionName: 'order-charge', taskId: 'guest_1' }

test.use({ project: { edits: [], hasDestinations: true } })

test('a failed order is understood, compensated with one click, and green after its code was mended', async ({
  page,
  host,
  shell,
  drawer,
  functions,
}) => {
  test.setTimeout(180_000)
  const tasks = new TasksOfTest(host)
  const instances = new InstancesPage(page)
  const terminal = new TerminalPage(page)
  const main = page.getByRole('main')

  await test.step('the function keeps the instance of what fails', async () => {
    await shell.goTo('Functions')
    await functions.open('order-charge')
    await page.getByRole('tab', { name: 'Configuration', exact: true }).click()
    await page.getByRole('region', { name: 'Held on failure' }).getByRole('button', { name: 'Turn on' }).click()
    await expect(page.getByRole('region', { name: 'Held on failure' })).toContainText('Turn off')
  })

  await test.step('a task fails for good, and the inbox says so', async () => {
    await tasks.submit({ ...FAILING, payload: guest(1) })
    await tasks.untilState('Failed', FAILING)
    await expect(page.getByRole('link', { name: /^Inbox/ })).toContainText('1')
    await shell.goTo('Inbox')
    await expect(main.getByRole('heading', { name: /TypeError: Cannot read properties of undefined/ })).toBeVisible()
    await takePictures(page, 'story-1-inbox')
  })

  await test.step('its log says how far it came', async () => {
    await main.getByRole('row', { name: /guest_1/ }).click()
    await drawer.expectState('Failed', 'guest_1')
    await expect(drawer.error).toContainText("Cannot read properties of undefined (reading 'tier')")
    await drawer.tab('Log').click()
    await expect(drawer.log.getByText('charging Guest').first()).toBeVisible()
    await takePictures(page, 'story-2-log')
  })

  await test.step('its instance is still there to be looked into, with the payload at hand', async () => {
    await drawer.of('guest_1').getByRole('button', { name: 'Look inside' }).click()
    await terminal.understood.click()
    await terminal.enter('clear; task payload | head -c 90; echo; echo "in $PWD of $FC_FUNCTION_NAME"')
    await terminal.expectText('"customer":{"name":"Guest"')
    await terminal.expectText('in /code of order-charge')
    await takePictures(page, 'story-3-login')
    await shell.goTo('Instances')
    await expect(instances.rowOf('order-charge')).toContainText('kept for')
  })

  await test.step('one click shows exactly what compensates it, and runs it', async () => {
    await shell.goTo('Inbox')
    await main.getByRole('row', { name: /guest_1/ }).click()
    await drawer.button('Compensate').click()
    const preview = page.getByRole('dialog', { name: 'Compensation' })
    await expect(preview).toContainText('order-charge is compensated by order-refund')
    await expect(preview).toContainText('UnhandledInvocationError')
    await expect(preview).toContainText(/compensate-1-/)
    await takePictures(page, 'story-4-compensation')
    await preview.getByRole('button', { name: /^Compensate 1/ }).click()
    const receipt = page.getByRole('dialog', { name: /Compensation/ })
    await expect(receipt).toContainText('Succeeded')
    await takePictures(page, 'story-5-receipt')
    await page.keyboard.press('Escape')
    await expect(receipt).toBeHidden()
    await expect(drawer.of('guest_1')).toContainText('order-refund')
  })

  await test.step('nothing is open any more, and nobody is called twice', async () => {
    await expect(page.getByRole('link', { name: /^Inbox/ })).not.toContainText('1')
    await page.keyboard.press('m')
    const preview = page.getByRole('dialog', { name: 'Compensation' })
    await expect(preview).toContainText('There is nothing to compensate')
    await page.keyboard.press('Escape')
    await expect(preview).toBeHidden()
  })

  await test.step('the code is mended, the replay is green, and its success goes on to the next function', async () => {
    host.edit('code/charge/index.js', { before: 'customer.loyalty.tier', after: 'customer.loyalty?.tier' })
    await drawer.button('Replay').click()
    await expect(drawer.of('guest_1')).toBeHidden()
    await drawer.expectState('Succeeded')
    await expect(drawer.of()).toContainText('guest_1')
    await expect(drawer.of()).toContainText('order-notify')
    await takePictures(page, 'story-6-green')
  })

  await test.step('the operator log tells what was done', async () => {
    await shell.goTo('Operator log')
    await expect(main).toContainText('order-charge/guest_1')
    await takePictures(page, 'story-7-operator-log')
  })
  expectPlain(shell.complaints).toEqual([])
})
