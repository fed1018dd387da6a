/** The functions screen keeps nobody out, in either theme: axe finds nothing serious on it. With pictures, for eyes. */
import { look as lookAt } from '../support/axe.ts'
import { expect, test } from '../support/workbench.ts'

test('the functions screen is accessible in all its parts', async ({ page, shell, functions }) => {
  const look = (name: string) => lookAt(page, `functions-${name}`)
  await shell.goTo('Functions')
  await expect(functions.pane('order-charge')).toBeVisible()
  await look('first')

  await functions.chooseSample('guest-order.json')
  await functions.submit({ taskId: 'guest_1' })
  await expect(page.getByRole('region', { name: 'Recent payloads' }).getByText('Failed')).toBeVisible()
  await look('submitted')

  await functions.taskId.fill('1 is no beginning')
  await functions.payload.fill('{"id": 1,\n oops')
  await look('wrong')
  await functions.taskId.fill('')

  await page.getByText('Sync', { exact: true }).click()
  await functions.chooseSample('order.json')
  await page.getByRole('form').getByRole('button', { name: 'Call' }).click()
  await expect(page.getByRole('region', { name: 'Answer', exact: true }).getByText('Succeeded')).toBeVisible()
  await look('answer')

  for (const part of ['Configuration', 'Async configuration', 'Environment', 'History']) {
    await page.getByRole('tab', { name: part, exact: part === 'Configuration' }).click()
    await look(part.toLowerCase().replace(' ', '-'))
  }
})
