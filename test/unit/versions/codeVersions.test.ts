/** Files of code versions and revisions of functions, over real SQLite. */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { recordInstance } from '../../../electron/engine/tasks/recordInstance.ts'
import { StoreState } from '../../../electron/engine/tasks/storeState.ts'
import { type VersionBounds, versionCommands } from '../../../electron/engine/versions/versionCommands.ts'
import type { CodeVersion } from '../../../electron/engine/versions/versionPorts.ts'
import { versionQueries } from '../../../electron/engine/versions/versionQueries.ts'
import { prepareVersionReads, prepareVersionSql } from '../../../electron/storage/versions.sql.ts'
import { ACCOUNT_ID, definition, openTestStore } from '../../support/openTestStore.ts'

/** A version of which each file's text is its hash's text. */
function versionOf(codeHash: string, files: Record<string, string | null>): CodeVersion {
  const entries = Object.entries(files)
  return {
    codeHash,
    files: entries.map(([path, text]) => ({ path, hash: `of ${text ?? path}`, bytes: (text ?? '').length })),
    texts: entries.flatMap(([, text]) => (text === null ? [] : [{ hash: `of ${text}`, text }])),
  }
}

function open(bounds: VersionBounds = {}) {
  const test = openTestStore()
  const turns: number[] = []
  const state = { versionSql: stateOf(test).versionSql } as StoreState // all that these commands use
  const commands = versionCommands(
    state,
    async (apply) => {
      await nextTurn()
      turns.push(turns.length)
      return test.db.transaction(() => apply(0)).immediate()
    },
    bounds,
  )
  const count = (table: string) => test.db.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n
  return { ...test, keep: commands.keepCodeVersion, queries: versionQueries(test.db), count, turns }
}

function stateOf({ db, clock }: ReturnType<typeof openTestStore>): StoreState {
  const admission = { check: () => {} } as unknown as ConstructorParameters<typeof StoreState>[0]['admission'] // not asked
  return new StoreState({ db, clock, region: 'cn-hangzhou', machineConcurrency: 1, later: () => {}, admission })
}

describe('the files of two code versions', () => {
  it('are told apart by path: added, removed, changed, with their texts', async () => {
    const { keep, queries } = open()
    await keep(versionOf('v1', { 'index.js': 'old', 'same.js': 'same', 'gone.js': 'gone', 'logo.png': null }))
    await keep(versionOf('v2', { 'index.js': 'new', 'same.js': 'same', 'fresh.js': 'fresh', 'logo.png': null }))
    expect(await queries.changedFiles({ left: 'v1', right: 'v2' })).toEqual([
      { path: 'fresh.js', change: 'added', left: null, right: 'fresh' },
      { path: 'gone.js', change: 'removed', left: 'gone', right: null },
      { path: 'index.js', change: 'changed', left: 'old', right: 'new' },
    ])
    expect(await queries.changedFiles({ left: 'v1', right: 'v1' })).toEqual([])
  })

  it('are not known when one of the versions was never kept', async () => {
    const { keep, queries } = open()
    await keep(versionOf('v1', { 'index.js': 'old' }))
    expect(await queries.changedFiles({ left: 'v1', right: 'v2' })).toBeNull()
    expect(await queries.hasCodeVersion('v1')).toBe(true)
    expect(await queries.hasCodeVersion('v2')).toBe(false)
  })

  it('share the text of what is equal, and are kept once', async () => {
    const { keep, count } = open()
    await keep(versionOf('v1', { 'a.js': 'same', 'b.js': 'same' }))
    await keep(versionOf('v2', { 'a.js': 'same' }))
    await keep(versionOf('v2', { 'a.js': 'same' }))
    expect([count('code_version'), count('code_version_file'), count('code_file')]).toEqual([2, 3, 1])
  })

  it('are written in slices, and count as kept with the last of them', async () => {
    const { keep, queries, turns, db } = open({ sliceFiles: 2 })
    const files = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`${index}.js`, `text ${index}`]))
    await keep(versionOf('v1', files))
    expect(turns.length).toBeGreaterThanOrEqual(5)
    expect(await queries.hasCodeVersion('v1')).toBe(true)
    db.prepare("UPDATE code_version SET is_whole = 0 WHERE code_hash = 'v1'").run() // as a killed host leaves it
    expect(await queries.hasCodeVersion('v1')).toBe(false)
    await keep(versionOf('v1', files))
    expect(await queries.hasCodeVersion('v1')).toBe(true)
  })
})

