/** Results that go on to a function, a queue and an address that is down; and a queue's messages to their end. */
import { clientOf } from '../../electron/cli/consoleClient.ts'
import { look } from './support/axe.ts'
import { takePictures } from './support/pictures.ts'
import { guest, order, TasksOfTest } from './support/tasks.ts'
import { expect, test } from './support/workbench.ts'

const TOPIC = 'acs:mns:::/topics/failures/messages'
const QUEUE = 'acs:mns:::/queues/failures/messages'
/** Nobody listens there. */
const NOWHERE = 'http://127.0.0.1:2/orders'

test.use({
  project: {
    hasDestinations: true,
    edits: [
      {
        path: 's.yaml',
        before: 'destination: acs:fc:::functions/order-notify\n',
        after: `destination: ${NOWHERE}\n          onFailure:\n            destination: ${QUEUE}\n`,
      },
      {
        path: 's.yaml',
        before: 'destination: acs:fc:::functions/order-charge\n',
        after: `destination: acs:fc:::functions/order-charge\n          onFailure:\n            destination: ${TOPIC}\n`,
      },
      { path: 's.yaml', before: 'maxAsyncRetryAttempts: 2\n', after: 'maxAsyncRetryAttempts: 0\n' },
      { path: 's.yaml', before: 'maxAsyncRetryAttempts: 1\n', after: 'maxAsyncRetryAttempts: 0\n' },
    ],
  },
})

