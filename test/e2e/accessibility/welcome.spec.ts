/** Welcome keeps nobody out, whatever is chosen and whatever is wrong. With pictures, for eyes. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { look as lookAt } from '../support/axe.ts'
import { WelcomePage } from '../support/WelcomePage.ts'
import { expect, test } from '../support/workbench.ts'

test.use({ command: 'welcome' })

test('Welcome, its folders, a broken project and the menu of projects are accessible', async ({ page, host }) => {
  const look = (name: string) => lookAt(page, `welcome-${name}`)
  const welcome = new WelcomePage(page)
  const broken = host.addProject('broken')
  writeFileSync(join(broken, 's.yaml'), 'edition: 3.0.0\nresources:\n  a: [1, 2\n')

  await test.step('with the sample', async () => {
    await page.goto(host.pageUrl())
    await expect(welcome.preview).toContainText('order-intake')
    await look('sample')
  })

  await test.step('choosing a folder', async () => {
    await welcome.choice(/^Open a folder/).click()
    await welcome.folderDialog.getByLabel('Path').fill(join(broken, '..'))
    await page.keyboard.press('Enter')
    await expect(welcome.folderDialog.getByRole('button', { name: /^broken/ })).toBeVisible()
    await look('folders')
    await welcome.folderDialog.getByLabel('Path').fill('/there/is/nothing')
    await page.keyboard.press('Enter')
    await expect(welcome.folderDialog.getByRole('alert')).toBeVisible()
    await look('folders-wrong')
  })

  await test.step('with a folder that cannot be opened', async () => {
    await welcome.chooseFolder(broken)
    await expect(welcome.preview).toContainText('s.yaml:')
    await look('broken')
  })

  await test.step('over an open project', async () => {
    await welcome.choice(/^Try the sample/).click()
    await welcome.openSample.click()
    await expect(page.getByText('Engine running')).toBeVisible()
    await page.getByRole('button', { name: /^Project: / }).click()
    await expect(page.getByRole('menuitem', { name: /Open a folder/ })).toBeVisible()
    await look('menu')
    await page.getByRole('menuitem', { name: 'Welcome' }).click()
    await expect(welcome.title).toBeVisible()
    await look('recent')
  })
})
