/** The merged stream: its lines, its search, its sources. */
import { expect, type Page } from '@playwright/test'

export class LogsPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get stream() {
    return this.#page.getByRole('log', { name: 'What all functions write' })
  }

  line(text: string | RegExp) {
    return this.stream.locator('[data-stream]').filter({ hasText: text })
  }

  get search() {
    return this.#page.getByRole('textbox', { name: 'Find in all that is stored' })
  }

  get found() {
    return this.#page.locator('main').getByRole('status')
  }

  /** How many matches there are, beside other things that the screen says. */
  get hits() {
    return this.found.filter({ hasText: /match|\d of|searching/ })
  }

  source(name: string) {
    return this.#page.getByRole('group', { name: 'Sources' }).getByRole('button', { name: new RegExp(`^${name}`) })
  }

  get follow() {
    return this.#page.getByRole('button', { name: /^Follow/ })
  }

  button(name: string | RegExp) {
    return this.#page.locator('main').getByRole('button', { name })
  }

  /** Is the last line in sight? */
  async expectAtEnd(): Promise<void> {
    await expect
      .poll(() =>
        this.stream.evaluate(({ scrollTop, scrollHeight, clientHeight }) => scrollHeight - scrollTop - clientHeight),
      )
      .toBeLessThan(60)
  }
}