describe('code versions beyond the bound', () => {
  it('go with the texts that no other version has, the oldest first', async () => {
    const { keep, queries, db, count } = open({ keptVersions: 2, sliceFiles: 1 })
    for (const name of ['v1', 'v2', 'v3', 'v4']) {
      await keep(versionOf(name, { 'index.js': `text of ${name}`, 'same.js': 'same', 'other.js': null }))
    }
    const kept = await Promise.all(['v1', 'v2', 'v3', 'v4'].map((name) => queries.hasCodeVersion(name)))
    expect(kept).toEqual([false, false, true, true])
    expect(count('code_version_file')).toBe(6)
    expect(db.prepare('SELECT text FROM code_file ORDER BY text').pluck().all()).toEqual([
      'same',
      'text of v3',
      'text of v4',
    ])
  })

  it('stay while a function has them', async () => {
    const { keep, queries, create } = open({ keptVersions: 1 })
    await create('f') // its code is hash-1
    await keep(versionOf('hash-1', { 'index.js': 'mine' }))
    for (const name of ['v2', 'v3']) await keep(versionOf(name, { 'index.js': name }))
    const kept = await Promise.all(['hash-1', 'v2', 'v3'].map((name) => queries.hasCodeVersion(name)))
    expect(kept).toEqual([true, false, true])
  })
})

describe('what an instance ran with', () => {
  const target = { accountId: ACCOUNT_ID, functionName: 'f' }
  const withCurrency = (CURRENCY: string) => ({
    config: { ...definition('f').config, environmentVariables: { CURRENCY } },
  })

  it('is the configuration of the revision that it was started for, whatever the function is now', async () => {
    const test = open()
    const functionId = await test.create('f', withCurrency('EUR'))
    const state = stateOf(test)
    const report = (instanceId: string, revision: number) =>
      recordInstance(state, {
        instanceId,
        functionId,
        revision,
        state: 'idle',
        pid: null,
        pidStartedAtTicks: null,
        codeHash: 'hash-1',
        interpreterVersion: null,
        coldStartMs: null,
        servedCount: 0,
        peakMemoryBytes: null,
        atMs: 1,
        detail: null,
      })
    report('c-1', 1)
    await test.settled(test.store.commands.updateFunction(target, withCurrency('USD')))
    await test.settled(test.store.commands.setHold(target, 60_000))
    report('c-2', 2)
    report('c-3', 3)
    report('c-4', 99)
    const currencies = await Promise.all(
      ['c-1', 'c-2', 'c-3', 'c-4', 'c-5'].map(async (instanceId) => {
        const config = await test.queries.configOfInstance(instanceId)
        return config?.environmentVariables.CURRENCY ?? null
      }),
    )
    expect(currencies).toEqual(['EUR', 'USD', 'USD', null, null])
  })

  it('is not written again by a change that no instance can see', async () => {
    const test = open()
    await test.create('f')
    await test.settled(test.store.commands.updateFunction(target, { compensation: 'refund' }))
    expect(test.count('function_version')).toBe(1)
  })

  it('is forgotten for revisions that are long gone', async () => {
    const test = open()
    await test.create('f')
    for (let index = 0; index < 520; index++) {
      await test.settled(test.store.commands.updateFunction(target, withCurrency(`${index}`)))
    }
    expect(test.count('function_version')).toBe(501)
  })
})

describe('every statement about code versions', () => {
  it('finds its rows by an index', () => {
    const { db } = openTestStore()
    const statements = { ...prepareVersionSql(db), ...prepareVersionReads(db) }
    const scans = Object.entries(statements).flatMap(([name, { source }]) => {
      const values = Object.fromEntries([...source.matchAll(/:(\w+)/g)].map(([, value]) => [value, null]))
      const plan = db.prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${source}`).all(values)
      return plan
        .filter(({ detail }) => /^SCAN (?!code_version USING COVERING INDEX)/.test(detail))
        .map(({ detail }) => `${name}: ${detail}`)
    })
    // the oldest version is the first of those in order that may go
    expect(scans.filter((scan) => !/^oldest: SCAN code_version/.test(scan))).toEqual([])
  })
})
