/** The merged stream of all functions: followed, left, searched, narrowed, and joined to its tasks and instances. */
import { look } from './support/axe.ts'
import { InstancesPage } from './support/InstancesPage.ts'
import { LogsPage } from './support/LogsPage.ts'
import { takePictures } from './support/pictures.ts'
import { guest, order, TasksOfTest } from './support/tasks.ts'
import { expect, test } from './support/workbench.ts'

const CHATTY = { functionName: 'order-report', taskId: 'chatty_1' }

test.use({
  project: {
    edits: [{ path: 'code/report/index.js', before: 'const HOUR_MS = 1_000', after: 'const HOUR_MS = 60' }],
  },
})

test('the stream of logs', async ({ page, host, shell, drawer }) => {
  test.setTimeout(180_000)
  const tasks = new TasksOfTest(host)
  const logs = new LogsPage(page)

  await test.step('says that nothing was written yet', async () => {
    await shell.goTo('Logs')
    await expect(page.getByText('Nothing written yet')).toBeVisible()
    await look(page, 'logs-empty')
  })

  await test.step('shows what is written, by whom, as it comes, and stays at its end', async () => {
    await tasks.submit({ functionName: 'order-intake', taskId: 'intake_1', payload: order(1) })
    await tasks.submit({ functionName: 'order-charge', taskId: 'guest_1', payload: guest(2) })
    await tasks.submit({ ...CHATTY, payload: '{"shop":"Kettle","hours":400}' })
    await expect(logs.line(/Kettle, hour 40: /)).toBeVisible()
    await expect(logs.line(/Kettle, hour 40: /)).toContainText('order-report')
    await logs.expectAtEnd()
    await expect(logs.follow).toBeHidden()
  })

  await test.step('is left with the first movement up, counts what comes, and is followed again on request', async () => {
    await logs.stream.hover()
    await page.mouse.wheel(0, -600)
    await expect(logs.follow).toContainText(/Follow, \d+ lines? below/)
    const before = await logs.stream.evaluate(({ scrollTop }) => scrollTop)
    await expect(logs.follow).toContainText(/Follow, \d{2,} lines below/)
    expect(await logs.stream.evaluate(({ scrollTop }) => scrollTop)).toBe(before)
    await takePictures(page, 'logs-left')
    await logs.follow.click()
    await logs.expectAtEnd()
  })

  await test.step('goes by the keyboard: Home, End, pages', async () => {
    await logs.stream.focus()
    await page.keyboard.press('Home')
    await expect(logs.line(/Kettle, hour 1: /)).toBeVisible()
    await page.keyboard.press('PageDown')
    await expect(logs.line(/Kettle, hour 1: /)).toBeHidden()
    await page.keyboard.press('End')
    await logs.expectAtEnd()
    await expect(logs.follow).toBeHidden()
  })

  await tasks.untilState('Succeeded', CHATTY)
  await tasks.untilState('Failed', { functionName: 'order-charge', taskId: 'guest_1' })

  await test.step('finds a text in all that is stored, the newest first, and goes from match to match', async () => {
    await page.keyboard.press('ControlOrMeta+f')
    await expect(logs.search).toBeFocused()
    await logs.search.fill('hour 7')
    await expect(logs.found).toContainText('11 matches')
    await logs.search.press('Enter')
    await expect(logs.found).toContainText('11 of 11')
    await expect(logs.line(/Kettle, hour 79: /).locator('mark')).toHaveText('hour 7')
    for (let match = 10; match >= 1; match--) await logs.search.press('Enter')
    await expect(logs.found).toContainText('1 of 11')
    await expect(logs.line(/Kettle, hour 7: /)).toBeVisible()
  })

  await test.step('finds a pattern, and says what is wrong with one', async () => {
    await logs.button('Regular expression').click()
    await logs.search.fill('hour (39|40)\\d')
    await expect(logs.found).toContainText('11 matches')
    await logs.search.fill('hour (')
    await expect(page.locator('main').getByRole('alert')).toContainText(/[Uu]nterminated group/)
    await look(page, 'logs-search')
    await logs.search.fill('')
    await logs.button('Regular expression').click()
  })

  await test.step('is narrowed to a function', async () => {
    await logs.source('order-charge').click()
    await expect(logs.line('charging Guest').first()).toBeVisible()
    await expect(logs.line(/Kettle/)).toHaveCount(0)
    await expect(page).toHaveURL(/#\/logs\?fn=order-charge/)
  })

  await test.step('leads from a line to its task and back to the line, and to its instance', async () => {
    await logs.line('charging Guest').first().click()
    await logs.button(/^Task$/).click()
    await drawer.expectState('Failed', 'guest_1')
    await page.goBack()
    await expect(logs.line('charging Guest').first()).toBeVisible()
    await logs.line('charging Guest').first().click()
    await logs.button(/^Instance$/).click()
    await expect(page.getByRole('heading', { name: 'order-charge' })).toBeVisible()
    await new InstancesPage(page).button('Its log').click()
    await expect(page).toHaveURL(/#\/logs\?inst=c-/)
    await expect(logs.line('charging Guest').first()).toBeVisible()
    await page.getByRole('button', { name: 'Remove' }).click()
    await expect(logs.line(/Kettle, hour 400: /)).toBeVisible()
  })

  await test.step('is cleared without losing anything', async () => {
    await logs.button(/^Clear the view/).click()
    await expect(page.getByText('What was written before is hidden, not deleted.')).toBeVisible()
    await expect(logs.line(/Kettle/)).toHaveCount(0)
    await tasks.submit({ functionName: 'order-intake', taskId: 'intake_2', payload: order(2) })
    await expect(logs.line('A-1002').first()).toBeVisible()
    await logs.button('Show it again').click()
    await expect(logs.line(/Kettle, hour 400: /)).toBeVisible()
  })

  await test.step('is saved whole', async () => {
    await logs.button('Copy or save').click()
    const download = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: /^Save all that is stored/ }).click()
    const stream = await (await download).createReadStream()
    let text = ''
    for await (const piece of stream) text += piece
    expect(text).toMatch(/^20\d\d-.*Z order-report c-[\w-]+ stdout .*Kettle, hour 1: \d+ orders$/m)
    expect(text.match(/Kettle, hour/g)).toHaveLength(400)
  })

  await test.step('is wrapped, and its times are those that are asked for', async () => {
    await logs.button('Wrap long lines').click()
    await logs.button(/^Times:/).click()
    await look(page, 'logs')
  })
  expect(shell.complaints).toEqual([])
})
