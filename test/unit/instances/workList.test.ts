import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { WorkList } from '../../../electron/engine/instances/workList.ts'

const ids = (items: Iterable<{ id: number }>) => [...items].map(({ id }) => id)

function filled(concurrency: number, count: number) {
  const list = new WorkList<{ id: number }>(concurrency)
  for (let id = 1; id <= count; id++) list.add({ id })
  return list
}

describe('the work of an instance', () => {
  it('begins as many as may run at once and sends the rest ahead', () => {
    const list = filled(2, 5)
    expect(ids(list.begun.values())).toEqual([1, 2])
    expect(ids(list.ahead)).toEqual([3, 4, 5])
  })

  it('begins the next in line when one has finished', () => {
    const list = filled(2, 4)
    expect(list.finish(2)).toEqual({ finished: { id: 2 }, begins: { id: 3 } })
    expect(ids(list.begun.values())).toEqual([1, 3])
  })

  it('finds one whether it has begun or not', () => {
    expect([1, 3, 4].map((id) => filled(1, 3).find(id))).toEqual([{ id: 1 }, { id: 3 }, null])
  })

  it('knows nothing of one that has not begun', () => {
    expect(filled(1, 3).finish(2)).toBeNull()
  })

  it('takes back only what has not begun, in order', () => {
    const list = filled(1, 5)
    expect(ids(list.takeBack([1, 5, 3]))).toEqual([3, 5])
    expect(ids(list.ahead)).toEqual([2, 4])
  })

  it('agrees with an instance that runs strictly in order, whatever happens', () => {
    const steps = fc.array(fc.oneof(fc.constant('add'), fc.constant('finish'), fc.constant('recall')), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), steps, fc.infiniteStream(fc.nat()), (concurrency, deeds, dice) => {
        const list = new WorkList<{ id: number }>(concurrency)
        const running: number[] = [] // what the instance does
        const queue: number[] = []
        const over: number[] = []
        const startNext = () => {
          while (running.length < concurrency && queue.length > 0) running.push(queue.shift()!)
        }
        let lastId = 0
        for (const deed of deeds) {
          const roll = dice.next().value
          if (deed === 'add') {
            list.add({ id: ++lastId })
            queue.push(lastId)
          } else if (deed === 'finish' && running.length > 0) {
            const [id] = running.splice(roll % running.length, 1)
            expect(list.finish(id!)?.finished).toEqual({ id })
            over.push(id!)
          } else if (deed === 'recall') {
            over.push(...ids(list.takeBack(queue.splice(0))))
          }
          startNext()
          expect(ids(list.begun.values()).sort()).toEqual([...running].sort())
          expect(ids(list.ahead)).toEqual(queue)
        }
        expect([...over, ...ids(list.clearBegun()), ...ids(list.ahead)].sort()).toEqual(
          Array.from({ length: lastId }, (_, i) => i + 1).sort(),
        )
      }),
    )
  })
})
