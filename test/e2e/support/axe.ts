/** Looks for what keeps people out: findings of axe that are serious or critical. A test with one goes on, and fails. */
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { takePictures } from './pictures.ts'
import { setTheme } from './theme.ts'

async function expectAccessible(axe: AxeBuilder, what: string): Promise<void> {
  const { violations } = await axe.setLegacyMode().analyze() // without a page of its own: there are no frames
  const serious = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${help}. ${failureSummary ?? ''}`),
    )
  expect.soft(serious, `what axe finds on ${what}`).toEqual([])
}

/**
 * Everything in the dark theme, and in the light one what a theme changes; pictures where they are asked for.
 * `seen`: a part that was looked at before and takes long.
 */
export async function look(page: Page, name: string, seen: string[] = []): Promise<void> {
  const axe = () => seen.reduce((builder, part) => builder.exclude(part), new AxeBuilder({ page }))
  await setTheme(page, 'dark')
  await expectAccessible(axe(), `${name}, dark`)
  await setTheme(page, 'light')
  await expectAccessible(axe().withRules(['color-contrast']), `${name}, light`)
  await takePictures(page, name)
}
