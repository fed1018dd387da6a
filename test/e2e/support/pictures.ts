/** Pictures of a screen in both sizes and both themes, for eyes; only where TASKYARD_PICTURES names a folder. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { setTheme, THEMES } from './theme.ts'

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]

export async function takePictures(page: Page, name: string): Promise<void> {
  const dir = process.env.TASKYARD_PICTURES
  if (dir === undefined) return
  const before = page.viewportSize()
  for (const size of SIZES) {
    await page.setViewportSize(size)
    for (const theme of THEMES) {
      await setTheme(page, theme)
      await page.screenshot({ path: join(dir, `${name}-${size.width}-${theme}.png`) })
    }
  }
  if (before !== null) await page.setViewportSize(before)
}
