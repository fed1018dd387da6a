/**
 * Chooses this page's connection to its host. For renderer/main.tsx: `connect(openWire())`, once, before
 * anything is rendered; everything else is in client.ts.
 *
 * - The desktop host's preload script has put `taskyardDesktop` into the window: a port.
 * - The browser host: a socket to where the page came from. Under a name of its own
 *   (`<random>.localhost`) the page has a cookie that it cannot read; at 127.0.0.1 the token comes in the
 *   address, once, and is kept in sessionStorage, because a cookie there would reach every local server.
 *
 * A page without a token that counts is led to `/no-token`, where the host says how to open the window.
 */
import { SOCKET_PATH } from '../../shared/contract/link.ts'
import type { OpenWire } from './linkClient.ts'
import { type DesktopBridge, portWire } from './portWire.ts'
import { socketWire } from './socketWire.ts'

const TOKEN_KEY = 'taskyard.token'
const NO_TOKEN_PATH = '/no-token'
const UNAUTHORIZED = 401

/** What of the browser this needs; tests bring their own. */
export type PageSurroundings = {
  taskyardDesktop?: DesktopBridge
  location: Pick<Location, 'href' | 'hostname' | 'origin' | 'replace'>
  history: Pick<History, 'state' | 'replaceState'>
  sessionStorage: Pick<Storage, 'getItem' | 'setItem'>
  fetch(url: string, options: { headers: Record<string, string> }): Promise<{ status: number }>
}

export function openWire(page: PageSurroundings = window): OpenWire {
  if (page.taskyardDesktop !== undefined) return portWire(page.taskyardDesktop)
  const token = takeToken(page)
  const { origin, hostname } = page.location
  if (token === null && !hostname.endsWith('.localhost')) page.location.replace(NO_TOKEN_PATH)
  return watchRefusals(socketWire({ baseUrl: origin, token }), () => leaveIfRefused(page, token))
}

/** Takes the token out of the address, where it would be copied and bookmarked. Null: there was never one. */
function takeToken({ location, history, sessionStorage }: PageSurroundings): string | null {
  const url = new URL(location.href)
  const token = url.searchParams.get('token')
  if (token !== null) {
    sessionStorage.setItem(TOKEN_KEY, token)
    url.searchParams.delete('token')
    history.replaceState(history.state, '', url)
  }
  return sessionStorage.getItem(TOKEN_KEY)
}

/** A socket does not say why it was refused: after one that never opened, the same question is asked by HTTP. */
function watchRefusals(open: OpenWire, refused: () => void): OpenWire {
  return (events) => {
    let hasOpened = false
    return open({
      ...events,
      opened() {
        hasOpened = true
        events.opened()
      },
      closed() {
        if (!hasOpened) refused()
        events.closed()
      },
    })
  }
}

async function leaveIfRefused(page: PageSurroundings, token: string | null): Promise<void> {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` }
  const answer = await page.fetch(SOCKET_PATH, { headers }).catch(() => null) // null: no host, so it is tried again
  if (answer?.status === UNAUTHORIZED) page.location.replace(NO_TOKEN_PATH)
}

declare global {
  interface Window {
    taskyardDesktop?: DesktopBridge
  }
}
