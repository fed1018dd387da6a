/** Goes to a control with Tab alone, as somebody does who cannot see where it leads. */
import { expect, type Locator, type Page } from '@playwright/test'

const MAX_TABS = 40

export async function tabTo(page: Page, control: Locator): Promise<void> {
  const isFocused = () => control.evaluate((element) => element === document.activeElement)
  for (let press = 0; press < MAX_TABS && !(await isFocused()); press++) await page.keyboard.press('Tab')
  await expect(control).toBeFocused()
}
