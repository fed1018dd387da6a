/** The rows of a JSON viewer. */
import { describe, expect, it } from 'vitest'
import {
  canOpen,
  depthWithin,
  FIRST_CHILDREN,
  type JsonRow,
  type JsonView,
  jsonPath,
  jsonRows,
  SHORT_STRING_LENGTH,
} from '../../../renderer/ui/data/jsonRows.ts'
import { parseJsonTree } from '../../../shared/format/jsonTree.ts'

const viewOf = (openDepth: number, changes: Partial<JsonView> = {}): JsonView => ({
  openDepth,
  openById: new Map(),
  shownById: new Map(),
  ...changes,
})
const treeOf = (value: unknown) => parseJsonTree(JSON.stringify(value))!
const idsOf = (rows: JsonRow[]) => rows.map((row) => row.id)

describe('the rows of a JSON text', () => {
  const root = treeOf({ order: { id: 'A', items: [1, 2] }, flags: {}, guest: true })

  it('are one for a closed root, and each open container adds its children and its closing sign', () => {
    expect(idsOf(jsonRows(root, viewOf(0)))).toEqual(['0'])
    expect(idsOf(jsonRows(root, viewOf(1)))).toEqual(['0', '0.0', '0.1', '0.2', '0.close'])
  })

  it('follow what was opened and closed by hand', () => {
    const view = viewOf(1, { openById: new Map([['0.0', true]]) })
    expect(idsOf(jsonRows(root, view))).toEqual(['0', '0.0', '0.0.0', '0.0.1', '0.0.close', '0.1', '0.2', '0.close'])
    expect(idsOf(jsonRows(root, viewOf(9, { openById: new Map([['0', false]]) })))).toEqual(['0'])
  })

  it('tell the place of each among its siblings', () => {
    const row = jsonRows(root, viewOf(1)).find(({ id }) => id === '0.2')
    expect(row).toMatchObject({ key: 'guest', place: 3, siblingCount: 3, parentId: '0', depth: 1 })
  })

  it('stop after the first children, with a row that says how many are left', () => {
    const long = treeOf(Array.from({ length: FIRST_CHILDREN + 7 }, (_, index) => index))
    const rows = jsonRows(long, viewOf(1))
    expect(rows.at(-2)).toEqual({ kind: 'more', id: '0.more', parentId: '0', depth: 1, hiddenCount: 7 })
    const all = jsonRows(long, viewOf(1, { shownById: new Map([['0', 2 * FIRST_CHILDREN]]) }))
    expect(all.filter((row) => row.kind === 'node')).toHaveLength(FIRST_CHILDREN + 8)
  })

  it('draw a nesting deeper than the stack', () => {
    const depth = 20_000
    const deep = parseJsonTree('['.repeat(depth) + ']'.repeat(depth))!
    expect(jsonRows(deep, viewOf(depth + 1))).toHaveLength(2 * depth - 1)
  })
})

describe('what opens by itself', () => {
  it('is as many whole levels as keep the rows within the limit, and one at least', () => {
    const root = treeOf({ a: [1, 2, 3], b: { c: [4, 5, 6, 7, 8, 9] } })
    expect(jsonRows(root, viewOf(depthWithin(root, 9))).length).toBeLessThanOrEqual(9)
    expect(depthWithin(root, 1)).toBe(1)
    expect(depthWithin(root, 100)).toBe(3)
  })

  it('is no empty container and no short string, but a long string can be opened', () => {
    expect([{}, [], 'a'].map((value) => canOpen(treeOf(value)))).toEqual([false, false, false])
    expect(canOpen(treeOf('a'.repeat(SHORT_STRING_LENGTH)))).toBe(true)
  })
})

describe('the path of a row', () => {
  it('names keys by dots where it can, and by brackets where it must', () => {
    const root = treeOf({ order: { 'unit price': [{ id: 1 }] } })
    expect(jsonPath(root, '0.0.0.0.0')).toBe('$.order["unit price"][0].id')
    expect(jsonPath(root, '0')).toBe('$')
  })
})
