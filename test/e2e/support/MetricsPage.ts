/** The charts of the metrics screen and of the overview. */
import type { Page } from '@playwright/test'

export class MetricsPage {
  readonly #page: Page

  constructor(page: Page) {
    this.#page = page
  }

  chart(title: string) {
    return this.#page.getByRole('figure', { name: title, exact: true })
  }

  /** Its accessible name says what is to be seen. */
  drawing(title: string) {
    return this.chart(title).getByRole('img')
  }

  crosshair(title: string) {
    return this.chart(title).getByRole('slider')
  }

  legend(title: string) {
    return this.chart(title).locator('figcaption').getByRole('listitem')
  }

  table(title: string) {
    return this.chart(title).getByRole('table')
  }

  async showTable(title: string): Promise<void> {
    await this.chart(title)
      .getByRole('button', { name: `Show ${title} as a table` })
      .click()
  }

  get selection() {
    return this.#page.getByRole('region', { name: 'Selected time' })
  }

  button(name: 'Show its tasks' | 'Zoom' | 'Clear' | 'Leave the zoom') {
    return this.selection.getByRole('button', { name, exact: true })
  }

  async chooseScope(name: string): Promise<void> {
    await this.#page.getByRole('button', { name: /^Measured:/ }).click()
    await this.#page.getByRole('menuitem', { name, exact: true }).click()
  }

  async chooseRange(name: '15 m' | '1 h' | '24 h' | '7 d'): Promise<void> {
    await this.#page.getByRole('radiogroup', { name: 'Time that is shown' }).getByText(name, { exact: true }).click()
  }

  /** With the mouse, over a part of the chart: 0 is its left edge and 1 its right one. */
  async brush(title: string, { from, to }: { from: number; to: number }): Promise<void> {
    const box = await this.drawing(title).boundingBox()
    if (box === null) throw new Error(`the chart ${title} is not to be seen`)
    const top = box.y + box.height / 2
    await this.#page.mouse.move(box.x + box.width * from, top)
    await this.#page.mouse.down()
    await this.#page.mouse.move(box.x + box.width * to, top, { steps: 8 })
    await this.#page.mouse.up()
  }

  /** The sums of a column of the table, without the head. */
  async sumOf(title: string, column: number): Promise<number> {
    const cells = await this.table(title).locator(`tbody tr td:nth-of-type(${column})`).allInnerTexts()
    return cells.reduce((sum, text) => sum + (Number(text.replace(/,/g, '')) || 0), 0)
  }
}
