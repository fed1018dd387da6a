import { setImmediate as turn } from 'node:timers/promises'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startLive } from '../../../renderer/stores/live.ts'
import { forgetLogStream } from '../../../renderer/stores/logReading.ts'
import { hitsOf, logSearchActions, openLogSearch, useLogSearch } from '../../../renderer/stores/logSearch.ts'
import {
  isCleared,
  logStreamActions,
  openLogStream,
  placeOfHit,
  streamLines,
} from '../../../renderer/stores/logStream.ts'
import { useLogStream } from '../../../renderer/stores/logStreamState.ts'
import { AppError } from '../../../shared/errors.ts'
import { connectToFake } from '../../support/fakeLink.ts'
import { FakeLogs } from '../../support/fakeLogs.ts'
import { until } from '../../support/until.ts'

beforeEach(() => {
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
})

const ALL = { functions: [], instanceId: null }
let revision = 1

/** A host with stored output, and the window's stream over it. */
function openStream(logs: FakeLogs, { chunk = null as number | null } = {}) {
  const link = connectToFake({ ...logs.answers } as never)
  onTestFinished(startLive())
  onTestFinished(openLogStream(ALL, chunk))
  onTestFinished(forgetLogStream) // also what was cleared
  return {
    link,
    /** The host says that there is more. */
    tick: () => link.tick({ tasks: 0, logs: ++revision, host: 0, instances: 0, terminals: 0, metrics: 0 }),
    raws: () => streamLines().map(({ raw }) => raw),
  }
}
const settled = (what: string, holds: () => boolean) => until(holds, { what })
const isRead = () => settled('the stream', () => !useLogStream.getState().isLoading)

describe('the stream', () => {
  it('begins at the end and follows it', async () => {
    const logs = new FakeLogs()
    logs.write('one\ntwo\n')
    const { tick, raws } = openStream(logs)
    await isRead()
    expect(raws()).toEqual(['one', 'two'])
    expect(useLogStream.getState()).toMatchObject({ isFollowing: true, hasEarlier: false, hasLater: false })
    logs.write('three\n')
    tick()
    await settled('the third line', () => raws().length === 3)
  })

  it('reads earlier output when it is asked for, also past slices that keep nothing', async () => {
    const logs = new FakeLogs()
    for (let chunk = 0; chunk < 5; chunk++) logs.write(`${chunk}\n`)
    logs.lookedAt = 1
    const { raws } = openStream(logs)
    await isRead()
    expect(raws()).toEqual(['4'])
    for (let step = 1; step < 5; step++) {
      logStreamActions.readEarlier()
      await settled('an earlier line', () => raws().length === step + 1)
    }
    expect(raws()).toEqual(['0', '1', '2', '3', '4'])
    expect(useLogStream.getState().hasEarlier).toBe(false)
  })

  it('counts what comes while the user looks at something earlier, and goes back to the end on request', async () => {
    const logs = new FakeLogs()
    logs.write('one\n')
    const { tick, raws } = openStream(logs)
    await isRead()
    logStreamActions.leave()
    logs.write('two\nthree\n')
    tick()
    await settled('two lines below', () => useLogStream.getState().newCount === 2)
    expect(useLogStream.getState().isFollowing).toBe(false)
    logStreamActions.follow()
    expect(useLogStream.getState()).toMatchObject({ isFollowing: true, newCount: 0 })
    expect(raws()).toEqual(['one', 'two', 'three'])
  })

  it('passes over a flood, says how many lines that were, and leaves them to be read', async () => {
    const logs = new FakeLogs()
    logs.write('before\n')
    const { tick, raws } = openStream(logs)
    await isRead()
    const line = `${'x'.repeat(1_023)}\n`
    for (let chunk = 0; chunk < 60; chunk++) logs.write(line.repeat(64)) // 64 KiB each
    logs.write('the end\n')
    tick()
    await settled('the end', () => raws().at(-1) === 'the end')
    const { skippedLines, hasEarlier, isFollowing } = useLogStream.getState()
    expect(isFollowing).toBe(true)
    expect(hasEarlier).toBe(true)
    expect(skippedLines).toBeGreaterThan(2_500)
    expect(raws()).not.toContain('before')
    while (useLogStream.getState().hasEarlier) {
      const before = raws().length
      logStreamActions.readEarlier()
      await settled('more', () => raws().length > before)
    }
    expect(raws()[0]).toBe('before')
    expect(raws().length).toBe(60 * 64 + 2)
  })

  it('shows what is around a chunk without following, and reads on when asked', async () => {
    const logs = new FakeLogs()
    for (let chunk = 0; chunk < 9; chunk++) logs.write(`${chunk}\n`)
    logs.lookedAt = 2
    const { raws } = openStream(logs, { chunk: 5 })
    await isRead()
    expect(raws()).toEqual(['3', '4', '5', '6'])
    expect(useLogStream.getState()).toMatchObject({
      isFollowing: false,
      hasEarlier: true,
      hasLater: true,
      shown: { chunk: 5, line: null, at: 'middle' },
    })
    logStreamActions.readLater()
    await settled('the rest', () => !useLogStream.getState().hasLater)
    expect(raws().at(-1)).toBe('8')
  })

  it('hides what was there when it is cleared, and shows it again', async () => {
    const logs = new FakeLogs()
    logs.write('old\n')
    const { tick, raws } = openStream(logs)
    await isRead()
    await logStreamActions.clear()
    expect(isCleared()).toBe(true)
    logs.write('new\n')
    tick()
    await settled('the new line', () => raws().length === 1)
    expect(raws()).toEqual(['new'])
    logStreamActions.unclear()
    await settled('both', () => raws().length === 2)
    expect(isCleared()).toBe(false)
  })

  it('says why it cannot be read, keeps what it has, and goes on', async () => {
    const logs = new FakeLogs()
    logs.write('one\n')
    const { link, tick, raws } = openStream(logs)
    await isRead()
    const read = link.answers['logs.read']!
    link.answers['logs.read'] = () => {
      throw new AppError('unavailable', 'the log thread is being restarted: try again')
    }
    logs.write('two\n')
    tick()
    await settled('the error', () => useLogStream.getState().error !== null)
    expect(raws()).toEqual(['one'])
    link.answers['logs.read'] = read
    logStreamActions.retry()
    await settled('the second line', () => raws().length === 2)
    expect(useLogStream.getState().error).toBeNull()
  })
})

