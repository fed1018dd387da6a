/** Welcome: what can be opened, what that would start, and the dialog that chooses a folder. */
import type { Page } from '@playwright/test'

export class WelcomePage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  get title() {
    return this.#page.getByRole('heading', { name: 'Open a project' })
  }

  /** The sample, a folder, or a project that was open before. */
  choice(name: string | RegExp) {
    return this.#page.getByRole('button', { name })
  }

  /** What the chosen one would start. */
  get preview() {
    return this.#page.locator('section').filter({ hasText: 'Nothing runs until you open it.' })
  }

  get openSample() {
    return this.#page.getByRole('button', { name: 'Open the sample' })
  }

  get folderDialog() {
    return this.#page.getByRole('dialog', { name: 'Open a folder' })
  }

  /** The dialog must be open. The folder is shown then, not opened. */
  async chooseFolder(dir: string): Promise<void> {
    await this.folderDialog.getByLabel('Path').fill(dir)
    await this.#page.keyboard.press('Enter')
    await this.folderDialog.getByRole('group', { name: dir }).waitFor() // not the list that was there before
    await this.folderDialog.getByRole('button', { name: /^Choose / }).click()
    await this.folderDialog.waitFor({ state: 'hidden' })
  }
}
