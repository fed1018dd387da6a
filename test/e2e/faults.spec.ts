/** What happens to an open window when something breaks: each a clear state, and no task is lost. */
import type { Page } from '@playwright/test'
import { DrawerPage } from './support/DrawerPage.ts'
import { FaultyHost } from './support/faultyHost.ts'
import { TaskListPage } from './support/TaskListPage.ts'
import { expect, test } from './support/workbench.ts'

test.describe('a page without the right token', () => {
  for (const [what, query] of [
    ['no token', ''],
    ['a wrong token', '?token=wrong'],
  ]) {
    test(`${what}: says how to open the window, and shows nothing else`, async ({ page, host }) => {
      await page.goto(`${host.endpoint.url}/${query}`)
      await expect(page.getByText(/taskyard open/).first()).toBeVisible()
      await expect(page.getByRole('navigation')).toHaveCount(0)
    })
  }
})

test('two windows see the same tasks, each as they change', async ({ page, shell, host, functions, context }) => {
  const second = await context.newPage()
  await second.goto(host.pageUrl('#/tasks'))
  const secondList = new TaskListPage(second)
  await shell.goTo('Functions')
  await functions.open('order-intake')
  await functions.chooseSample('order.json')
  await functions.submit({ taskId: 'seen_twice' })
  await expect(secondList.row('seen_twice')).toContainText('Succeeded')
  await second.close()
  await expect(page.getByText('Engine running')).toBeVisible()
})

test('a page that crashes while a task runs is opened again where it was, and the task has gone on', async ({
  page,
  shell,
  host,
  functions,
  context,
}) => {
  await shell.goTo('Functions')
  await functions.open('order-notify')
  await functions.chooseSample('order.json')
  await functions.submit({ taskId: 'goes_on' })
  const crashed = page.waitForEvent('crash')
  void page.goto('chrome://crash').catch(() => {}) // never answers
  await crashed
  const again = await context.newPage()
  await again.goto(host.pageUrl('#/tasks?task=order-notify/goes_on&tab=log'))
  const drawer = new DrawerPage(again)
  await drawer.expectState('Succeeded', 'goes_on')
  await expect(drawer.log.getByText('sent from orders@shop.example')).toBeVisible()
})

test('a host that is killed and started again: the window says so, keeps what it shows, and goes on by itself', async ({
  page,
  shell,
  host,
  functions,
  taskList,
}) => {
  await shell.goTo('Functions')
  await functions.open('order-notify')
  await functions.chooseSample('order.json')
  await functions.submit({ taskId: 'interrupted' })
  await shell.goTo('Tasks')
  await expect(taskList.row('interrupted')).toBeVisible()

  await host.kill()
  await expect(page.getByText(/connecting again/i).first()).toBeVisible()
  await expect(taskList.row('interrupted')).toBeVisible()

  await host.start()
  await expect(shell.engine).toBeVisible()
  await expect(taskList.row('interrupted')).toContainText('Succeeded')
  await expect(taskList.row('interrupted')).toContainText('2')
})

test.describe('a thread that is replaced while a screen is open', () => {
  const submit = async (page: Page, taskId: string) => {
    await page.getByRole('textbox', { name: 'Payload' }).waitFor()
    await page.getByLabel('Task id', { exact: true }).fill(taskId)
    await page.getByRole('form').getByRole('button', { name: 'Submit' }).click()
  }

  for (const thread of ['store', 'scheduler', 'gateway', 'reader', 'log']) {
    test(`the ${thread} thread: the window goes on, and a new task is seen to end`, async ({ page }) => {
      const host = await FaultyHost.start()
      try {
        await page.goto(host.pageUrl('#/functions/order-charge'))
        await expect(page.getByText('Engine running')).toBeVisible()
        host.fault(thread, { kind: 'throw' })
        await expect(page.getByRole('button', { name: 'Part of the engine was replaced' })).toBeVisible()
        // a submit that meets the gap is refused with a reason, and can be sent again
        await expect(async () => {
          await submit(page, `after_${thread}`)
          await expect(page.getByRole('link', { name: `Open the task after_${thread}` })).toBeVisible({
            timeout: 2_000,
          })
        }).toPass()
        await page.goto(host.pageUrl('#/tasks'))
        await expect(new TaskListPage(page).row(`after_${thread}`)).toContainText(/Succeeded|Failed/)
      } finally {
        await host.remove()
      }
    })
  }
})

