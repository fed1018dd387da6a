/** The form that submits a task: what is typed is kept, what is sent is what was typed, what is wrong is said. */
import { expect, test } from './support/workbench.ts'

const KIB_BYTES = 1_024

test.beforeEach(async ({ shell }) => shell.goTo('Functions'))

test('a draft is kept for each function, and over a reload', async ({ page, functions }) => {
  await functions.open('order-charge')
  await functions.payload.fill('{"order": "for charge"}')
  await functions.delay.fill('5')
  await functions.open('order-notify')
  await expect(functions.payload).toHaveText('{}')
  await functions.payload.fill('for notify')
  await page.reload()
  await expect(functions.payload).toHaveText('for notify')
  await functions.open('order-charge')
  await expect(functions.payload).toHaveText('{"order": "for charge"}')
  await expect(functions.delay).toHaveValue('5')
})

test('integers beyond 2^53 and text that is no JSON arrive as they were typed', async ({ page, functions, drawer }) => {
  await functions.open('order-intake')
  await functions.payload.fill('{"id":12345678901234567890,"items":[]}')
  await page.getByRole('button', { name: 'Format' }).click()
  await functions.submit({ taskId: 'big_1' })
  await functions.openQueued.click()
  await drawer.tab('Payload').click()
  await expect(drawer.of('big_1').getByRole('tabpanel')).toContainText('12345678901234567890')

  await page.goBack()
  await functions.payload.fill('order 7')
  await expect(page.getByText(/^Not JSON: it is sent as text, 7 B of 128 KB/)).toBeVisible()
  await functions.submit({ taskId: 'text_1' })
  await functions.openQueued.click()
  await drawer.tab('Payload').click()
  await expect(drawer.of('text_1').getByRole('tabpanel')).toContainText('order 7')
})

test('a file that is no text is sent byte for byte', async ({ page, functions, drawer }) => {
  await functions.open('order-intake')
  await page
    .getByRole('form')
    .locator('input[type=file]')
    .setInputFiles({ name: 'order.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([0xff, 0x00, 0xab]) })
  await expect(page.getByText('order.bin is sent byte for byte, 3 B.')).toBeVisible()
  await functions.submit({ taskId: 'bytes_1' })
  await functions.openQueued.click()
  await drawer.tab('Payload').click()
  await expect(drawer.of('bytes_1').getByRole('tabpanel')).toContainText(/ff 00 ab/i)
})

test('what would be refused is said before it is sent', async ({ page, functions }) => {
  await functions.open('order-intake')
  const large = { name: 'large.txt', mimeType: 'text/plain', buffer: Buffer.alloc(128 * KIB_BYTES + 1, 'a') }
  await page.getByRole('form').locator('input[type=file]').setInputFiles(large)
  await expect(page.getByRole('alert')).toContainText('A task takes at most 128 KB')
  await expect(functions.submitButton).toBeDisabled()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(functions.payload).toHaveText('{}')
  await functions.delay.fill('3601')
  await expect(page.getByRole('alert')).toContainText('A whole number of seconds from 0 to 3600.')
  await functions.delay.fill('0')
  await functions.taskId.fill('7-up')
  await expect(page.getByRole('alert')).toContainText('Starts with a letter or _')
  await expect(functions.submitButton).toBeDisabled()
})

test('an id that is taken leads to the task that has it', async ({ page, functions, drawer }) => {
  await functions.open('order-intake')
  await functions.submit({ taskId: 'mine' })
  await functions.taskId.fill('mine')
  await functions.submitButton.click()
  await expect(page.getByRole('alert')).toContainText('already has a task with this id')
  await page.getByRole('link', { name: 'Open that task' }).click()
  await expect(drawer.of('mine')).toBeVisible()
})

test('a payload of an earlier task comes back with one click, and goes with another', async ({ page, functions }) => {
  await functions.open('order-charge')
  await functions.chooseSample('order.json')
  await functions.submit({ taskId: 'order_1' })
  await functions.payload.fill('mine')
  await page.getByRole('button', { name: /A-1001/ }).click()
  await expect(functions.payload).toContainText('"id": "A-1001"')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(functions.payload).toHaveText('mine')
})
