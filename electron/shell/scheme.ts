/**
 * Serves the window's files as app://taskyard/, a secure origin of its own instead of file://. Answers
 * for files below one folder and nothing else: no other host, no other method, no way out of the folder.
 */
import { readFile } from 'node:fs/promises'
import { extname, isAbsolute, join, relative, resolve } from 'node:path'
import type { CustomScheme } from 'electron/main'
import { contentSecurityPolicy } from '../base/contentSecurity.ts'

const SCHEME = 'app'
export const APP_URL = `${SCHEME}://taskyard/`

/** Registered before the app is ready, and before the first await of main. */
export const APP_SCHEME: CustomScheme = {
  scheme: SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

const CONTENT_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff2': 'font/woff2',
}

export function isAppUrl(url: string): boolean {
  return url === APP_URL.slice(0, -1) || url.startsWith(APP_URL)
}

/** For `protocol.handle`; `rendererDir` is where the window was built. */
export function serveRenderer(rendererDir: string): (request: Pick<Request, 'method' | 'url'>) => Promise<Response> {
  const headers = {
    'content-security-policy': contentSecurityPolicy({ connect: [] }),
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  }
  const refuse = (status: number, text: string) =>
    new Response(text, { status, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' } })

  return async ({ method, url }) => {
    if (!isAppUrl(url)) return refuse(404, 'Not found.')
    if (method !== 'GET' && method !== 'HEAD') return refuse(405, 'Only GET.')
    const path = filePath(rendererDir, url)
    const contentType = path === null ? undefined : CONTENT_TYPES[extname(path)]
    if (path === null || contentType === undefined) return refuse(404, 'Not found.')
    try {
      const bytes = await readFile(path)
      return new Response(method === 'HEAD' ? null : new Uint8Array(bytes), {
        headers: { ...headers, 'content-type': contentType },
      })
    } catch (error) {
      if (isMissing(error)) return refuse(404, 'Not found.')
      throw error // for Electron's log; the page sees that the load failed
    }
  }
}

/** Null for a path that is none of ours. */
function filePath(rendererDir: string, url: string): string | null {
  let path: string
  try {
    path = decodeURIComponent(new URL(url).pathname)
  } catch {
    return null // half of an escape
  }
  if (/[\\\0]/.test(path)) return null
  const file = resolve(join(rendererDir, path === '/' ? 'index.html' : path))
  const inside = relative(rendererDir, file)
  return inside === '' || inside.startsWith('..') || isAbsolute(inside) ? null : file
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException // what node:fs throws
  return code === 'ENOENT' || code === 'EISDIR' || code === 'ENAMETOOLONG' || code === 'ENOTDIR'
}
