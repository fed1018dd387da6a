/** The window of a running host in a headless Chromium of its own, and what can be timed in it. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright'
import { readEndpoint } from '../../electron/host/endpointFile.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const SIZE = { width: 1280, height: 800 }

export type WindowPage = AsyncDisposable & { browser: Browser; page: Page; url: string }

export async function openWindowPage(workspaceDir: string): Promise<WindowPage> {
  const endpoint = readEndpoint(workspaceDir)
  if (endpoint === null) throw new Error('no host serves the workspace')
  const executablePath = installedChromium()
  const browser = await chromium.launch({
    ...(executablePath !== null && { executablePath }),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-quic', '--password-store=basic'],
  })
  const page = await browser.newPage({ viewport: SIZE, colorScheme: 'dark' })
  return {
    browser,
    page,
    url: `${endpoint.url}/?token=${endpoint.token}`,
    [Symbol.asyncDispose]: () => browser.close(),
  }
}

/** Null: Playwright's own. */
function installedChromium(): string | null {
  const paths = (process.env.PATH ?? '').split(delimiter).flatMap((dir) => NAMES.map((name) => join(dir, name)))
  return paths.find(isExecutable) ?? null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** From a click on Tasks to the frame that shows the first row, in a window that shows the functions. */
export async function timeToList(page: Page): Promise<number> {
  const tasks = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Tasks', exact: true })
  return tasks.evaluate(
    (link: HTMLElement) =>
      new Promise<number>((resolve) => {
        const startedMs = performance.now()
        const look = () => {
          if (document.querySelector('[role=row][data-seq]') === null) requestAnimationFrame(look)
          else requestAnimationFrame(() => resolve(performance.now() - startedMs))
        }
        link.click()
        look()
      }),
  )
}

/** The time between frames while `work` runs, in milliseconds. */
export async function frameTimes(page: Page, work: () => Promise<void>): Promise<number[]> {
  const recording = await page.evaluateHandle(() => {
    const recording = { framesMs: [] as number[], isOver: false }
    let lastMs = performance.now()
    const onFrame = (nowMs: number) => {
      recording.framesMs.push(nowMs - lastMs)
      lastMs = nowMs
      if (!recording.isOver) requestAnimationFrame(onFrame)
    }
    requestAnimationFrame(onFrame)
    return recording
  })
  await work()
  return recording.evaluate((recording) => {
    recording.isOver = true
    return recording.framesMs
  })
}
