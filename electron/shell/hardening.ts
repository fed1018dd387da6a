/**
 * Takes from pages what they do not need (TOOLCHAIN section 3, Electron's security checklist): permissions,
 * requests to anywhere, navigation, new windows, guests. The one permission that is left is to copy text.
 */
import { isExternalLink } from './externalLinks.ts'
import type { ContentsPort, ElectronPorts, SessionPort } from './ports.ts'
import { APP_URL, isAppUrl } from './scheme.ts'

/** Copying an id writes plain text after a gesture of the user. Reading the clipboard stays forbidden. */
const COPY = 'clipboard-sanitized-write'
const OWN_REQUESTS = ['app:', 'devtools:', 'blob:', 'data:']

export function hardenSession(session: SessionPort): void {
  session.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl }) =>
    callback(permission === COPY && isAppUrl(requestingUrl)),
  )
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) => {
    return permission === COPY && isAppUrl(requestingOrigin)
  })
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false) // it would fetch dictionaries
  session.webRequest.onBeforeRequest(({ url }, callback) => {
    callback({ cancel: !OWN_REQUESTS.some((scheme) => url.startsWith(scheme)) })
  })
  session.on('will-download', (event, item) => {
    if (!item.getURL().startsWith(`blob:${APP_URL.slice(0, -1)}`)) event.preventDefault()
  })
}

export function hardenContents(contents: ContentsPort, shell: ElectronPorts['shell']): void {
  const openOutside = (url: string) => {
    if (isExternalLink(url)) void shell.openExternal(url).catch(() => {}) // no browser: nothing to tell a page
  }
  contents.on('will-navigate', (event) => {
    if (isAppUrl(event.url)) return
    event.preventDefault()
    openOutside(event.url)
  })
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isAppUrl(event.url)) event.preventDefault()
  })
  contents.on('will-redirect', (event) => {
    if (!isAppUrl(event.url)) event.preventDefault()
  })
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url)
    return { action: 'deny' }
  })
}
