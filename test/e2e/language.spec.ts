/** Simplified Chinese, chosen while the window is open: no English stays on a control, and nothing breaks the layout. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { clientOf } from '../../electron/cli/consoleClient.ts'
import { zh } from '../../renderer/i18n/zh/index.ts'
import { takePictures } from './support/pictures.ts'
import { TasksOfTest } from './support/tasks.ts'
import { WelcomePage } from './support/WelcomePage.ts'
import { expect, test } from './support/workbench.ts'

/** What can be pressed, and what names something. */
const CONTROLS =
  'button, a, label, h1, h2, h3, th, dt, [role=tab], [role=columnheader], [role=menuitem], [role=option], header p'
const NAMED = '[aria-label], [placeholder]'

/** Names, ids, keys, units and formats are the same in every language. */
const NOT_WORDS = [
  /\/tmp\/\S+/g,
  /order-(intake|charge|refund|notify|report|pipeline|\*)|payloads/g,
  /guest_[12]|guest-order|\bfailures\b/g,
  /[\w/.-]+\.(json|js|yaml|handler)\b/g,
  /nodejs20/g,
  /\b(Ctrl|Alt|Shift|Enter|Esc|Home|End|PgUp|PgDn)\b/g,
  /\b(JSON|FC|API|ID|ms|MB|KB|English|Taskyard)\b/gi,
  /\bc-[0-9a-f]{4}\b/g, // an instance
  /\b(TypeError|p50|p95|p99|CPU|pid|stderr)\b.*/g, // what the function said, and names of figures
  /\b[\w-]*\d[\w.…-]*/g,
  /\b(status|fn|id|since|until|inst|attempt|err|group|letter|succeeded|failed|expired|card|declined|SENDER|CURRENCY)\b/g,
]

/** Words in Latin letters on what can be pressed, and on what names something. */
async function englishOn(page: Page): Promise<string[]> {
  const texts = await page.evaluate(
    ({ controls, named }) => {
      const seen = (selector: string) =>
        [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility())
      const names = (element: Element) => [element.getAttribute('aria-label'), element.getAttribute('placeholder')]
      return [...seen(controls).map(({ innerText }) => innerText), ...seen(named).flatMap(names)]
    },
    { controls: CONTROLS, named: NAMED },
  )
  const words = texts.map((text) => NOT_WORDS.reduce((rest, pattern) => rest.replace(pattern, ''), text ?? ''))
  return [...new Set(words.filter((text) => /[A-Za-z]{2,}/.test(text)))]
}

/** Controls whose text is wider than they are, and a window that can be scrolled sideways. */
function tooWide(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cut = [...document.querySelectorAll<HTMLElement>('button, [role=tab], [role=columnheader]')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .map((element) => element.innerText)
    const { scrollWidth, clientWidth } = document.documentElement
    return scrollWidth > clientWidth ? [...cut, `the window: ${scrollWidth}`] : cut
  })
}

async function expectChinese(page: Page, name: string): Promise<void> {
  expect.soft(await englishOn(page), `English on ${name}`).toEqual([])
  expect.soft(await tooWide(page), `too wide on ${name}`).toEqual([])
  await takePictures(page, `chinese-${name}`)
}

async function chooseChinese(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByText(zh.shell.settings.languageChinese, { exact: true }).click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN')
}

