/** The tab "Async configuration" of a function. */
import type { Page } from '@playwright/test'

export class AsyncPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get tab() {
    return this.#page.getByRole('tab', { name: /^Async configuration/ })
  }

  get form() {
    return this.#page.getByRole('form', { name: /^What becomes of asynchronous calls of/ })
  }

  /** The row of a setting, by its name. */
  setting(name: string) {
    return this.form.getByRole('group', { name, exact: true })
  }

  get retries() {
    return this.form.getByRole('textbox', { name: 'Retries' })
  }

  get maxAge() {
    return this.form.getByRole('textbox', { name: 'Maximum age' })
  }

  get saveButton() {
    return this.form.getByRole('button', { name: 'Save' })
  }

  get writeButton() {
    return this.form.getByRole('button', { name: 'Write to s.yaml' })
  }

  /** Picks an option of a select: `field` is the select's label. */
  async choose(field: string, option: string): Promise<void> {
    await this.form
      .getByRole('combobox', { name: field })
      .or(this.form.getByRole('textbox', { name: field }))
      .click()
    await this.#page.getByRole('option', { name: option, exact: true }).click()
  }
}
