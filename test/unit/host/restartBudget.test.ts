import { describe, expect, it } from 'vitest'
import { RestartBudget } from '../../../electron/host/restartBudget.ts'

describe('the restart budget', () => {
  it('allows four deaths within a minute and not a fifth', () => {
    const budget = new RestartBudget()
    const answers = [0, 1_000, 2_000, 3_000, 59_999].map((elapsedMs) => budget.allows('store', elapsedMs))
    expect(answers).toEqual([true, true, true, true, false])
  })

  it('forgets a death after a minute', () => {
    const budget = new RestartBudget()
    const answers = [0, 1_000, 2_000, 3_000, 60_000].map((elapsedMs) => budget.allows('store', elapsedMs))
    expect(answers).toEqual([true, true, true, true, true])
  })

  it('is kept for each thread by itself', () => {
    const budget = new RestartBudget()
    for (let deaths = 0; deaths < 4; deaths++) budget.allows('store', 0)
    expect(budget.allows('log', 0)).toBe(true)
    expect(budget.allows('store', 0)).toBe(false)
  })
})
