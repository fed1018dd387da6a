import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createConsoleApi } from '../../../electron/api/console/consoleApi.ts'
import { listenOnFirst } from '../../../electron/api/listen.ts'
import { makeTicket } from '../../../electron/base/pageTickets.ts'
import { consoleContract } from '../../../shared/contract/console.contract.ts'
import { serve } from '../../../shared/contract/serve.ts'
import { ask, type HttpQuestion } from '../../support/ask.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

const TOKEN = 'the-token'
const INDEX = '<!doctype html><script type="module" src="./assets/index-1a2b.js"></script>'

async function startPage({ isBuilt = true } = {}) {
  const pageDir = join(temporaryDir(), 'dist')
  if (isBuilt) {
    mkdirSync(join(pageDir, 'assets'), { recursive: true })
    writeFileSync(join(pageDir, 'index.html'), INDEX)
    writeFileSync(join(pageDir, 'assets/index-1a2b.js'), 'export {}')
    writeFileSync(join(pageDir, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
    writeFileSync(join(pageDir, '.secret'), 's')
    writeFileSync(join(pageDir, '../outside.txt'), 'outside')
  }
  const server = serve(consoleContract, {} as never, () => {})
  const app = await createConsoleApi({ token: TOKEN, server, pageDir })
  const port = await listenOnFirst(app, [0])
  onTestFinished(() => app.close())
  const own = `ab12.localhost:${port}`
  const get = (path: string, headers: HttpQuestion['headers'] = {}) =>
    ask(`http://127.0.0.1:${port}`, { path, headers })
  return { port, own, pageDir, get, cookie: `taskyard_${port}=${TOKEN}` }
}

describe('the page under a name of its own', () => {
  it('gets a cookie for its token, and the token out of its address', async () => {
    const { get, own, port } = await startPage()
    const { status, headers } = await get(`/?token=${TOKEN}`, { host: own })
    expect({ status, location: headers.location, cookie: headers['set-cookie'] }).toEqual({
      status: 303,
      location: '/',
      cookie: [`taskyard_${port}=${TOKEN}; Path=/; HttpOnly; SameSite=Strict`],
    })
    expect(await get('/', { host: own, cookie: `other=1; taskyard_${port}=${TOKEN}` })).toMatchObject({
      status: 200,
      text: INDEX,
    })
  })

  it('calls methods with that cookie', async () => {
    const { get, own, cookie } = await startPage()
    expect(await get('/openapi.json', { host: own, cookie })).toMatchObject({ status: 200 })
  })

  it.each([
    ['no token', '/', {}],
    ['a wrong token', '/?token=the-tokem', {}],
    ['an empty token', '/?token=', {}],
    ['two tokens', `/?token=${TOKEN}&token=${TOKEN}`, {}],
    ['a wrong cookie', '/', { cookie: 'taskyard_PORT=the-tokem' }],
    ['the cookie of another port', '/', { cookie: `taskyard_1=${TOKEN}` }],
  ])('says in plain words how to open it again, given %s', async (_what, path, headers: { cookie?: string }) => {
    const { get, own, port } = await startPage()
    const cookie = (headers.cookie ?? '').replace('PORT', String(port))
    const answer = await get(path, { host: own, cookie })
    expect({
      status: answer.status,
      type: answer.headers['content-type'],
      cookie: answer.headers['set-cookie'],
    }).toEqual({
      status: 401,
      type: 'text/html; charset=utf-8',
      cookie: undefined,
    })
    expect(answer.text).toContain('npx taskyard open')
    expect(answer.text).not.toContain(TOKEN)
  })
})

describe('the page at 127.0.0.1', () => {
  it.each(['127.0.0.1', 'localhost', '[::1]'])(
    'gets no cookie as %s, because other servers there would see it',
    async (name) => {
      const { get, port } = await startPage()
      const { status, text, headers } = await get(`/?token=${TOKEN}`, { host: `${name}:${port}` })
      expect({ status, text, cookie: headers['set-cookie'] }).toEqual({ status: 200, text: INDEX, cookie: undefined })
    },
  )

  it('is not let in by a cookie', async () => {
    const { get, cookie } = await startPage()
    expect(await get('/openapi.json', { cookie })).toMatchObject({ status: 401 })
  })

  it('is shown without a token, which it keeps itself, but not with a wrong one', async () => {
    const { get } = await startPage()
    expect(await get('/')).toMatchObject({ status: 200, text: INDEX })
    expect(await get('/?token=the-tokem')).toMatchObject({ status: 401 })
  })
})

describe('a ticket', () => {
  it('lets in once under a name of its own, with a cookie', async () => {
    const { get, own, port } = await startPage()
    const path = `/?ticket=${makeTicket(TOKEN, Date.now())}`
    const { status, headers } = await get(path, { host: own })
    expect({ status, location: headers.location, cookie: headers['set-cookie']?.[0] }).toEqual({
      status: 303,
      location: '/',
      cookie: expect.stringContaining(`taskyard_${port}=${TOKEN}`),
    })
    expect(await get(path, { host: own })).toMatchObject({ status: 401 })
  })

  it('is given the token at 127.0.0.1, once', async () => {
    const { get } = await startPage()
    const path = `/?ticket=${makeTicket(TOKEN, Date.now())}`
    const { status, headers } = await get(path)
    expect({ status, location: headers.location, cookie: headers['set-cookie'] }).toEqual({
      status: 303,
      location: `/?token=${TOKEN}`,
      cookie: undefined,
    })
    const again = await get(path)
    expect({ status: again.status, location: again.headers.location }).toEqual({ status: 401, location: undefined })
  })

  it.each([
    ['made with another token', makeTicket('another', Date.now())],
    ['too old', makeTicket(TOKEN, Date.now() - 150_000)],
    ['that is none', 'x'],
    ['that is empty', ''],
    ['that is long', 'x'.repeat(5_000)],
  ])('%s lets nobody in', async (_what, ticket) => {
    const { get, own } = await startPage()
    for (const host of [own, undefined]) {
      const { status, headers } = await get(`/?ticket=${ticket}`, host === undefined ? {} : { host })
      expect({ status, location: headers.location, cookie: headers['set-cookie'] }).toEqual({ status: 401 })
    }
  })

  it('counts no more once the host has begun anew, because the one before may have let somebody in', async () => {
    const path = `/?ticket=${makeTicket(TOKEN, Date.now() - 1)}`
    const { get, own } = await startPage()
    expect(await get(path, { host: own })).toMatchObject({ status: 401 })
  })

  it('cannot be made to last longer', async () => {
    const { get, own } = await startPage()
    const [until = '', ...rest] = makeTicket(TOKEN, Date.now() - 150_000).split('.')
    const later = [Number(until) + 300_000, ...rest].join('.')
    expect(await get(`/?ticket=${later}`, { host: own })).toMatchObject({ status: 401 })
  })
})

describe('the guard of the console', () => {
  it.each([
    ['another name', 'evil.example:PORT'],
    ['a name that only begins like ours', 'localhost.evil.example:PORT'],
    ['a name that only ends like ours', 'evil.example/x.localhost:PORT'],
    ['another port', '127.0.0.1:1'],
    ['no port', '127.0.0.1'],
    ['another address', '10.0.0.1:PORT'],
    ['two names', 'a.localhost:PORT,b.localhost:PORT'],
  ])('refuses %s as Host, on every path', async (_what, host) => {
    const { get, port, cookie } = await startPage()
    const headers = { host: host.replaceAll('PORT', String(port)), cookie, authorization: `Bearer ${TOKEN}` }
    for (const path of [`/?token=${TOKEN}`, '/assets/index-1a2b.js', '/openapi.json', '/nowhere']) {
      const { status, text } = await get(path, headers)
      expect({ path, status, isIndex: text === INDEX }).toEqual({ path, status: 421, isIndex: false })
    }
  })

  it.each([
    'https://evil.example',
    'http://127.0.0.1:1',
    'http://other.localhost:PORT',
    'https://127.0.0.1:PORT',
    'null',
  ])('refuses a page of %s', async (origin) => {
    const { get, port } = await startPage()
    const headers = { authorization: `Bearer ${TOKEN}`, origin: origin.replace('PORT', String(port)) }
    expect(await get('/openapi.json', headers)).toMatchObject({ status: 403 })
  })

  it('admits its own page', async () => {
    const { get, port, own, cookie } = await startPage()
    const authorization = `Bearer ${TOKEN}`
    expect(await get('/openapi.json', { authorization, origin: `http://127.0.0.1:${port}` })).toMatchObject({
      status: 200,
    })
    expect(await get('/openapi.json', { host: own, cookie, origin: `http://${own}` })).toMatchObject({ status: 200 })
  })
})

describe("the page's files", () => {
  it('come with a strict policy and are kept by the browser only where their name has a hash', async () => {
    const { get } = await startPage()
    const headersOf = async (path: string) => {
      const { status, headers } = await get(path)
      return { status, type: headers['content-type'], cache: headers['cache-control'] }
    }
    expect(await headersOf('/assets/index-1a2b.js')).toEqual({
      status: 200,
      type: expect.stringMatching(/^(text|application)\/javascript/),
      cache: 'public, max-age=31536000, immutable',
    })
    expect(await headersOf('/icon.svg')).toMatchObject({ status: 200, type: 'image/svg+xml', cache: 'no-store' })
    expect(await headersOf('/')).toMatchObject({ status: 200, cache: 'no-store' })
    expect(await headersOf('/assets/gone.js')).toMatchObject({ status: 404, cache: 'no-store' })
  })

  it.each(['/', '/assets/index-1a2b.js', '/nowhere', '/no-token'])(
    'tell the browser at %s to take nothing from elsewhere',
    async (path) => {
      const { headers } = await (await startPage()).get(path)
      const policy = headers['content-security-policy']
      expect(policy).toMatch(/default-src '(none|self)'/)
      for (const rule of ["script-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"])
        expect(policy).toContain(rule)
      expect(policy).not.toMatch(/script-src[^;]*unsafe/)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    },
  )

  it.each([
    '/../outside.txt',
    '/assets/../../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/assets/%2e%2e%2f%2e%2e%2foutside.txt',
    '/..%5coutside.txt',
    '//outside.txt',
    '/.secret',
    '/assets',
    '/assets/',
    '/%00',
    '/%',
  ])('are no way to %s', async (path) => {
    const { status, text } = await (await startPage()).get(path)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(text).not.toMatch(/outside$|^s$|index-1a2b/)
  })

  it('are answered with how to build them while they are missing, and served once they are there', async () => {
    const { get, pageDir } = await startPage({ isBuilt: false })
    expect(await get('/')).toMatchObject({ status: 503, text: expect.stringContaining('npx taskyard open') })
    mkdirSync(pageDir)
    writeFileSync(join(pageDir, 'index.html'), INDEX)
    expect(await get('/')).toMatchObject({ status: 200, text: INDEX })
  })

  it('lead index.html to where the token is looked for', async () => {
    const { get, own } = await startPage()
    expect(await get('/index.html', { host: own })).toMatchObject({ status: 303, headers: { location: '/' } })
    expect((await get('/%69ndex.html', { host: own })).text).not.toBe(INDEX)
  })
})
