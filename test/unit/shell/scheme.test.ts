import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppUrl, serveRenderer } from '../../../electron/shell/scheme.ts'
import { addFiles } from '../../support/projectFolder.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

const SECRET = 'not for the page'

/** The window's files, beside others that are none of its business. */
function served() {
  const dir = temporaryDir()
  addFiles(dir, {
    'dist/index.html': '<p>index',
    'dist/assets/app-1.js': 'export {}',
    'dist/assets/a b.css': 'p {}',
    'dist/assets/font.woff2': 'font',
    'dist/notes.secret': SECRET,
    'secret.html': SECRET,
    'dist-2/secret.html': SECRET,
  })
  const serve = serveRenderer(join(dir, 'dist'))
  return { dir, get: (path: string, method = 'GET') => serve({ method, url: `app://taskyard${path}` }), serve }
}

describe('app://taskyard/', () => {
  it.each([
    ['/', '<p>index', 'text/html; charset=utf-8'],
    ['/index.html?a=1#/tasks', '<p>index', 'text/html; charset=utf-8'],
    ['/assets/app-1.js', 'export {}', 'text/javascript; charset=utf-8'],
    ['/assets/a%20b.css', 'p {}', 'text/css; charset=utf-8'],
    ['/assets/font.woff2', 'font', 'font/woff2'],
    ['/x/../index.html', '<p>index', 'text/html; charset=utf-8'],
  ])('serves %s', async (path, text, contentType) => {
    const { get } = served()
    const answer = await get(path)
    expect([answer.status, await answer.text(), answer.headers.get('content-type')]).toEqual([200, text, contentType])
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    '/none.html',
    '/assets',
    '/assets/',
    '/notes.secret', // of no kind that a window has
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/..%2fsecret.html',
    '/assets/..%2f..%2fsecret.html',
    '/..%5csecret.html',
    '/%2e%2e%2fdist-2/secret.html',
    '//secret.html',
    '/index.html%00.js',
    '/%E0%A4%A',
    `/${'a'.repeat(300)}.js`,
  ])('has no %s', async (path) => {
    const { get } = served()
    const answer = await get(path)
    expect([answer.status, await answer.text()]).toEqual([404, 'Not found.'])
  })

  it('gives out nothing from outside its folder, whatever is asked for', async () => {
    const { get } = served()
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2E.',
      '/',
      '%2f',
      '%5c',
      '\\',
      'secret.html',
      'dist-2',
      'assets',
      '%00',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 8 }), async (parts) => {
        expect(await (await get(`/${parts.join('')}`)).text()).not.toContain(SECRET)
      }),
    )
  })

  it('answers to GET and HEAD only, and to no other host', async () => {
    const { get, serve } = served()
    expect([(await get('/', 'POST')).status, (await get('/', 'HEAD')).status]).toEqual([405, 200])
    expect(await (await get('/', 'HEAD')).text()).toBe('')
    for (const url of ['app://other/index.html', 'app://taskyard.example/', 'app://taskyard@other/']) {
      expect([url, (await serve({ method: 'GET', url })).status]).toEqual([url, 404])
    }
  })

  it('says when a file cannot be read for another reason', async () => {
    const { dir, get } = served()
    mkdirSync(join(dir, 'dist/loop'))
    symlinkSync('self.js', join(dir, 'dist/loop/self.js'))
    await expect(get('/loop/self.js')).rejects.toThrow('ELOOP')
  })
})

describe('a URL of the app', () => {
  it('is one whose scheme and host are exactly its own', () => {
    expect(['app://taskyard', 'app://taskyard/', 'app://taskyard/a'].every(isAppUrl)).toBe(true)
    const others = ['app://taskyard.example/', 'app://taskyardx/', 'app://taskyard:1/', 'https://taskyard/', 'app:', '']
    expect(others.some(isAppUrl)).toBe(false)
  })
})
