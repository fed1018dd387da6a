/** A task that failed beside its replay after the code was mended: the headline names the file, and everything says why. */
import type { Page } from '@playwright/test'
import { clientOf } from '../../electron/cli/consoleClient.ts'
import { until } from '../support/until.ts'
import { look } from './support/axe.ts'
import { takePictures } from './support/pictures.ts'
import { guest, order, TasksOfTest } from './support/tasks.ts'
import { expect, test } from './support/workbench.ts'

const FAILED = { functionName: 'order-charge', taskId: 'guest_1' }

/** The comparison that is open. */
class ComparePage {
  readonly #page: Page
  constructor(page: Page) {
    this.#page = page
  }

  headline(text: string) {
    return this.#page.getByRole('main').getByRole('status').filter({ hasText: text })
  }
  part(name: string) {
    return this.#page.getByRole('region', { name, exact: true })
  }
  fold(name: string) {
    return this.part(name).getByRole('heading').getByRole('button')
  }
  fact(name: string) {
    return this.#page.getByRole('row', { name: new RegExp(`^${name}`) })
  }
}

test('a failure is compared with the replay that went through after its code was mended', async ({
  page,
  host,
  shell,
  taskList,
  drawer,
}) => {
  const tasks = new TasksOfTest(host)
  const client = clientOf(host.endpoint)
  const compare = new ComparePage(page)
  const codeHash = async () => (await client['functions.get']({ functionName: 'order-charge' })).codeHash

  await tasks.submit({ ...FAILED, payload: guest(1) })
  await tasks.untilState('Failed', FAILED)

  await test.step('the attempts of one task are compared from its drawer', async () => {
    await shell.goTo('Tasks')
    await taskList.open('guest_1')
    await drawer.tab('Attempts').click()
    await drawer.of().getByRole('button', { name: 'Compare the last two attempts' }).click()
    await expect(compare.headline('Same code, payload and environment, and the same outcome')).toBeVisible()
    await expect(compare.fact('Attempt')).toContainText('1 of 2')
    await expect(compare.fact('Attempt')).toContainText('2 of 2')
    await expect(compare.fold('Payload')).toHaveAttribute('aria-expanded', 'false')
    await page.goBack()
  })

  await test.step('the code is mended, and a replay goes through', async () => {
    const before = await codeHash()
    host.edit('code/charge/index.js', { before: 'customer.loyalty.tier', after: 'customer.loyalty?.tier' })
    await until(async () => (await codeHash()) !== before, { what: 'the mended code' })
    await client['tasks.replay']({ ...FAILED, newTaskId: 'mended_1' })
    await tasks.untilState('Succeeded', { functionName: 'order-charge', taskId: 'mended_1' })
  })

  await test.step('the drawer leads to the comparison with the last success', async () => {
    await drawer.of('guest_1').getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Compare with last success' }).click()
    await expect(compare.headline('Same payload; index.js changed between them')).toBeVisible()
    await expect(compare.fact('State')).toContainText('Failed')
    await expect(compare.fact('State')).toContainText('Succeeded')
    await expect(compare.fold('Payload')).toContainText('the same')
    await expect(compare.fold('Code')).toContainText('1 file differs')
    await expect(compare.part('Code').getByLabel('Left: guest_1, Failed')).toContainText('customer.loyalty.tier')
    await expect(compare.part('Code').getByLabel('Right: mended_1, Succeeded')).toContainText('customer.loyalty?.tier')
    await expect(compare.part('Result or error').getByLabel('Left: guest_1, Failed')).toContainText('TypeError')
    await expect(compare.part('Environment')).toContainText('the same')
    await look(page, 'compare')
  })

  await test.step('the keyboard opens what is folded and goes from difference to difference', async () => {
    await compare.fold('Payload').focus()
    await page.keyboard.press('Enter')
    await expect(compare.part('Payload').getByLabel('Payload').last()).toContainText('guest@customers.example')
    const left = compare.part('Code').getByLabel('Left: guest_1, Failed')
    await left.focus()
    await page.keyboard.press('F7')
    await expect(left).toBeFocused()
    await compare.part('Code').getByRole('button', { name: 'All lines' }).click()
    await expect(compare.part('Code').getByLabel('Left: guest_1, Failed')).toContainText("'use strict'")
    await expect(compare.part('Code').getByRole('button', { name: 'Only differences' })).toBeVisible()
    await takePictures(page, 'compare-code')
  })

  await test.step('sides can be swapped, and an address that names nothing leads on', async () => {
    await page.getByRole('button', { name: 'Swap sides' }).click()
    await expect(compare.part('Code').getByLabel('Left: mended_1, Succeeded')).toBeVisible()
    await page.goto(`${new URL(page.url()).origin}/#/compare?left=nothing`)
    await expect(page.getByText('Nothing to compare')).toBeVisible()
    await page.getByRole('button', { name: 'Go to the tasks' }).click()
  })

  await test.step('two selected tasks are compared: the payload is named where it differs', async () => {
    await tasks.submit({ functionName: 'order-charge', taskId: 'gold_1', payload: order(1) })
    await tasks.untilState('Succeeded', { functionName: 'order-charge', taskId: 'gold_1' })
    await page.reload()
    await taskList.row('gold_1').getByRole('checkbox').click()
    await taskList.row('mended_1').getByRole('checkbox').click()
    await page.getByRole('toolbar').getByRole('button', { name: 'Compare' }).click()
    await expect(compare.headline('The payload differs in')).toContainText('customer')
    await expect(compare.fold('Payload')).toHaveAttribute('aria-expanded', 'true')
    await look(page, 'compare-payload')
  })
})
