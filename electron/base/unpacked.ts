/**
 * In a packaged app our files lie in app.asar, which only Electron's main thread can read. What worker
 * threads and other processes use is packed beside it (electron/packaging.json) and is to be taken there.
 */
export function unpacked(url: URL): URL {
  return new URL(url.href.replace('/app.asar/', '/app.asar.unpacked/'))
}
