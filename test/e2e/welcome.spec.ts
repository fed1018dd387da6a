/** The first run without a project: look at what would start, open it, go to another one and back. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tabTo } from './support/tabTo.ts'
import { WelcomePage } from './support/WelcomePage.ts'
import { expect, test } from './support/workbench.ts'

test.use({ command: 'welcome' })

test('the sample is looked at, opened and left for another folder, and comes back as it was', async ({
  page,
  host,
  taskList,
  functions,
}) => {
  const welcome = new WelcomePage(page)
  const second = host.addProject('second-shop')
  const menuOf = (name: string) => page.getByRole('button', { name: `Project: ${name}`, exact: true })
  const goTo = (screen: string) =>
    page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen, exact: true }).click()

  await test.step('it says what will be started, and on which port, before anything runs', async () => {
    await page.goto(host.pageUrl())
    await expect(welcome.title).toBeVisible()
    await expect(welcome.preview).toContainText(
      '5 functions: order-intake, order-charge, order-refund, order-notify and 1 more',
    )
    await expect(welcome.preview).toContainText(/127\.0\.0\.1:\d+/)
    await expect(welcome.preview).toContainText(/node.*\d+\.\d+\.\d+/)
    await expect(welcome.preview).toContainText('CURRENCY')
    await expect(page.getByText('Engine running')).toHaveCount(0)
  })

  await test.step('Enter opens it, and a task runs in it', async () => {
    await expect(welcome.choice(/^Try the sample/)).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(menuOf('order-pipeline')).toBeVisible()
    await goTo('Functions')
    await functions.open('order-intake')
    await functions.chooseSample('order.json')
    await functions.submit({ taskId: 'first_1' })
    await goTo('Tasks')
    await expect(taskList.row('first_1')).toContainText('Succeeded')
  })

  await test.step('the menu leads to another folder, which has no tasks yet', async () => {
    await menuOf('order-pipeline').click()
    await page.getByRole('menuitem', { name: /^Open a folder/ }).click()
    await welcome.chooseFolder(second)
    await expect(page.getByRole('heading', { name: 'What second-shop will start' })).toBeVisible()
    await page.getByRole('button', { name: 'Open second-shop' }).click()
    await expect(menuOf('second-shop')).toBeVisible()
    await expect(page.getByText('No tasks yet')).toBeVisible()
  })

  await test.step('and back, with the keyboard alone', async () => {
    await tabTo(page, menuOf('second-shop'))
    await page.keyboard.press('Enter')
    await expect(page.getByRole('menuitem', { name: 'order-pipeline' })).toBeFocused()
    await page.keyboard.press('Enter')
    await expect(menuOf('order-pipeline')).toBeVisible()
    await expect(taskList.row('first_1')).toContainText('Succeeded')
  })

  await test.step('Welcome offers both again', async () => {
    await menuOf('order-pipeline').click()
    await page.getByRole('menuitem', { name: 'Welcome' }).click()
    await expect(welcome.choice(/^order-pipeline.*5 functions.*today/)).toBeVisible()
    await welcome.choice(/^second-shop/).click()
    await expect(page.getByRole('heading', { name: 'What second-shop will start' })).toBeVisible()
    await page.getByRole('button', { name: 'Back to order-pipeline' }).click()
    await expect(taskList.row('first_1')).toBeVisible()
  })
})

test('a folder that is not there is said once, and cannot be chosen until its path is another one', async ({
  page,
  host,
}) => {
  const welcome = new WelcomePage(page)
  await page.goto(host.pageUrl())
  await welcome.choice(/^Open a folder/).click()
  const path = welcome.folderDialog.getByLabel('Path')
  const choose = welcome.folderDialog.getByRole('button', { name: /^Choose / })
  await path.fill(join(host.projectDir, 'gone'))
  await path.press('Enter')
  await expect(welcome.folderDialog).toContainText('there is no folder')
  await expect(welcome.folderDialog.getByText('There is no folder in here')).toHaveCount(0)
  await expect(choose).toBeDisabled()
  await path.fill(host.projectDir)
  await expect(welcome.folderDialog).not.toContainText('there is no folder')
  await choose.click()
  await expect(welcome.folderDialog).toBeHidden()
})

test('a project whose s.yaml is broken says where, and leads back', async ({ page, host }) => {
  const welcome = new WelcomePage(page)
  const broken = host.addProject('broken')
  writeFileSync(join(broken, 's.yaml'), 'edition: 3.0.0\nresources:\n  intake: [1, 2\n')
  await page.goto(host.pageUrl())
  await welcome.choice(/^Open a folder/).click()
  await welcome.chooseFolder(broken)
  await expect(welcome.preview).toContainText(/s\.yaml:\d+: /)
  await expect(page.getByRole('button', { name: /^Open broken/ })).toBeDisabled()

  await welcome.choice(/^Try the sample/).click()
  await welcome.openSample.click()
  await expect(page.getByRole('button', { name: 'Project: order-pipeline' })).toBeVisible()
})

test('a project that was broken since it was open last says where, and what is open stays open', async ({
  page,
  host,
}) => {
  const welcome = new WelcomePage(page)
  const second = host.addProject('second-shop')
  await page.goto(host.pageUrl())
  await expect(welcome.title).toBeVisible()
  for (const dir of [second, host.projectDir]) {
    await page.keyboard.press('ControlOrMeta+o')
    await welcome.chooseFolder(dir)
    await page.getByRole('button', { name: /^Open (second-shop|order-pipeline)/ }).click()
    await expect(page.getByRole('button', { name: /^Project: / })).toBeVisible()
  }
  await expect(page.getByRole('button', { name: 'Project: order-pipeline' })).toBeVisible()

  writeFileSync(join(second, 's.yaml'), 'resources: [')
  await page.getByRole('button', { name: /^Project: / }).click()
  await page.getByRole('menuitem', { name: 'second-shop' }).click()
  const why = page.getByRole('alert').filter({ hasText: 'The project could not be opened' })
  await expect(why).toContainText(/s\.yaml:\d+: /)
  await expect(page.getByRole('heading', { name: /will start/ })).toBeVisible()
  await page.getByRole('button', { name: 'Back to order-pipeline' }).click()
  await expect(page.getByText('Engine running')).toBeVisible()
})
