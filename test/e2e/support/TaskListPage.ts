/** The task list and its filter bar. */
import type { Page } from '@playwright/test'

export type Family = 'Waiting' | 'Running' | 'Succeeded' | 'Failed' | 'Ended'

export class TaskListPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get filter() {
    return this.#page.getByRole('combobox', { name: 'Filter the tasks' })
  }

  /** All rows of tasks that are drawn; not the head. */
  get rows() {
    return this.#page.getByRole('row').filter({ has: this.#page.getByRole('checkbox') })
  }

  /** By the task's id, which is short enough in these tests to be whole. */
  row(taskId: string) {
    return this.rows.filter({ hasText: taskId })
  }

  pill(family: Family) {
    return this.#page.getByRole('group', { name: 'States' }).getByRole('button', { name: new RegExp(`^${family}`) })
  }

  /** Loads what is counted as new, if anything is. */
  get newRows() {
    return this.#page.getByRole('button', { name: /^\d[\d,]*\+? new$/ })
  }

  async addFilter(term: string): Promise<void> {
    await this.filter.fill(term)
    await this.filter.press('Enter')
  }

  async chooseTime(name: '15 m' | '1 h' | '24 h' | '7 d' | 'All times'): Promise<void> {
    await this.#page.getByRole('button', { name: /^Time:/ }).click()
    await this.#page.getByRole('menuitem', { name, exact: true }).click()
  }

  async open(taskId: string): Promise<void> {
    await this.row(taskId).click()
  }
}
