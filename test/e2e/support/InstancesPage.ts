/** The list of instances and the page of one. */
import { expect, type Locator, type Page } from '@playwright/test'

export class InstancesPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get rows() {
    return this.#page.getByRole('grid', { name: 'Instances' }).locator('[data-instance]')
  }

  /** Of the function's instance, or the first of them. */
  rowOf(functionName: string) {
    return this.rows.filter({ hasText: functionName }).first()
  }

  pill(name: string) {
    return this.#page.getByRole('group', { name: 'States' }).getByRole('button', { name: new RegExp(`^${name}`) })
  }

  /** Opens the page of an instance; returns its id. */
  async open(row: Locator): Promise<string> {
    const id = await row.getAttribute('data-instance')
    await row.getByRole('link').first().click()
    await expect(this.page(id ?? '')).toBeVisible()
    return id ?? ''
  }

  page(instanceId: string) {
    return this.#page.getByRole('region', { name: instanceId })
  }

  /** On the page of an instance. */
  fact(name: string) {
    return this.#page
      .locator('dl > div')
      .filter({ has: this.#page.locator('dt', { hasText: new RegExp(`^${name}$`) }) })
      .locator('dd')
  }

  button(name: string) {
    return this.#page.locator('main').getByRole('button', { name, exact: true })
  }
}
