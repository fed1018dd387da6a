/** Failures as groups: how they come, what can be done with them, and how one is brought home from the cloud. */
import { expect as expectPlain } from '@playwright/test'
import { look } from './support/axe.ts'
import { InboxPage } from './support/InboxPage.ts'
import { takePictures } from './support/pictures.ts'
import { guest, order, TasksOfTest } from './support/tasks.ts'
import { expect, test } from './support/workbench.ts'

const NO_RETRIES = [1, 2, 3].map((count) => ({
  path: 's.yaml',
  before: `maxAsyncRetryAttempts: ${count}\n`,
  after: 'maxAsyncRetryAttempts: 0\n',
}))
const GUEST = /TypeError: Cannot read properties of undefined/
const EMPTY = /needs a count above zero/
const TEXT = /SyntaxError/

/** Without a loyalty card, with an item too few, and no order at all. */
const emptyOrder = (index: number) => order(index).replace(/"count":\d+/, '"count":0')

const BODY = {
  timestamp: 1_660_120_276_975,
  requestContext: {
    requestId: '1-64e70cf1-5cbef92e-a8fc8c42899c',
    functionArn: 'acs:fc:cn-hangzhou:1234567890:functions/order-charge-prod',
    condition: 'UnhandledInvocationError',
    approximateInvokeCount: 4,
  },
  requestPayload: guest(77),
  responseContext: { statusCode: 200, functionError: 'UnhandledInvocationError' },
  responsePayload: '{"errorMessage":"the bank said no","errorType":"BankError","stackTrace":[]}',
}

test.use({ project: { edits: NO_RETRIES } })

test('three kinds of failures are three groups that are triaged without losing one', async ({
  page,
  host,
  shell,
  drawer,
}) => {
  test.setTimeout(180_000)
  const tasks = new TasksOfTest(host)
  const inbox = new InboxPage(page)
  const fail = async (functionName: string, taskId: string, payload: string) => {
    await tasks.submit({ functionName, taskId, payload })
    await tasks.untilState('Failed', { functionName, taskId })
  }

  await test.step('an inbox without a dead letter says what will come, and fills by itself', async () => {
    await shell.goTo('Inbox')
    await expect(page.getByText('No dead letters')).toBeVisible()
    await look(page, 'inbox-empty')
    await fail('order-charge', 'guest_1', guest(1))
    await expect(inbox.title).toHaveText(GUEST)
    await expect(inbox.members).toHaveCount(1)
  })

  await test.step('others are counted where no row moves, and shown when asked for', async () => {
    await fail('order-charge', 'guest_2', guest(2))
    await fail('order-charge', 'guest_3', guest(3))
    await fail('order-intake', 'text_1', 'order 7, as text')
    await fail('order-intake', 'empty_1', emptyOrder(1))
    await expect(inbox.newGroups).toHaveText('2 new groups')
    await expect(inbox.groups).toHaveCount(1)
    await expect(inbox.group(GUEST)).toContainText('3')
    await inbox.newGroups.click()
    await expect(inbox.groups).toHaveText([EMPTY, TEXT, GUEST])
    await expect(inbox.rail).toContainText('3')
    await expect(page.getByText('5 dead letters')).toBeVisible()
  })

  await test.step('the inbox opens on the newest new group, with what its members share', async () => {
    await shell.goTo('Overview')
    await page.getByRole('button', { name: 'Open the inbox' }).click()
    await expect(inbox.title).toHaveText(EMPTY)
    await inbox.group(GUEST).click()
    await expect(inbox.title).toHaveText(GUEST)
    await expect(inbox.opened.getByRole('region', { name: 'What they share' })).toContainText('the current code')
    await expect(inbox.members).toHaveCount(3)
    await look(page, 'inbox')
  })

  await test.step('the members are the task list, with its filter and the address of everything', async () => {
    const filter = page.getByRole('combobox', { name: 'Filter the tasks' })
    await filter.fill('id:guest_2')
    await filter.press('Enter')
    await expect(inbox.members).toHaveCount(1)
    await inbox.members.first().click()
    await drawer.expectState('Failed', 'guest_2')
    await page.reload()
    await drawer.expectState('Failed', 'guest_2')
    await expect(inbox.title).toHaveText(GUEST)
    await expect(inbox.members).toHaveCount(1)
    await takePictures(page, 'inbox-task')
    await page.keyboard.press('Escape')
    await expect(drawer.of()).toBeHidden()
    await page.getByRole('button', { name: 'Remove' }).click()
    await expect(inbox.members).toHaveCount(3)
  })

  await test.step('what is selected in one group is not acted on in another', async () => {
    await inbox.members.first().getByRole('checkbox').click()
    const bar = page.getByRole('toolbar', { name: 'Selected tasks' })
    await expect(bar).toContainText('1 selected')
    await inbox.group(EMPTY).click()
    await expect(inbox.title).toHaveText(EMPTY)
    await expect(bar).toBeHidden()
    await inbox.group(GUEST).click()
    await expect(inbox.title).toHaveText(GUEST)
    await expect(inbox.members).toHaveCount(3)
    await expect(bar).toBeHidden()
  })

  await test.step('the keyboard goes through groups and members', async () => {
    await inbox.group(EMPTY).click()
    await expect(inbox.title).toHaveText(EMPTY)
    await page.keyboard.press('j')
    await expect(inbox.title).toHaveText(TEXT)
    await page.keyboard.press('j')
    await expect(inbox.title).toHaveText(GUEST)
    await page.keyboard.press('Enter')
    await expect(inbox.members.first()).toBeFocused()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await drawer.expectState('Failed', 'guest_2')
    await page.keyboard.press('Escape')
    await expect(drawer.of()).toBeHidden()
    await page.keyboard.press('Escape')
    await expect(inbox.group(GUEST)).toBeFocused()
    await page.keyboard.press('k')
    await expect(inbox.title).toHaveText(TEXT)
  })

  await test.step('a group is acknowledged, and back', async () => {
    await inbox.verb('Acknowledge').click()
    await expect(inbox.group(TEXT)).toContainText('Acknowledged')
    await expect(inbox.rail).toContainText('2')
    await shell.toast('Acknowledged.').getByRole('button', { name: 'Undo' }).click()
    await expect(inbox.group(TEXT)).toContainText('New')
    await expect(inbox.rail).toContainText('3')
  })

  await test.step('a group is ignored until more of it come', async () => {
    await inbox.verb('Ignore until…').click()
    await page.getByRole('menuitem', { name: 'Until 10 more come' }).click()
    await expect(inbox.opened).toContainText('until 10 more come')
    await expect(inbox.tab('Ignored')).toContainText('1')
    await expect(inbox.groups).toHaveCount(3)
    await inbox.tab('Ignored').click()
    await expect(inbox.groups).toHaveText([TEXT])
    await inbox.tab('Open').click()
    await expect(inbox.groups).toHaveText([EMPTY, GUEST])
  })

  await test.step('a resolved group stays where it is and comes to life there when it happens again', async () => {
    await inbox.group(EMPTY).click()
    await expect(inbox.title).toHaveText(EMPTY)
    await page.keyboard.press('e')
    await expect(inbox.group(EMPTY)).toContainText('Resolved')
    await expect(inbox.tab('Resolved')).toContainText('1')
    await expect(inbox.verb('Reopen')).toBeVisible()
    await fail('order-intake', 'empty_2', emptyOrder(1))
    await expect(inbox.group(EMPTY)).toContainText('Regressed')
    await expect(inbox.groups).toHaveText([EMPTY, GUEST])
    await expect(inbox.rail).toContainText('2')
  })

  await test.step('several groups are resolved at once', async () => {
    await inbox.group(GUEST).getByRole('checkbox').check()
    await inbox.group(EMPTY).getByRole('checkbox').check()
    const bar = page.getByRole('toolbar', { name: 'Selected groups' })
    await expect(bar).toContainText('2 groups selected')
    await takePictures(page, 'inbox-selection')
    await bar.getByRole('button', { name: 'Resolve' }).click()
    await expect(inbox.tab('Resolved')).toContainText('2')
    await inbox.tab('Resolved').click()
    await expect(inbox.groups).toHaveCount(2)
    await inbox.tab('Open').click()
    await expect(page.getByText('Nothing is open')).toBeVisible()
    await takePictures(page, 'inbox-done')
  })
  expectPlain(shell.complaints).toEqual([])
})