test.describe('payloads that are out of the ordinary', () => {
  const show = async (page: Page, taskId: string) => {
    await page.getByRole('link', { name: `Open the task ${taskId}` }).click()
    const drawer = new DrawerPage(page)
    await drawer.tab('Payload').click()
    return drawer.of(taskId).getByRole('tabpanel')
  }

  test.beforeEach(async ({ shell, functions }) => {
    await shell.goTo('Functions')
    await functions.open('order-intake')
  })

  test('1 MB is refused before it is sent, with the limit, and stays in the form', async ({ page, functions }) => {
    await functions.payload.fill(JSON.stringify({ text: 'x'.repeat(1_048_576) }))
    await expect(page.getByText(/128 KB/).first()).toBeVisible()
    await expect(functions.submitButton).toHaveAttribute('aria-disabled', 'true')
    await expect(page.getByRole('alert')).toContainText(/128/)
    await expect(functions.openQueued).toHaveCount(0)
    await expect(functions.payload).toContainText('xxx')
  })

  test('text that is no JSON is sent as it is', async ({ page, functions }) => {
    await functions.payload.fill('neither {JSON nor nothing')
    await functions.submit({ taskId: 'plain' })
    await expect(await show(page, 'plain')).toContainText('neither {JSON nor nothing')
  })

  test('integers beyond 2^53 stay exact', async ({ page, functions }) => {
    await functions.payload.fill('{"id": 9007199254740993123, "items": []}')
    await functions.submit({ taskId: 'exact' })
    await expect(await show(page, 'exact')).toContainText('9007199254740993123')
  })

  test('bidirectional and very long text cannot disguise what is beside it', async ({
    page,
    functions,
    taskList,
    shell,
  }) => {
    const tricky = `{"name": "\u202Etxt.exe", "note": "${'wide'.repeat(5_000)}"}`
    await functions.payload.fill(tricky)
    await functions.submit({ taskId: 'tricky' })
    const panel = await show(page, 'tricky')
    await expect(panel).toContainText('U+202E')
    await shell.goTo('Tasks')
    const row = await taskList.row('tricky').boundingBox()
    expect(row?.width).toBeLessThanOrEqual(1280)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(1280)
  })

  test('bytes are kept as bytes and shown as such', async ({ page, functions }) => {
    await page.locator('input[type=file]').setInputFiles({
      name: 'bytes.bin',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from([0x00, 0xff, 0xfe, 0x41]),
    })
    await functions.submit({ taskId: 'bytes' })
    await expect(await show(page, 'bytes')).toContainText('00 ff fe 41')
  })
})

test('a filter that makes no sense says so and clears nothing', async ({ page, shell, taskList }) => {
  await shell.goTo('Tasks')
  for (const [term, says] of [
    ['status:nonsense', /no state|not a state|status/i],
    ['queue:fast', /queue cannot be filtered by yet/i],
    ['since:tomorrowish', /time|since/i],
  ] as const) {
    await taskList.filter.fill(term)
    await taskList.filter.press('Enter')
    await expect(page.getByRole('alert').or(page.getByRole('status')).filter({ hasText: says }).first()).toBeVisible()
    await expect(page.locator('body')).toContainText(term.split(':')[1] ?? '')
    await page.goto(page.url().replace(/#.*/, '#/tasks'))
  }
})

test('a clock of the system that jumps makes no time negative', async ({ page, shell, functions, taskList }) => {
  await shell.goTo('Functions')
  await functions.open('order-intake')
  await functions.chooseSample('order.json')
  await functions.submit({ taskId: 'timeless' })
  await shell.goTo('Tasks')
  await expect(taskList.row('timeless')).toContainText('Succeeded')
  await page.clock.setSystemTime(Date.now() - 3_600_000)
  await page.reload()
  await expect(taskList.row('timeless')).toContainText('Succeeded')
  const cells = await taskList.row('timeless').getByRole('gridcell').allInnerTexts()
  expect(cells.length).toBeGreaterThan(5)
  expect(cells.filter((text) => /^-\d/.test(text))).toEqual([])
})
