/**
 * A page that crashed or hangs is loaded again, once by itself; when it happens again soon, the user
 * decides. Tasks are not touched: they run in threads and processes that no page can take down.
 */
import { MINUTE_MS } from '../../shared/units/time.ts'
import type { ElectronPorts, WindowPort } from './ports.ts'
import { fill, type ShellTexts } from './texts.ts'

export const SOON_MS = MINUTE_MS

export type RecoveryOptions = {
  dialog: Pick<ElectronPorts['dialog'], 'showMessageBox'>
  texts(): ShellTexts
  elapsedMs(): number // monotonic
  quit(): void
  /** Its connection to the host is of no use any more. */
  onGone(contentsId: number): void
}

export function recoverPage(window: WindowPort, options: RecoveryOptions): void {
  const { dialog, texts, elapsedMs, quit, onGone } = options
  const { webContents } = window
  let lastMs = Number.NEGATIVE_INFINITY
  let isAsking = false

  webContents.on('render-process-gone', (_event, { reason }) => {
    onGone(webContents.id)
    if (reason === 'clean-exit' || window.isDestroyed()) return
    const isAgain = elapsedMs() - lastMs < SOON_MS
    lastMs = elapsedMs()
    if (isAgain) void askAgain(reason)
    else {
      webContents.reload()
      const { pageGone, pageGoneDetail } = texts()
      void dialog.showMessageBox({ type: 'warning', message: pageGone, detail: fill(pageGoneDetail, { reason }) })
    }
  })
  window.on('unresponsive', () => void askAboutSilence())

  async function askAgain(reason: string): Promise<void> {
    const { pageGoneAgain, pageGoneAgainDetail, reload, quit: quitLabel } = texts()
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: pageGoneAgain,
      detail: fill(pageGoneAgainDetail, { reason }),
      buttons: [reload, quitLabel],
      defaultId: 0,
      cancelId: 0,
    })
    if (response === 1) quit()
    else if (!window.isDestroyed()) webContents.reload()
  }

  /** A page that hangs does not hear a reload: its process is ended, and then it is as one that crashed. */
  async function askAboutSilence(): Promise<void> {
    if (isAsking) return
    isAsking = true
    const { pageHangs, pageHangsDetail, wait, reload } = texts()
    const answer = await dialog.showMessageBox({
      type: 'warning',
      message: pageHangs,
      detail: pageHangsDetail,
      buttons: [reload, wait],
      defaultId: 0,
      cancelId: 1,
    })
    isAsking = false
    if (answer.response === 0 && !window.isDestroyed()) webContents.forcefullyCrashRenderer()
  }
}
