/** The terminals in the dock: their tabs, what the one that is shown has printed, and what is typed into it. */
import { expect, type Page } from '@playwright/test'

export class TerminalPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get dock() {
    return this.#page.getByRole('region', { name: 'Dock' })
  }

  get tabs() {
    return this.dock.getByRole('list', { name: 'Terminals' }).getByRole('listitem')
  }

  get pane() {
    return this.dock.getByRole('region', { name: /^Terminal in / })
  }

  /** The rows that are seen. */
  get screen() {
    return this.pane.locator('.xterm-rows')
  }

  get keyboard() {
    return this.pane.getByRole('textbox', { name: 'What is typed into the terminal' })
  }

  get notice() {
    return this.pane.getByRole('status').first()
  }

  get understood() {
    return this.pane.getByRole('button', { name: 'Understood' })
  }

  button(name: string) {
    return this.dock.getByRole('button', { name })
  }

  /** A line for the shell, typed as by a user. */
  async enter(line: string): Promise<void> {
    await this.keyboard.focus()
    await this.#page.keyboard.type(line)
    await this.#page.keyboard.press('Enter')
  }

  async expectText(text: string | RegExp, withinMs?: number): Promise<void> {
    await expect(this.screen).toContainText(text, withinMs === undefined ? {} : { timeout: withinMs })
  }
}