test('every screen is in Chinese from the moment that it is chosen', async ({ page, host, shell }) => {
  test.setTimeout(240_000) // many screens, each with its pictures
  const tasks = new TasksOfTest(host)
  await tasks.submit({ functionName: 'order-charge', taskId: 'guest_1', payload: '{"1": 2}' })
  await tasks.untilState('Failed', { functionName: 'order-charge', taskId: 'guest_1' })
  await shell.goTo('Tasks')
  const goTo = (hash: string) => page.evaluate((to) => window.location.assign(to), hash)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const closeLayer = async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }

  await test.step('at once, without loading the window again', async () => {
    await page.evaluate(() => Object.assign(window, { isSameWindow: true }))
    await chooseChinese(page)
    await expectChinese(page, 'settings')
    await closeLayer()
    await expect(page.getByRole('link', { name: zh.shell.rail.functions, exact: true })).toBeVisible()
    await expectChinese(page, 'tasks')
    expect(await page.evaluate(() => 'isSameWindow' in window)).toBe(true)
  })

  await test.step('the filter and its help', async () => {
    await button(zh.tasks.filter.help).click()
    await expectChinese(page, 'filter-help')
    await closeLayer()
    await page.keyboard.press('/')
    await expect(page.getByRole('option').first()).toBeVisible()
    await expectChinese(page, 'suggestions')
    await page.keyboard.press('Escape')
    await goTo('#/tasks?q=id%3Anobody')
    await expect(page.getByText(zh.tasks.hidden.clearAll).or(button(zh.tasks.filter.clear))).toBeVisible()
    await expectChinese(page, 'nothing-matches')
  })

  await test.step('a task', async () => {
    for (const tab of ['attempts', 'payload', 'result', 'log', 'raw'] as const) {
      await goTo(`#/tasks?task=order-charge/guest_1&tab=${tab}`)
      await expect(page.getByRole('tab', { name: zh.task.tabs[tab], exact: false })).toHaveAttribute(
        'aria-selected',
        'true',
      )
      await expectChinese(page, `task-${tab}`)
    }
  })

  await test.step('what repairs a task', async () => {
    await goTo('#/tasks?task=order-charge/guest_1')
    await button(zh.task.actions.compensate).click()
    await expect(page.getByRole('dialog', { name: zh.repair.compensation.title })).toContainText(
      zh.repair.compensation.key,
    )
    await expectChinese(page, 'compensation')
    await closeLayer()
    await button(zh.task.actions.more).click()
    await page.getByRole('menuitem', { name: zh.task.actions.replayEdited }).click()
    await expect(page.getByRole('textbox', { name: zh.repair.edit.edited })).toHaveAttribute('contenteditable', 'true')
    await expectChinese(page, 'replay-edited')
    await closeLayer()
    await goTo('#/operations')
    await expect(page.getByRole('group', { name: zh.operations.kinds })).toBeVisible()
    await expectChinese(page, 'operations')
    await button(zh.operations.batches).click()
    await expectChinese(page, 'batches')
    await closeLayer()
  })

  await test.step('what failed, and why', async () => {
    await goTo('#/inbox')
    await expect(page.getByRole('grid', { name: zh.inbox.members.label }).getByRole('row').first()).toBeVisible()
    await expectChinese(page, 'inbox')
    await page.getByRole('toolbar', { name: zh.inbox.verb.label }).getByRole('button').first().click()
    await expect(page.getByRole('dialog', { name: zh.repair.plan.title })).toContainText('order-charge')
    await expectChinese(page, 'replay-plan')
    await closeLayer()
    await button(zh.inbox.import.open).first().click()
    await expect(page.getByRole('dialog', { name: zh.inbox.import.title })).toBeVisible()
    await expectChinese(page, 'bring-home')
    await closeLayer()
    for (const show of ['ignored', 'resolved'] as const) {
      await goTo(`#/inbox?show=${show}`)
      await expect(page.getByText(zh.inbox.empty[`${show}Title`])).toBeVisible()
      await expectChinese(page, `inbox-${show}`)
    }
    await goTo('#/compare?left=order-charge/guest_1/1&right=order-charge/guest_1/2')
    await expect(page.getByRole('main').getByRole('status').first()).toBeVisible()
    await expectChinese(page, 'compare')
    await goTo('#/compare')
    await expect(page.getByText(zh.compare.none, { exact: true })).toBeVisible()
    await expectChinese(page, 'compare-nothing')
  })

  await test.step('deliveries and message queues', async () => {
    await goTo('#/deliveries')
    await expect(page.getByText(zh.deliveries.none.title)).toBeVisible()
    await expectChinese(page, 'deliveries-none')
    await goTo('#/queues')
    await expect(page.getByText(zh.deliveries.queues.none.title)).toBeVisible()
    await expectChinese(page, 'queues-none')
    const client = clientOf(host.endpoint)
    await client['messages.send']({ queueName: 'failures', body: '{"order": 4711}', delaySeconds: 0 })
    const { deliveryId } = await client['deliveries.test']({
      functionName: 'order-charge',
      cause: 'failure',
      target: 'acs:mns:::/queues/failures/messages',
    })
    await goTo(`#/deliveries/${deliveryId}`)
    await expect(page.getByRole('article').getByText(zh.deliveries.pane.body)).toBeVisible()
    await expectChinese(page, 'delivery')
    await goTo('#/queues/failures')
    await page.getByRole('main').getByRole('grid').getByRole('row').first().click()
    await expect(page.getByRole('article').getByText(zh.deliveries.messages.md5)).toBeVisible()
    await expectChinese(page, 'message')
    for (const name of ['send', 'receive', 'create'] as const) {
      await button(zh.deliveries.queues[name]).click()
      await expect(page.getByRole('dialog')).toBeVisible()
      await expectChinese(page, `queue-${name}`)
      await closeLayer()
    }
  })

  await test.step('the functions', async () => {
    await goTo('#/functions/order-charge')
    await expect(button(zh.functions.format)).toBeVisible()
    await expectChinese(page, 'functions')
    const count = await page.getByRole('tab').count()
    for (let index = 1; index < count; index++) {
      await page.getByRole('tab').nth(index).click()
      await expectChinese(page, `functions-${index}`)
    }
  })

  await test.step('what is around them', async () => {
    await page.keyboard.press('ControlOrMeta+j')
    await expectChinese(page, 'problems')
    await page.keyboard.press('ControlOrMeta+j')
    await page.keyboard.press('ControlOrMeta+k')
    await expect(page.getByRole('option').first()).toBeVisible()
    await expectChinese(page, 'palette')
    await closeLayer()
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: zh.shell.help.title })).toBeVisible()
    await expectChinese(page, 'keys')
    await closeLayer()
  })

  await test.step('what is seen inside', async () => {
    // an instance that lives, however long the steps before took
    await tasks.submit({ functionName: 'order-charge', taskId: 'guest_2', payload: '{"1": 2}' })
    await tasks.untilState('Failed', { functionName: 'order-charge', taskId: 'guest_2' })
    for (const screen of ['overview', 'instances', 'logs', 'metrics'] as const) {
      await goTo(`#/${screen}`)
      const link = page.getByRole('link', { name: zh.shell.rail[screen], exact: true })
      await expect(link).toHaveAttribute('aria-current', 'page')
      await expect(page.locator('main').getByRole('button').first()).toBeVisible()
      await expectChinese(page, screen)
    }
    await goTo('#/instances')
    await page.getByRole('grid').locator('[data-instance] a').first().click()
    await expect(page.getByText(zh.instances.page.coldStart, { exact: true })).toBeVisible()
    await expectChinese(page, 'instance')
    await button(zh.instances.logIn).first().click()
    await expect(
      page.getByRole('region', { name: 'order-charge' }).or(page.getByText('order-charge')).first(),
    ).toBeVisible()
    await expectChinese(page, 'terminal')
  })

  await test.step('and it stays when the window is loaded again', async () => {
    await page.reload()
    await expect(page.getByRole('link', { name: zh.shell.rail.tasks, exact: true })).toBeVisible()
  })
  expect(shell.complaints).toEqual([])
})

test.describe('Welcome', () => {
  test.use({ command: 'welcome' })

  test('is in Chinese as well', async ({ page, host }) => {
    await page.goto(host.pageUrl())
    await expect(new WelcomePage(page).preview).toContainText('order-intake')
    await chooseChinese(page)
    await page.keyboard.press('Escape')
    await expectChinese(page, 'welcome')
    await page.getByRole('button', { name: new RegExp(`^${zh.welcome.folder}`) }).click()
    await page.getByRole('dialog').getByLabel(zh.welcome.chooser.path).fill(join(host.projectDir, 'payloads'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('group', { name: 'payloads' })).toBeVisible()
    await expect(page.getByText(zh.welcome.chooser.empty)).toBeVisible()
    await expectChinese(page, 'folders')
  })
})
