/** Looks for what keeps people out: findings of axe that are serious or critical. A test with one goes on, and fails. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { takePictures } from './pictures.ts'
import { setTheme, THEMES } from './theme.ts'

export async function expectAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${help}. ${failureSummary ?? ''}`),
    )
  expect.soft(serious, `what axe finds on ${what}`).toEqual([])
}

/** The same in both themes; the window follows the system. */
export async function expectAccessibleInBothThemes(page: Page, what: string): Promise<void> {
  for (const theme of THEMES) {
    await setTheme(page, theme)
    await expectAccessible(page, `${what}, ${theme}`)
  }
}

/** Axe in both themes, and pictures where they are asked for. */
export async function look(page: Page, name: string): Promise<void> {
  await expectAccessibleInBothThemes(page, name)
  await takePictures(page, name)
}
