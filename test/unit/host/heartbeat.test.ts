import { describe, expect, it } from 'vitest'
import { Heartbeat } from '../../../electron/host/heartbeat.ts'

const ticks = (heartbeat: Heartbeat<string>, fromMs: number, toMs: number) => {
  let last: { gapMs: number; silent: string[] } = { gapMs: 0, silent: [] }
  for (let elapsedMs = fromMs; elapsedMs <= toMs; elapsedMs += 1_000) last = heartbeat.tick(elapsedMs)
  return last
}

describe('a watched thread', () => {
  it('is silent when its limit has passed, and not before', () => {
    const heartbeat = new Heartbeat<string>({ elapsedMs: 0, limitMs: 5_000 })
    heartbeat.sign('store')
    expect(ticks(heartbeat, 1_000, 4_000)).toEqual({ gapMs: 0, silent: [] })
    expect(heartbeat.tick(5_000)).toEqual({ gapMs: 0, silent: ['store'] })
  })

  it('has its whole limit again after each sign', () => {
    const heartbeat = new Heartbeat<string>({ elapsedMs: 0, limitMs: 5_000 })
    heartbeat.sign('store')
    heartbeat.sign('log')
    ticks(heartbeat, 1_000, 4_000)
    heartbeat.sign('store')
    expect(ticks(heartbeat, 5_000, 8_000).silent).toEqual(['log'])
    expect(heartbeat.tick(9_000).silent).toEqual(['store', 'log'])
  })

  it('is not judged by time that main slept through', () => {
    const heartbeat = new Heartbeat<string>({ elapsedMs: 0, limitMs: 5_000 })
    heartbeat.sign('store')
    ticks(heartbeat, 1_000, 4_000)
    expect(heartbeat.tick(64_000)).toEqual({ gapMs: 60_000, silent: [] })
    expect(heartbeat.tick(65_000).silent).toEqual(['store'])
  })

  it('is not judged any more once it is forgotten', () => {
    const heartbeat = new Heartbeat<string>({ elapsedMs: 0, limitMs: 5_000 })
    heartbeat.sign('store')
    heartbeat.forget('store')
    expect(ticks(heartbeat, 1_000, 9_000).silent).toEqual([])
  })
})
