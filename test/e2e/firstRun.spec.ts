/** The first hour with the workbench, with the pointer, on the sample. */
import { expect, test } from './support/workbench.ts'

/** Slow enough to be watched and stopped on any machine: eight seconds. */
test.use({
  project: { edits: [{ path: 'code/notify/index.js', before: 'STEP_MS = 250', after: 'STEP_MS = 2_000' }] },
})

test('a task is submitted, watched, read, retried, stopped and found again', async ({
  page,
  host,
  shell,
  taskList,
  drawer,
  functions,
}) => {
  await test.step('the first run shows what to do', async () => {
    await expect(page.getByText('No tasks yet')).toBeVisible()
    await shell.goTo('Functions')
    await expect(functions.list.getByRole('link')).toHaveText([
      /order-charge/,
      /order-intake/,
      /order-notify/,
      /order-refund/,
      /order-report/,
    ])
    await expect(functions.pane('order-charge')).toBeVisible()
  })

  await test.step('a task is submitted and seen to run', async () => {
    await functions.open('order-notify')
    await functions.chooseSample('order.json')
    await functions.submit({ taskId: 'order_1' })
    await functions.openQueued.click()
    await drawer.expectState('Running', 'order_1')
  })

  await test.step('its log is read while it runs and when it has ended', async () => {
    await drawer.tab('Log').click()
    await expect(drawer.log.getByText('order A-1001: 1 of 4, looking up the address')).toBeVisible()
    await drawer.expectState('Succeeded', 'order_1')
    await expect(drawer.log.getByText('sent from orders@shop.example to ada@customers.example')).toBeVisible()
  })

  await test.step('one that fails says why', async () => {
    await shell.goTo('Functions')
    await functions.open('order-charge')
    await functions.chooseSample('guest-order.json')
    await functions.submit({ taskId: 'guest_1' })
    await functions.openQueued.click()
    await drawer.expectState('Failed', 'guest_1')
    await expect(drawer.error).toContainText("Cannot read properties of undefined (reading 'tier')")
    await expect(drawer.error).toContainText('code/charge/index.js'.split('/').at(-1) ?? '')
  })

  await test.step('it is mended and retried as a new task', async () => {
    host.edit('code/charge/index.js', { before: 'customer.loyalty.tier', after: 'customer.loyalty?.tier' })
    await shell.goTo('Functions')
    await functions.open('order-charge')
    await expect(functions.pane('order-charge').getByText(/^Reloaded /)).toBeVisible()
    await page.goBack()
    await page.goBack()
    await drawer.expectState('Failed', 'guest_1')
    await drawer.button('Replay').click()
    await expect(drawer.of('guest_1')).toBeHidden()
    await drawer.expectState('Succeeded')
    await expect(drawer.of()).toContainText('Replay of')
  })

  await test.step('one that runs is stopped', async () => {
    await shell.goTo('Functions')
    await functions.open('order-notify')
    await functions.submit({ taskId: 'order_2' })
    await functions.openQueued.click()
    await drawer.expectState('Running', 'order_2')
    await drawer.button('Stop').click()
    await drawer.confirmStop.click()
    await drawer.expectState('Stopped', 'order_2')
    await drawer.close.click()
    await expect(drawer.of()).toBeHidden()
  })

  await test.step('state, time and the beginning of an id find one of them together', async () => {
    await shell.goTo('Tasks')
    await expect(taskList.rows).toHaveCount(4)
    await taskList.pill('Failed').click()
    await taskList.chooseTime('1 h')
    await taskList.addFilter('id:guest')
    await expect(taskList.rows).toHaveCount(1)
    await expect(taskList.row('guest_1')).toContainText('Failed')
  })

  await test.step('the window comes back as it was, and so do the steps before', async () => {
    await taskList.open('guest_1')
    await drawer.expectState('Failed', 'guest_1')
    await page.reload()
    await drawer.expectState('Failed', 'guest_1')
    await expect(taskList.rows).toHaveCount(1)
    await expect(taskList.pill('Failed')).toHaveAttribute('aria-pressed', 'true')
    await page.goBack()
    await expect(drawer.of()).toBeHidden()
    await expect(taskList.rows).toHaveCount(1)
    await page.goForward()
    await drawer.expectState('Failed', 'guest_1')
  })

  expect(shell.complaints).toEqual([])
})
