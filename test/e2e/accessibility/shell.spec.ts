/** What is around the screens keeps nobody out, in either theme. With pictures, for eyes. */
import { look as lookAt } from '../support/axe.ts'
import { TasksOfTest } from '../support/tasks.ts'
import { expect, test } from '../support/workbench.ts'

test('palette, sheet, settings, problems, a lost host and a page without a key are accessible', async ({
  page,
  host,
  shell,
}) => {
  const look = (name: string) => lookAt(page, `shell-${name}`)
  /** No key counts before it is gone. */
  const closeLayer = async () => {
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  const tasks = new TasksOfTest(host)
  await tasks.submit({ functionName: 'order-intake', taskId: 'order_1' })
  await tasks.untilState('Succeeded', { functionName: 'order-intake', taskId: 'order_1' })
  await shell.goTo('Tasks')

  await test.step('the palette', async () => {
    await page.keyboard.press('ControlOrMeta+k')
    await expect(page.getByRole('option').first()).toBeVisible()
    await look('palette')
    await page.keyboard.type('charge')
    await expect(page.getByRole('option', { name: /order-charge/ }).first()).toBeVisible()
    await look('palette-found')
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type('nothing like this')
    await expect(page.getByText(/^Nothing here is called/)).toBeVisible()
    await look('palette-nothing')
    await closeLayer()
  })

  await test.step('the sheet of keys', async () => {
    await page.keyboard.press('?')
    await expect(page.getByRole('dialog', { name: 'Keyboard' })).toBeVisible()
    await look('keys')
    await closeLayer()
  })

  await test.step('the settings, and a narrow rail', async () => {
    await page.getByRole('button', { name: 'Settings' }).click()
    await expect(page.getByText('Language')).toBeVisible()
    await look('settings')
    await closeLayer()
    await page.keyboard.press('ControlOrMeta+b')
    await look('narrow')
    await page.keyboard.press('ControlOrMeta+b')
  })

  await test.step('the problems', async () => {
    await page.keyboard.press('ControlOrMeta+j')
    const list = page.getByRole('list', { name: 'Problems' })
    const total = 'and computes its total'
    host.edit('s.yaml', { before: total, after: `${total}\n      vpcConfig: auto` })
    await expect(list).toContainText('vpcConfig is stored, not delivered yet')
    host.edit('s.yaml', { before: 'memorySize: 128', after: 'memorySize: lots' })
    await expect(list).toContainText('memorySize')
    await look('problems')
    await page.keyboard.press('ControlOrMeta+j')
  })

  await test.step('a host that is gone', async () => {
    await host.kill()
    await expect(page.getByText(/connecting again/i).first()).toBeVisible()
    await look('lost')
  })

  await test.step('a page without a key', async () => {
    await host.start()
    await page.goto(`${host.endpoint.url}/?token=wrong`)
    await expect(page.getByText(/taskyard open/).first()).toBeVisible()
    await look('no-key')
  })
})
