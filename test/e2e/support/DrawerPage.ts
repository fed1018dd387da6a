/** One task beside the list: its state, what can be done, and its tabs. Ids in these tests are short enough to be whole. */
import { expect, type Page } from '@playwright/test'
import type { TaskState } from '../../../shared/domain/taskStates.ts'

export class DrawerPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** The drawer with this task, or whichever is open. */
  of(taskId?: string) {
    if (taskId === undefined) return this.#page.getByRole('article', { name: /^Task / })
    return this.#page.getByRole('article', { name: `Task ${taskId}`, exact: true })
  }

  /** The first word of the head; those of other tasks that it is linked with come after it. */
  async expectState(state: TaskState, taskId?: string): Promise<void> {
    await expect(this.of(taskId).locator('header').getByText(state, { exact: true }).first()).toBeVisible()
  }

  button(name: 'Replay' | 'Compensate' | 'Stop') {
    return this.of().getByRole('button', { name, exact: true })
  }

  get close() {
    return this.of().getByRole('button', { name: /^Close/ })
  }

  get error() {
    return this.of().getByRole('region', { name: 'Error' })
  }

  tab(name: 'Attempts' | 'Payload' | 'Result' | 'Log' | 'Raw') {
    return this.of().getByRole('tab', { name })
  }

  get log() {
    return this.of().getByLabel('Log of the task')
  }

  get confirmStop() {
    return this.#page.getByRole('dialog', { name: 'Stop this task?' }).getByRole('button', { name: 'Stop the task' })
  }
}
