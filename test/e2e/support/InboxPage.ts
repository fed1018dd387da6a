/** The inbox: its groups, the open one, and its members. */
import type { Page } from '@playwright/test'

export class InboxPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  /** Of groups; not the head. */
  get groups() {
    return this.#page
      .getByRole('grid', { name: 'Groups of dead letters' })
      .getByRole('row')
      .filter({ has: this.#page.getByRole('checkbox') })
  }

  group(text: string | RegExp) {
    return this.groups.filter({ hasText: text })
  }

  get opened() {
    return this.#page.getByRole('region', { name: 'Group', exact: true })
  }

  get title() {
    return this.opened.getByRole('heading', { level: 2 })
  }

  /** Of the open group. */
  verb(name: string | RegExp) {
    return this.opened.getByRole('toolbar', { name: 'What to do with the group' }).getByRole('button', { name })
  }

  get members() {
    return this.#page
      .getByRole('grid', { name: 'Dead letters of the group' })
      .getByRole('row')
      .filter({ has: this.#page.getByRole('checkbox') })
  }

  tab(name: 'Open' | 'Ignored' | 'Resolved') {
    return this.#page.getByRole('group', { name: 'Which groups' }).getByRole('button', { name: new RegExp(`^${name}`) })
  }

  get newGroups() {
    return this.#page.getByRole('button', { name: /^\d+ new groups?$/ })
  }

  /** How many groups are new, as the rail says it; empty: none. */
  get rail() {
    return this.#page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Inbox', exact: true })
  }

  get importDialog() {
    return this.#page.getByRole('dialog', { name: 'Bring a failure home' })
  }
}