test('results are delivered, looked at and tried again, and a queue is read to its end', async ({
  page,
  host,
  shell,
  drawer,
}) => {
  test.setTimeout(180_000)
  const client = clientOf(host.endpoint)
  const tasks = new TasksOfTest(host)
  const main = page.getByRole('main')
  const deliveries = main.getByRole('grid', { name: 'Deliveries' })
  const messages = main.getByRole('grid', { name: /^Messages of/ })

  await test.step('before the first delivery the screen says how there will be one', async () => {
    await shell.goTo('Deliveries')
    await expect(main.getByText('Nothing has been delivered yet')).toBeVisible()
    await look(page, 'deliveries-empty')
    await main.getByRole('tab', { name: 'Message queues' }).click()
    await expect(main.getByText('There is no message queue yet')).toBeVisible()
    await look(page, 'queues-empty')
    await main.getByRole('tab', { name: 'Deliveries' }).click()
  })

  await test.step('deliveries come in by themselves: to a function, a queue and an address', async () => {
    for (const index of [1, 2, 3]) {
      await tasks.submit({ functionName: 'order-charge', payload: guest(index), taskId: `guest_${index}` })
    }
    await tasks.submit({ functionName: 'order-intake', payload: order(4), taskId: 'order_4' })
    await tasks.submit({ functionName: 'order-intake', payload: 'no order', taskId: 'text_5' })
    await expect(deliveries.getByRole('row', { name: /order-intake.*order-charge.*order_4/ })).toContainText(
      'Delivered',
    )
    await expect(deliveries.getByRole('row', { name: /failures.*guest_2/ })).toContainText('Delivered')
    await expect(deliveries.getByRole('row', { name: /127\.0\.0\.1:2/ })).toContainText('Retrying')
    await expect(deliveries.getByRole('row', { name: /topics are not delivered here/ })).toContainText('Failed')
    await look(page, 'deliveries')
  })

  await test.step('one that waits is opened by keys, says why, and is tried at once', async () => {
    const row = deliveries.getByRole('row', { name: /127\.0\.0\.1:2/ })
    await row.click()
    const pane = main.getByRole('article', { name: /^Delivery / })
    await expect(pane).toContainText(NOWHERE)
    await expect(pane.getByRole('tree', { name: 'Body of the delivery' })).toContainText('requestContext')
    await look(page, 'delivery')
    await pane.getByRole('button', { name: 'Try now' }).click()
    await expect(shell.toast('1 delivery is tried again now.')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(pane).toBeHidden()
  })

  await test.step('what has failed is found, and all of it is tried again after a question', async () => {
    await main.getByRole('button', { name: /^Failed/ }).click()
    await expect(deliveries.getByRole('row', { name: /topics are not delivered here/ })).toBeVisible()
    await expect(deliveries.getByRole('row', { name: /Delivered/ })).toHaveCount(0)
    await main.getByRole('button', { name: 'Retry all failed (1)' }).click()
    await page
      .getByRole('dialog', { name: 'Retry all failed deliveries' })
      .getByRole('button', { name: 'Retry all' })
      .click()
    await expect(page.getByRole('dialog')).toBeHidden()
    await expect(deliveries.getByRole('row', { name: /topics are not delivered here/ })).toContainText('Failed')
    await page.keyboard.press('/')
    await page.keyboard.type('nothing has this')
    await expect(main.getByText('No delivery matches')).toBeVisible()
    await main.getByRole('button', { name: 'Show all' }).click()
  })

  await test.step('a failure leads to its message in the queue, and back to its task', async () => {
    await deliveries.getByRole('row', { name: /failures.*guest_2/ }).click()
    await main
      .getByRole('article')
      .getByRole('link', { name: /^[0-9A-F]{32}$/ })
      .click()
    await expect(messages.getByRole('row')).toHaveCount(1)
    await messages.getByRole('row').click()
    const pane = main.getByRole('article', { name: /^Message / })
    await expect(pane.getByRole('tree', { name: 'Body of the message' })).toContainText('UnhandledInvocationError')
    await expect(pane.getByRole('link', { name: 'guest_2' })).toBeVisible()
    await pane.getByRole('link', { name: 'guest_2' }).click()
    await drawer.expectState('Failed', 'guest_2')
    await page.goBack()
    await expect(messages).toBeVisible()
    await main.getByRole('link', { name: /^failures/ }).click()
    await expect(messages.getByRole('row')).toHaveCount(3)
  })

  await test.step('a message is sent by hand, found, and received', async () => {
    await main.getByRole('button', { name: 'Send a message…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Send a message to failures' })
    await dialog.getByRole('textbox', { name: 'Body' }).fill('{"note": "by hand"}')
    await look(page, 'queue-send')
    await dialog.getByRole('button', { name: 'Send', exact: true }).click()
    await expect(messages.getByRole('row')).toHaveCount(4)
    await client['messages.send']({ queueName: 'failures', body: 'by a program', delaySeconds: 0 })
    await expect(messages.getByRole('row', { name: /by a program/ })).toBeVisible()
    await page.keyboard.press('/')
    await page.keyboard.type('BY HAND')
    await expect(messages.getByRole('row')).toHaveCount(1)
    await page.keyboard.press('Escape')
    await expect(messages.getByRole('row')).toHaveCount(5)

    await main.getByRole('button', { name: 'Receive…' }).click()
    const receive = page.getByRole('dialog', { name: 'Receive from failures' })
    await expect(receive).toContainText('hides it from all others')
    await receive.getByRole('textbox', { name: /hidden for/ }).fill('600')
    await receive.getByRole('button', { name: 'Receive', exact: true }).click()
    const pane = main.getByRole('article', { name: /^Message / })
    await expect(pane).toContainText('Hidden')
    await expect(pane).toContainText('Receipt handle')
    await expect(messages.getByRole('row', { name: /received once/ })).toHaveCount(1)
    await expect(main.getByRole('link', { name: /^failures/ })).toContainText('1 hidden')
    await look(page, 'queue')
  })

  await test.step('it is deleted, the others are purged, and the queue is deleted', async () => {
    await main.getByRole('article').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(messages.getByRole('row')).toHaveCount(4)
    await main.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Purge…' }).click()
    await expect(page.getByRole('dialog')).toContainText('All 4 messages are deleted')
    await takePictures(page, 'queue-purge')
    await page.getByRole('dialog').getByRole('button', { name: 'Purge' }).click()
    await expect(main.getByText('This queue is empty')).toBeVisible()
    await main.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Delete the queue…' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete the queue' }).click()
    await expect(main.getByText('There is no message queue yet')).toBeVisible()
    expect(await client['messages.queues']({})).toEqual({ queues: [] })
    expect(shell.complaints).toEqual([])
  })
})