describe('the stream at its limits', () => {
  it('finds what a filter keeps behind latest slices of which it keeps nothing', async () => {
    const logs = new FakeLogs()
    logs.write('kept\n')
    const link = openStream(logs).link
    const read = link.answers['logs.read']!
    // the first slices look at what others wrote
    let emptySlices = 3
    link.answers['logs.read'] = (wish: never) =>
      emptySlices-- > 0
        ? { chunks: [], firstChunk: 2 + emptySlices, lastChunk: 5, hasMore: true, damage: null }
        : read(wish)
    logStreamActions.unclear()
    await settled('the line', () => streamLines().some(({ raw }) => raw === 'kept') && emptySlices < 0)
  })

  it('goes to the first line of all that is stored', async () => {
    const logs = new FakeLogs()
    for (let chunk = 0; chunk < 9; chunk++) logs.write(`${chunk}\n`)
    logs.lookedAt = 2
    const { raws } = openStream(logs)
    await isRead()
    expect(raws()).toEqual(['7', '8'])
    await logStreamActions.toBeginning()
    expect(raws()).toEqual(['0', '1'])
    expect(useLogStream.getState()).toMatchObject({
      hasEarlier: false,
      hasLater: true,
      isFollowing: false,
      shown: { chunk: 1, line: 0, at: 'top' },
    })
  })

  it('shows a place that is loaded each time that it is asked for', async () => {
    const logs = new FakeLogs()
    logs.write('one\n')
    openStream(logs)
    await isRead()
    await logStreamActions.showAround({ chunk: 1, line: 0 })
    const { shown } = useLogStream.getState()
    expect(shown).toMatchObject({ chunk: 1, line: 0 })
    await logStreamActions.showAround({ chunk: 1, line: 0 })
    expect(useLogStream.getState().shown).not.toBe(shown)
  })

  it('brings back what was cleared away when a place in it is asked for', async () => {
    const logs = new FakeLogs()
    logs.write('old\n')
    const { raws } = openStream(logs)
    await isRead()
    await logStreamActions.clear()
    expect(raws()).toEqual([])
    await logStreamActions.showAround({ chunk: 1, line: 0 })
    expect(raws()).toEqual(['old'])
    expect(isCleared()).toBe(false)
  })

  it('hides also what was not loaded yet when it is cleared', async () => {
    const logs = new FakeLogs()
    for (let chunk = 0; chunk < 9; chunk++) logs.write(`${chunk}\n`)
    logs.lookedAt = 2
    const { raws } = openStream(logs, { chunk: 2 })
    await isRead()
    await logStreamActions.clear()
    expect(raws()).toEqual([])
  })

  it('begins where it was asked to when the first read failed', async () => {
    const logs = new FakeLogs()
    for (let chunk = 0; chunk < 9; chunk++) logs.write(`${chunk}\n`)
    logs.lookedAt = 2
    const { link, tick, raws } = openStream(logs)
    await isRead()
    const read = link.answers['logs.read']!
    link.answers['logs.read'] = () => {
      throw new AppError('unavailable', 'the log thread is being restarted: try again')
    }
    await logStreamActions.showAround({ chunk: 3, line: 0 })
    expect(useLogStream.getState().error).not.toBeNull()
    expect(raws()).toEqual(['7', '8'])
    link.answers['logs.read'] = read
    tick()
    await settled('the place', () => raws()[0] === '1')
    expect(useLogStream.getState()).toMatchObject({ error: null, shown: { chunk: 3 } })
  })

  it('loses nothing and shows nothing twice when it forgets what is far away', async () => {
    const logs = new FakeLogs()
    const written: string[] = []
    for (let chunk = 0; chunk < 130; chunk++) {
      const lines = Array.from({ length: 500 }, (_, line) => `${chunk} ${line}`)
      written.push(...lines)
      logs.write(`${lines.join('\n')}\n`, { instanceId: chunk % 2 === 0 ? 'c-1' : 'c-2' })
    }
    logs.lookedAt = 8
    const { raws } = openStream(logs)
    await isRead()
    logStreamActions.leave()
    while (useLogStream.getState().hasEarlier) {
      const { revision } = useLogStream.getState()
      logStreamActions.readEarlier()
      await settled('more', () => useLogStream.getState().revision > revision)
    }
    expect(useLogStream.getState().hasLater).toBe(true)
    expect(raws().length).toBeLessThanOrEqual(50_000)
    expect(raws()).toEqual(written.slice(0, raws().length))
    while (useLogStream.getState().hasLater) {
      const { revision } = useLogStream.getState()
      logStreamActions.readLater()
      await settled('more', () => useLogStream.getState().revision > revision)
    }
    expect(useLogStream.getState().hasEarlier).toBe(true)
    expect(raws()).toEqual(written.slice(-raws().length))
    logStreamActions.readEarlier()
    const before = raws().length
    await settled('what was forgotten', () => raws().length > before)
    expect(raws()).toEqual(written.slice(-raws().length))
  })

  it('never forgets what stood beside the lines that were asked for, however many those are', async () => {
    const logs = new FakeLogs()
    const many = '1\n'.repeat(30_000) // a slice of short lines is larger than what is kept
    for (let chunk = 0; chunk < 8; chunk++) logs.write(many)
    openStream(logs)
    await isRead()
    logStreamActions.leave()
    while (useLogStream.getState().hasEarlier) {
      const first = streamLines()[0]!
      const { revision } = useLogStream.getState()
      logStreamActions.readEarlier()
      await settled('more', () => useLogStream.getState().revision > revision)
      expect(streamLines()[placeOfHit(first)]).toEqual(first)
    }
  })

  it('shows the output of another project, and nothing of the one before', async () => {
    const logs = new FakeLogs()
    for (let chunk = 0; chunk < 9; chunk++) logs.write(`old ${chunk}\n`)
    const { raws } = openStream(logs)
    await isRead()
    logs.chunks.length = 0
    logs.write('new\n')
    forgetLogStream()
    expect(raws()).toEqual([])
    await settled('the new project', () => raws().length === 1)
    expect(raws()).toEqual(['new'])
  })

  it('begins anew when the stored output is another one', async () => {
    const logs = new FakeLogs()
    for (let chunk = 0; chunk < 9; chunk++) logs.write(`old ${chunk}\n`)
    const { link, tick, raws } = openStream(logs)
    await isRead()
    logs.chunks.length = 0
    logs.write('new\n')
    const read = link.answers['logs.read']! as (wish: { fromChunk?: number }) => object
    // as a host: what lies behind its last chunk is of a file that it no longer has
    link.answers['logs.read'] = ((wish: { fromChunk?: number }) => ({
      ...read((wish.fromChunk ?? 0) > logs.chunks.length ? { ...wish, fromChunk: 0 } : wish),
      damage: { asidePath: '/w/logs.db.damaged-1', atMs: 5 },
    })) as never
    tick()
    await settled('the new file', () => raws().length === 1)
    expect(raws()).toEqual(['new'])
    expect(useLogStream.getState().damage?.asidePath).toBe('/w/logs.db.damaged-1')
  })
})

