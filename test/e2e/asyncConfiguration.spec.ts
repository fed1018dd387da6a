/** A function's asynchronous configuration: changed live, kept over a reload, given up, written to s.yaml. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AsyncPage } from './support/AsyncPage.ts'
import { look } from './support/axe.ts'
import { expect, test } from './support/workbench.ts'

const COMMENT = '# once more is enough, says the bank'
const edit = (before: string, after: string) => ({ path: 's.yaml', before, after })
test.use({
  project: {
    edits: [
      edit('maxAsyncEventAgeInSeconds: 3600', `maxAsyncEventAgeInSeconds: 3600   ${COMMENT}`),
      edit('access: default', 'access: default\n# "the shop" pays'),
    ],
  },
})

test('a retry count and a target are set live, outlive a reload, go back, and are written with every comment', async ({
  page,
  shell,
  functions,
  host,
}) => {
  const async = new AsyncPage(page)
  const spec = () => readFileSync(join(host.projectDir, 's.yaml'), 'utf8')
  const before = spec()
  await shell.goTo('Functions')
  await functions.open('order-charge')
  await async.tab.click()
  await expect(async.setting('Retries')).toContainText('s.yaml')
  await expect(async.setting('On failure')).toContainText('default')

  // typed and not saved: it is still there after another tab, another function and a reload
  await async.retries.fill('4')
  await async.choose('On failure, Kind of target', 'Message queue')
  await page.getByLabel('On failure, Name of the new queue').fill('failed orders')
  await expect(page.getByText('Up to 120 letters, digits or hyphens')).toBeVisible()
  await expect(async.saveButton).toBeDisabled()
  await page.getByLabel('On failure, Name of the new queue').fill('failed-orders')
  await page.getByRole('tab', { name: 'History' }).click()
  await functions.open('order-notify')
  await functions.open('order-charge')
  await page.reload()
  await page.getByRole('tab', { name: 'Async configuration, not saved' }).click()
  await expect(async.retries).toHaveValue('4')
  await expect(async.setting('Retries')).toContainText('Not saved')
  await expect(page.getByText('2 changes are not saved yet.')).toBeVisible()
  await expect(
    page.getByText('taskyard config order-charge --retries 4 --on-failure queue:failed-orders'),
  ).toBeVisible()

  await async.retries.press('Control+Enter')
  await expect(page.getByText('Saved. It holds for everything that ends from now on.')).toBeVisible()
  await expect(async.setting('Retries')).toContainText('Changed here, s.yaml says 1')
  await page.reload()
  await expect(async.retries).toHaveValue('4')
  await expect(async.setting('On failure')).toContainText('Changed here, s.yaml says none')
  await expect(functions.pane('order-charge')).toContainText('queue failed-orders')
  expect(spec()).toBe(before)

  await async
    .setting('Retries')
    .getByRole('button', { name: /^Revert/ })
    .click()
  await expect(async.retries).toHaveValue('1')
  await expect(page.getByText('1 value was changed here.')).toBeVisible()
  await async.choose('On success, Kind of target', 'Function')
  await async.choose('On success, Function', 'order-notify')
  await async.maxAge.fill('7200')
  await async.saveButton.click()
  await expect(async.setting('Maximum age')).toContainText('Changed here, s.yaml says 1 h')
  await look(page, 'async-configuration')

  await async.writeButton.click()
  const dialog = page.getByRole('dialog', { name: 'Write to s.yaml' })
  await expect(dialog.getByRole('row', { name: 'Maximum age 1 h 2 h' })).toBeVisible()
  await look(page, 'async-write')
  await dialog.getByRole('button', { name: 'Write to s.yaml' }).click()
  await expect(page.getByText(/^Written to .*s\.yaml\.$/)).toBeVisible()
  await expect(async.setting('Maximum age')).toContainText(/s\.yaml$/)
  await expect(async.writeButton).toBeHidden()
  expect(spec()).toBe(
    before.replace(
      `maxAsyncEventAgeInSeconds: 3600   ${COMMENT}\n`,
      `maxAsyncEventAgeInSeconds: 7200   ${COMMENT}\n        destinationConfig:
          onSuccess:
            destination: acs:fc:::functions/order-notify
          onFailure:
            destination: acs:mns:::/queues/failed-orders/messages\n`,
    ),
  )
})

test('a target that will not work is taken with a word of warning, and a test delivery is followed', async ({
  page,
  shell,
  functions,
}) => {
  const async = new AsyncPage(page)
  await shell.goTo('Functions')
  await functions.open('order-notify')
  await async.tab.click()
  await async.choose('On failure, Kind of target', 'Other ARN')
  await page.getByLabel('On failure, ARN').fill('acs:mns:cn-hangzhou:1234:/topics/t/messages')
  await async.saveButton.click()
  await expect(async.setting('On failure')).toContainText(
    'topics are not delivered here: each delivery is kept as failed.',
  )
  await async.choose('On failure, Kind of target', 'Message queue')
  await page.getByLabel('On failure, Name of the new queue').fill('watched')
  await async.setting('On failure').getByRole('button', { name: 'Send a test delivery' }).click()
  await async.setting('On failure').getByRole('link', { name: 'Open it' }).click()
  await expect(page).toHaveURL(/#\/deliveries\/\d+/)
  await expect(page.getByText('watched').first()).toBeVisible()
})