test('a failure of the cloud is brought home with its payload', async ({ page, shell, drawer, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const inbox = new InboxPage(page)
  const dialog = inbox.importDialog
  const body = dialog.getByRole('textbox', { name: 'Body of the failure destination' })
  const send = dialog.getByRole('button', { name: 'Bring it home' })

  await test.step('what is no JSON is said where it is', async () => {
    await shell.goTo('Inbox')
    await page.getByRole('button', { name: 'Bring a failure home' }).first().click()
    await body.fill('{"timestamp":}')
    await expect(dialog.getByRole('alert')).toContainText('Line 1, column 14')
    await expect(send).toHaveAttribute('aria-disabled', 'true')
  })

  await test.step('what is no body of a failure destination is refused, and stays to be mended', async () => {
    await body.fill('{"order":1}')
    await send.click()
    await expect(dialog.getByRole('alert')).toContainText('It was not brought home')
    await expect(body).toContainText('"order"')
    await look(page, 'inbox-import')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  })

  await test.step('a body that is pasted on the screen opens the dialog; its function is chosen where it is not ours', async () => {
    await page.evaluate((text) => navigator.clipboard.writeText(text), JSON.stringify(BODY, null, 2))
    await page.keyboard.press('ControlOrMeta+v')
    await expect(body).toContainText('the bank said no')
    await send.click()
    await expect(dialog.getByRole('alert')).toContainText('order-charge-prod')
    await dialog.getByRole('button', { name: 'Choose a function' }).click()
    await page.getByRole('menuitem', { name: 'order-charge', exact: true }).click()
    await send.click()
    await expect(dialog).toBeHidden()
  })

  await test.step('it is a dead letter like any other, with its payload and the way back', async () => {
    await expect(inbox.title).toHaveText('BankError: the bank said no')
    await drawer.expectState('Failed')
    await drawer.tab('Payload').click()
    await expect(drawer.of()).toContainText('guest@customers.example')
    await takePictures(page, 'inbox-imported')
    await drawer.of().getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: /cloud/ }).click()
    await expect(shell.toast(/The command is on the clipboard/)).toBeVisible()
    expectPlain(await page.evaluate(() => navigator.clipboard.readText())).toContain('order-charge-prod')
  })

  await test.step('the same body is the same dead letter', async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Bring a failure home' }).first().click()
    await body.fill(JSON.stringify(BODY))
    await send.click()
    await expect(dialog.getByRole('alert')).toContainText('order-charge-prod')
    await dialog.getByRole('button', { name: 'Choose a function' }).click()
    await page.getByRole('menuitem', { name: 'order-charge', exact: true }).click()
    await send.click()
    await expect(shell.toast('It was brought home before; here it is.')).toBeVisible()
    await expect(inbox.members).toHaveCount(1)
  })
})
