/** The theme of the system, which the window follows. */
import { expect, type Page } from '@playwright/test'

export const THEMES = ['light', 'dark'] as const

/** Returns when the page shows it; a page that is not the window's needs no time for that. */
export async function setTheme(page: Page, colorScheme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme })
  const html = page.locator('html')
  if ((await html.getAttribute('data-mantine-color-scheme')) === null) return
  await expect(html).toHaveAttribute('data-mantine-color-scheme', colorScheme)
  await page.evaluate(settleColours)
}

/** In the page: resolves when no colour is on its way to another any more. */
async function settleColours(): Promise<void> {
  await new Promise(requestAnimationFrame)
  const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
  await Promise.all(ending.map(({ finished }) => finished.catch(() => null)))
}
