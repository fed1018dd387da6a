/** The functions screen and its form. */
import type { Page } from '@playwright/test'

export class FunctionPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get list() {
    return this.#page.getByRole('navigation', { name: 'Functions of this project' })
  }

  row(functionName: string) {
    return this.list.getByRole('link', { name: functionName })
  }

  pane(functionName: string) {
    return this.#page.getByRole('region', { name: functionName, exact: true })
  }

  get payload() {
    return this.#page.getByRole('textbox', { name: 'Payload' })
  }

  get taskId() {
    return this.#page.getByLabel('Task id', { exact: true })
  }

  get delay() {
    return this.#page.getByLabel('Delay')
  }

  get submitButton() {
    return this.#page.getByRole('form').getByRole('button', { name: 'Submit' })
  }

  /** The line under the form, after a submit. */
  get openQueued() {
    return this.#page.getByRole('link', { name: /^Open the task/ })
  }

  async open(functionName: string): Promise<void> {
    await this.row(functionName).click()
    await this.pane(functionName).waitFor()
  }

  async chooseSample(fileName: string): Promise<void> {
    await this.#page.getByRole('button', { name: 'Samples' }).click()
    await this.#page.getByRole('menuitem', { name: fileName, exact: true }).click()
  }

  /** Returns when it is queued. */
  async submit({ taskId }: { taskId: string }): Promise<void> {
    await this.taskId.fill(taskId)
    await this.submitButton.click()
    await this.#page.getByRole('link', { name: `Open the task ${taskId}` }).waitFor()
  }
}
