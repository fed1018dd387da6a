/** The same story with the keyboard alone. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { tabTo as pressTabTo } from './support/tabTo.ts'
import { expect, test } from './support/workbench.ts'

test.use({
  project: { edits: [{ path: 'code/notify/index.js', before: 'STEP_MS = 250', after: 'STEP_MS = 2_000' }] },
})

test('everything of the first run can be done without a pointer', async ({
  page,
  host,
  shell,
  taskList,
  drawer,
  functions,
}) => {
  const keys = page.keyboard
  const payload = (name: string) => readFileSync(join(host.projectDir, 'payloads', name), 'utf8')

  const tabTo = (control: Locator) => pressTabTo(page, control)

  /** From anywhere outside a field: to the function, its editor, the task id, and off. */
  async function submit({ steps, text, taskId }: { steps: number; text: string; taskId: string }) {
    await keys.press('6')
    await expect(functions.row('order-charge')).toHaveAttribute('aria-current', 'page')
    for (let step = 0; step < steps; step++) await keys.press('j')
    await keys.press('Enter')
    await expect(functions.payload).toBeFocused()
    await keys.press('ControlOrMeta+a')
    await keys.insertText(text)
    await tabTo(functions.taskId)
    await keys.insertText(taskId)
    await keys.press('ControlOrMeta+Enter')
    await expect(functions.openQueued).toBeFocused()
    await keys.press('Enter')
    await expect(drawer.of(taskId)).toBeVisible()
  }

  await test.step('submit, watch, read the log', async () => {
    await submit({ steps: 2, text: payload('order.json'), taskId: 'order_1' })
    await drawer.expectState('Running', 'order_1')
    await keys.press('l')
    await expect(drawer.log.getByText('1 of 4, looking up the address')).toBeVisible()
    await drawer.expectState('Succeeded', 'order_1')
  })

  await test.step('retry one that fails', async () => {
    await submit({ steps: 0, text: payload('guest-order.json'), taskId: 'guest_1' })
    await drawer.expectState('Failed', 'guest_1')
    await keys.press('r')
    await expect(drawer.of('guest_1')).toBeHidden()
    await drawer.expectState('Failed')
    await expect(drawer.of()).toContainText('Replay of')
  })

  await test.step('stop one that runs', async () => {
    await submit({ steps: 2, text: payload('order.json'), taskId: 'order_2' })
    await drawer.expectState('Running', 'order_2')
    await keys.press('s')
    await tabTo(drawer.confirmStop)
    await keys.press('Enter')
    await drawer.expectState('Stopped', 'order_2')
    await expect(drawer.confirmStop).toBeHidden()
    await keys.press('Escape')
    await expect(drawer.of()).toBeHidden()
  })

  await test.step('filter by state, time and the beginning of an id together', async () => {
    await keys.press('2')
    await expect(taskList.rows).toHaveCount(4)
    await keys.press('/')
    await expect(taskList.filter).toBeFocused()
    for (const term of ['status:failed', 'since:1h', 'id:guest']) {
      await keys.type(term)
      await keys.press('Enter')
    }
    await expect(taskList.rows).toHaveCount(1)
    await keys.press('Escape')
  })

  await test.step('open it, load the window again, go back', async () => {
    await keys.press('j')
    await keys.press('Enter')
    await drawer.expectState('Failed', 'guest_1')
    await page.reload()
    await drawer.expectState('Failed', 'guest_1')
    await keys.press('Alt+ArrowLeft')
    await expect(drawer.of()).toBeHidden()
    await expect(taskList.rows).toHaveCount(1)
  })

  expect(shell.complaints).toEqual([])
})