describe('a search in the stream', () => {
  const pattern = { text: 'needle', isRegex: false, isCaseSensitive: false }

  it('finds everything in slices, goes from the newest match backwards and around, and to where it is', async () => {
    const logs = new FakeLogs()
    for (let chunk = 1; chunk <= 6; chunk++) logs.write(chunk % 2 === 0 ? `a\na needle ${chunk}\n` : 'hay\n')
    logs.lookedAt = 2
    openStream(logs)
    await isRead()
    onTestFinished(openLogSearch(ALL, pattern))
    await settled('the search', () => !useLogSearch.getState().isSearching)
    expect(useLogSearch.getState().hits.map(({ chunk, line }) => [chunk, line])).toEqual([
      [2, 1],
      [4, 1],
      [6, 1],
    ])
    expect(hitsOf({ chunk: 4, line: 1 })).toEqual([{ chunk: 4, line: 1, column: 2, length: 6 }])
    logSearchActions.previous()
    expect(useLogSearch.getState().current).toBe(2)
    logSearchActions.previous()
    await settled('its place', () => placeOfHit({ chunk: 4, line: 1 }) >= 0)
    logSearchActions.previous()
    await settled('the first', () => streamLines()[placeOfHit({ chunk: 2, line: 1 })]?.raw === 'a needle 2')
    expect(useLogStream.getState().isFollowing).toBe(false)
    logSearchActions.previous()
    expect(useLogSearch.getState().current).toBe(2)
  })

  it('goes on with what is written meanwhile', async () => {
    const logs = new FakeLogs()
    logs.write('hay\n')
    const { tick } = openStream(logs)
    await isRead()
    onTestFinished(openLogSearch(ALL, pattern))
    await settled('the search', () => !useLogSearch.getState().isSearching)
    expect(useLogSearch.getState().hits).toEqual([])
    logs.write('a needle\n')
    tick()
    await settled('the line', () => streamLines().length === 2)
    await until(
      () => {
        tick()
        return useLogSearch.getState().hits.length === 1
      },
      { what: 'the match' },
    )
  })

  it('finds what is written after it found nothing, though the stream shows something else', async () => {
    const logs = new FakeLogs()
    for (let chunk = 0; chunk < 9; chunk++) logs.write('hay\n')
    logs.lookedAt = 2
    const { tick } = openStream(logs, { chunk: 2 })
    onTestFinished(openLogSearch(ALL, pattern))
    await settled('the search', () => !useLogSearch.getState().isSearching)
    logs.write('a needle\n')
    await until(
      () => {
        tick()
        return useLogSearch.getState().hits.length === 1
      },
      { what: 'the match' },
    )
  })

  it('begins again when it failed for a reason that passes', async () => {
    const logs = new FakeLogs()
    logs.write('a needle\n')
    const { link, tick } = openStream(logs)
    await isRead()
    const find = link.answers['logs.search']!
    link.answers['logs.search'] = () => {
      throw new AppError('unavailable', 'the log thread is being restarted: try again')
    }
    onTestFinished(openLogSearch(ALL, pattern))
    await settled('the error', () => useLogSearch.getState().error !== null)
    link.answers['logs.search'] = find
    await until(
      () => {
        tick()
        return useLogSearch.getState().hits.length === 1
      },
      { what: 'the match' },
    )
    expect(useLogSearch.getState().error).toBeNull()
  })

  it('says what is wrong with a pattern', async () => {
    const logs = new FakeLogs()
    logs.write('hay\n')
    const { link } = openStream(logs)
    await isRead()
    link.answers['logs.search'] = () => {
      throw new AppError('invalid_input', 'the pattern is not a regular expression: Unterminated group')
    }
    onTestFinished(openLogSearch(ALL, { ...pattern, text: '(', isRegex: true }))
    await settled('the error', () => useLogSearch.getState().error !== null)
    expect(useLogSearch.getState().isSearching).toBe(false)
    await turn()
  })
})
