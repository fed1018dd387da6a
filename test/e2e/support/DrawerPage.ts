/** One task beside the list: its state, what can be done, and its tabs. */
import type { Page } from '@playwright/test'

export class DrawerPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** The drawer with this task, or whichever is open. */
  of(taskId?: string) {
    return this.#page.getByLabel(taskId === undefined ? /^Task .+/ : `Task ${taskId}`, { exact: taskId !== undefined })
  }

  /** The word in the header. */
  state(taskId: string) {
    return this.of(taskId).getByRole('banner').or(this.of(taskId).locator('header')).first()
  }

  button(name: 'Retry' | 'Run again' | 'Stop') {
    return this.of().getByRole('button', { name, exact: true })
  }

  get close() {
    return this.of().getByRole('button', { name: 'Close' })
  }

  tab(name: 'Attempts' | 'Payload' | 'Result' | 'Log' | 'Raw') {
    return this.#page.getByRole('tablist', { name: 'Parts of the task' }).getByRole('tab', { name })
  }

  get log() {
    return this.#page.getByLabel('Log of the task')
  }

  get confirmStop() {
    return this.#page.getByRole('dialog', { name: 'Stop this task?' }).getByRole('button', { name: 'Stop the task' })
  }
}
