/** No screen keeps people out, in either theme: axe finds nothing serious on them. With pictures, for eyes. */
import { expectAccessibleInBothThemes } from './support/axe.ts'
import { takePictures } from './support/pictures.ts'
import { expect, test } from './support/workbench.ts'

test('the functions screen is accessible in all its parts', async ({ page, shell, functions }) => {
  const look = async (name: string) => {
    await expectAccessibleInBothThemes(page, name)
    await takePictures(page, name)
  }
  await shell.goTo('Functions')
  await expect(functions.pane('order-charge')).toBeVisible()
  await look('functions-first')

  await functions.chooseSample('guest-order.json')
  await functions.submit({ taskId: 'guest_1' })
  await expect(page.getByRole('region', { name: 'Recent payloads' }).getByText('Failed')).toBeVisible()
  await look('functions-submitted')

  await functions.taskId.fill('1 is no beginning')
  await functions.payload.fill('{"id": 1,\n oops')
  await look('functions-wrong')
  await functions.taskId.fill('')

  await page.getByText('Sync', { exact: true }).click()
  await functions.chooseSample('order.json')
  await page.getByRole('form').getByRole('button', { name: 'Call' }).click()
  await expect(page.getByRole('region', { name: 'Answer', exact: true }).getByText('Succeeded')).toBeVisible()
  await look('functions-answer')

  for (const part of ['Configuration', 'Environment', 'History']) {
    await page.getByRole('tab', { name: part }).click()
    await look(`functions-${part.toLowerCase()}`)
  }
})
