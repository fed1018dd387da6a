import { describe, expect, it } from 'vitest'
import { Revision } from '../../../electron/base/revision.ts'

describe('a revision', () => {
  it('is told at once to whoever knows another one', async () => {
    const revision = new Revision()
    const first = await revision.revisionAfter(0)
    revision.grow()
    expect(await revision.revisionAfter(first)).toBe(first + 1)
    expect(await revision.revisionAfter(first + 7)).toBe(first + 1)
  })

  it('is waited for by everybody who knows it, and told once', async () => {
    const revision = new Revision()
    const known = await revision.revisionAfter(0)
    const told: number[] = []
    const waiting = [revision.revisionAfter(known), revision.revisionAfter(known)].map((later) =>
      later.then((value) => told.push(value)),
    )
    await Promise.resolve()
    expect(told).toEqual([])
    revision.grow()
    revision.grow()
    await Promise.all(waiting)
    expect(told).toEqual([known + 1, known + 1])
    expect(await revision.revisionAfter(known + 1)).toBe(known + 2)
  })
})
