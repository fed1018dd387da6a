import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { jsonDifferences } from '../../../shared/format/jsonDifferences.ts'

const between = (left: unknown, right: unknown) => jsonDifferences(JSON.stringify(left), JSON.stringify(right))

describe('where two JSON texts differ', () => {
  it.each([
    [{ order: { guest: true, id: 1 } }, { order: { guest: false, id: 1 } }, ['order.guest']],
    [{ order: { guest: { name: 'Li', mail: 'l' } } }, { order: { id: 1 } }, ['order.guest', 'order.id']],
    [{ a: 1 }, { a: 1, b: { c: 2, d: 3 } }, ['b']],
    [{ guest: null }, { guest: { name: 'Li' } }, ['guest']],
    [{ guest: { name: 'Li' } }, { guest: null }, ['guest']],
    [{ items: [{ n: 1 }, { n: 2 }] }, { items: [{ n: 1 }, { n: 3 }] }, ['items.1.n']],
    [1, 2, ['']],
  ])('of %j and %j is %j', (left, right, expected) => {
    expect(between(left, right)).toEqual(expected)
  })

  it('is nowhere when only the writing differs', () => {
    expect(jsonDifferences('{"a":1,"b":[2]}', '{ "b": [2],\n "a": 1 }')).toEqual([])
  })

  it('is nowhere for what is no JSON', () => {
    expect(jsonDifferences('not json', 'neither')).toEqual([])
  })

  it('is nowhere for equal values, and symmetric otherwise', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
        expect(between(left, left)).toEqual([])
        expect(between(left, right).toSorted()).toEqual(between(right, left).toSorted())
      }),
    )
  })
})
