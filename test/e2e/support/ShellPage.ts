/** The frame of the window: the rail, the engine's pill, and the window as a whole. */
import { expect, type Page } from '@playwright/test'
import type { HostOfTest } from './hostOfTest.ts'

export class ShellPage {
  readonly #page: Page
  readonly #host: HostOfTest
  /** What the browser complained about: errors in the page, refused resources. */
  readonly complaints: string[] = []

  constructor(page: Page, host: HostOfTest) {
    this.#page = page
    this.#host = host
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
  }

  get engine() {
    return this.#page.getByText('Engine running')
  }

  async open(route = ''): Promise<void> {
    await this.#page.goto(this.#host.pageUrl(route))
    await expect(this.engine).toBeVisible()
  }

  async goTo(
    screen:
      | 'Overview'
      | 'Tasks'
      | 'Inbox'
      | 'Deliveries'
      | 'Instances'
      | 'Functions'
      | 'Logs'
      | 'Metrics'
      | 'Operator log',
  ): Promise<void> {
    const link = this.#page
      .getByRole('navigation', { name: 'Screens' })
      .getByRole('link', { name: screen, exact: true })
    await link.click()
    await expect(link).toHaveAttribute('aria-current', 'page')
  }

  toast(text: string | RegExp) {
    return this.#page.getByRole('status').filter({ hasText: text })
  }
}
