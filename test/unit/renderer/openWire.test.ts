import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openWire, type PageSurroundings } from '../../../renderer/bridge/openWire.ts'

class FakeSocket extends EventTarget {
  static readonly opened: FakeSocket[] = []
  readonly url: string
  readonly protocols: string[]
  constructor(url: URL, protocols: string[]) {
    super()
    this.url = String(url)
    this.protocols = protocols
    FakeSocket.opened.push(this)
  }
}

/** A page at `href`, with what it did. */
function pageAt(href: string, { stored = null as string | null, status = 404 } = {}) {
  FakeSocket.opened.length = 0
  vi.stubGlobal('WebSocket', FakeSocket)
  onTestFinished(() => void vi.unstubAllGlobals())
  const storage = new Map(stored === null ? [] : [['taskyard.token', stored]])
  const addresses: string[] = []
  const left: string[] = []
  const asked: unknown[] = []
  const page: PageSurroundings = {
    location: {
      href,
      hostname: new URL(href).hostname,
      origin: new URL(href).origin,
      replace: (to) => void left.push(String(to)),
    },
    history: { state: { at: 1 }, replaceState: (_state, _title, url) => void addresses.push(String(url)) },
    sessionStorage: {
      getItem: (key) => storage.get(key) ?? null,
      setItem: (key, value) => void storage.set(key, value),
    },
    fetch: async (url, { headers }) => {
      asked.push({ url, headers })
      return { status }
    },
  }
  const events = { opened: vi.fn(), received: vi.fn(), closed: vi.fn() }
  return {
    page,
    events,
    addresses,
    left,
    asked,
    storage,
    open: () => openWire(page)(events),
    socket: () => FakeSocket.opened[0]!,
  }
}

describe('a page at 127.0.0.1', () => {
  it('takes the token out of its address, keeps it, and sends it along', () => {
    const { open, addresses, storage, socket, left } = pageAt('http://127.0.0.1:4001/?token=secret#/tasks?q=a')
    open()
    expect(addresses).toEqual(['http://127.0.0.1:4001/#/tasks?q=a'])
    expect(Object.fromEntries(storage)).toEqual({ 'taskyard.token': 'secret' })
    expect({ url: socket().url, protocols: socket().protocols }).toEqual({
      url: 'ws://127.0.0.1:4001/api/socket',
      protocols: ['taskyard.v1', 'token.secret'],
    })
    expect(left).toEqual([])
  })

  it('goes on with the kept token after a reload', () => {
    const { open, addresses, socket } = pageAt('http://127.0.0.1:4001/', { stored: 'secret' })
    open()
    expect({ addresses, protocols: socket().protocols }).toEqual({
      addresses: [],
      protocols: ['taskyard.v1', 'token.secret'],
    })
  })

  it('goes to where it is said how to open the window when it never had a token', () => {
    const { open, left } = pageAt('http://127.0.0.1:4001/')
    open()
    expect(left).toEqual(['/no-token'])
  })
})

describe('a page under a name of its own', () => {
  it('leaves the token to its cookie', () => {
    const { open, left, socket } = pageAt('http://ab12.localhost:4001/')
    open()
    expect({ left, url: socket().url, protocols: socket().protocols }).toEqual({
      left: [],
      url: 'ws://ab12.localhost:4001/api/socket',
      protocols: ['taskyard.v1'],
    })
  })
})

describe('a connection that never opens', () => {
  it('leaves the page when the host does not know its token', async () => {
    const { open, socket, left, asked, events } = pageAt('http://127.0.0.1:4001/', { stored: 'old', status: 401 })
    open()
    socket().dispatchEvent(new Event('close'))
    await vi.waitFor(() => expect(left).toEqual(['/no-token']))
    expect(asked).toEqual([{ url: '/api/socket', headers: { authorization: 'Bearer old' } }])
    expect(events.closed).toHaveBeenCalledOnce()
  })

  it('is only tried again when there is no host, or one that is fine with the token', async () => {
    const { open, socket, left, asked } = pageAt('http://ab12.localhost:4001/', { status: 404 })
    open()
    socket().dispatchEvent(new Event('close'))
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    expect(left).toEqual([])
  })

  it('is not asked about when it had been open: the host has just stopped', () => {
    const { open, socket, asked } = pageAt('http://127.0.0.1:4001/', { stored: 'secret', status: 401 })
    open()
    socket().dispatchEvent(new Event('open'))
    socket().dispatchEvent(new Event('close'))
    expect(asked).toEqual([])
  })
})

describe('a page of the desktop host', () => {
  it('uses the port that it was given, and no socket', () => {
    const { page, events } = pageAt('app://taskyard/')
    const connect = vi.fn(() => ({ send: () => {}, close: () => {} }))
    openWire({ ...page, taskyardDesktop: { connect } })(events)
    expect(connect).toHaveBeenCalledOnce()
    expect(FakeSocket.opened).toEqual([])
  })
})
