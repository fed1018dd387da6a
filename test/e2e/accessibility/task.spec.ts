/** One task keeps nobody out: the drawer and the full page, in all their parts. With pictures, for eyes. */
import { look as lookAt } from '../support/axe.ts'
import { guest, order, TasksOfTest } from '../support/tasks.ts'
import { expect, test } from '../support/workbench.ts'

test.use({ project: { edits: [{ path: 'code/notify/index.js', before: 'STEP_MS = 250', after: 'STEP_MS = 2_400' }] } })

test('a task is accessible in all its states and parts', async ({ page, host, shell, drawer }) => {
  const look = (name: string) => lookAt(page, `task-${name}`)
  const tasks = new TasksOfTest(host)
  const open = async (functionName: string, taskId: string, query = '') => {
    await page.goto(page.url().replace(/#.*/, `#/tasks?task=${functionName}/${taskId}${query}`))
    await expect(drawer.of(taskId)).toBeVisible()
  }

  await test.step('running, with its log', async () => {
    await shell.goTo('Tasks')
    await tasks.submit({ functionName: 'order-notify', taskId: 'running_1' })
    await open('order-notify', 'running_1')
    await drawer.expectState('Running', 'running_1')
    await drawer.tab('Log').click()
    await expect(drawer.log.getByText('1 of 4, looking up the address')).toBeVisible()
    await look('running-log')
    await drawer.button('Stop').click()
    await expect(drawer.confirmStop).toBeVisible()
    await look('stop')
    await page.keyboard.press('Escape')
  })

  await test.step('failed, with its error', async () => {
    await tasks.submit({ functionName: 'order-charge', taskId: 'guest_1', payload: guest(1) })
    await tasks.untilState('Failed', { functionName: 'order-charge', taskId: 'guest_1' })
    await open('order-charge', 'guest_1')
    await drawer.expectState('Failed', 'guest_1')
    await expect(drawer.error).toContainText('index.js')
    await look('failed')
    await drawer.of().getByRole('button', { name: 'Show attempt 1' }).click()
    await expect(drawer.of().getByRole('region', { name: 'Output' }).first()).toBeVisible()
    await look('attempts')
    for (const tab of ['Log', 'Payload', 'Result', 'Raw'] as const) {
      await drawer.tab(tab).click()
      await look(`failed-${tab.toLowerCase()}`)
    }
    await drawer.tab('Attempts').click()
    await drawer.of().getByRole('button', { name: 'Full page' }).click()
    await look('full-page')
    await drawer.of().getByRole('button', { name: 'Beside the list' }).click()
  })

  await test.step('succeeded, with its result', async () => {
    await tasks.submit({ functionName: 'order-intake', taskId: 'order_1', payload: order(1) })
    await tasks.untilState('Succeeded', { functionName: 'order-intake', taskId: 'order_1' })
    await open('order-intake', 'order_1', '&tab=result')
    await drawer.expectState('Succeeded', 'order_1')
    await look('result')
    await drawer.tab('Payload').click()
    await look('payload')
    await drawer.of().getByRole('radiogroup', { name: 'Shown as' }).getByText('Text').click()
    await look('payload-text')
  })

  await test.step('bytes, waiting, missing', async () => {
    const bytes = new Uint8Array(96).map((_, index) => (index * 37) % 256)
    await tasks.submit({ functionName: 'order-intake', taskId: 'bytes_1', payload: bytes })
    await open('order-intake', 'bytes_1', '&tab=payload')
    await expect(drawer.of().getByRole('tabpanel')).toContainText('00 25')
    await look('bytes')
    await tasks.submit({ functionName: 'order-intake', taskId: 'later_1', delaySeconds: 3_600 })
    await open('order-intake', 'later_1')
    await look('waiting')
    await page.goto(page.url().replace(/#.*/, '#/tasks?task=order-intake/nobody'))
    await expect(page.getByText('has no task nobody')).toBeVisible()
    await look('missing')
  })
})
