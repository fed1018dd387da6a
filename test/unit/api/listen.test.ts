import { createServer } from 'node:net'
import fastify from 'fastify'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fcPortCandidates, listenOnFirst } from '../../../electron/api/listen.ts'

function newApp() {
  const app = fastify()
  app.get('/', () => 'here')
  onTestFinished(() => app.close())
  return app
}

/** A port that something else listens on. */
async function takenPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

describe('the port of an API', () => {
  it('is the first candidate that is free', async () => {
    const taken = [await takenPort(), await takenPort()]
    const port = await listenOnFirst(newApp(), [...taken, 0])
    expect(taken).not.toContain(port)
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('here')
  })

  it('is refused when it was asked for and is taken', async () => {
    const port = await takenPort()
    await expect(listenOnFirst(newApp(), [port])).rejects.toMatchObject({
      code: 'port_in_use',
      message: `port ${port} is taken, or this user may not have it: stop what uses it, or choose another one with --port`,
    })
  })

  it('is refused when no candidate is free', async () => {
    const taken = [await takenPort(), await takenPort()]
    await expect(listenOnFirst(newApp(), taken)).rejects.toMatchObject({
      code: 'port_in_use',
      message: `no port from ${taken[0]} to ${taken[1]} is free: choose one with --port`,
    })
  })
})

describe('the candidates for the FC API', () => {
  it('are the one that was asked for and no other', () => {
    expect(fcPortCandidates(9_000, 8_901)).toEqual([9_000])
  })

  it('are the remembered one, then 8899 and those after it', () => {
    expect(fcPortCandidates(null, 9_001).slice(0, 3)).toEqual([9_001, 8_899, 8_900])
    expect(fcPortCandidates(null, null).slice(0, 2)).toEqual([8_899, 8_900])
  })
})
