import { describe, expect, it } from 'vitest'
import { nextSteps } from '../../../renderer/screens/overview/nextSteps.ts'
import type { Verdict } from '../../../renderer/stores/overviewVerdict.ts'

const words = (verdict: Verdict | null, unreadCount: number) =>
  nextSteps(verdict, { functions: [], unreadCount }).map(({ word }) => word)

const FAILED_BEFORE: Verdict = { kind: 'failedBefore', functionName: 'order-charge', failedCount: 3, lastAtMs: 1 }

describe('the next step on the overview', () => {
  it('leads to the inbox first while groups there are new, and then to the tasks', () => {
    expect(words(FAILED_BEFORE, 2)).toEqual(['openInbox', 'openFailed'])
    expect(words({ kind: 'quiet' }, 1)).toEqual(['openInbox', 'submit'])
  })

  it('leads to the tasks when nothing in the inbox is new', () => {
    expect(words(FAILED_BEFORE, 0)).toEqual(['openFailed'])
  })

  it('leaves what is more urgent alone', () => {
    expect(words({ kind: 'problem', message: 'no interpreter', moreCount: 0 }, 2)).toEqual(['openProblems'])
    expect(words(null, 2)).toEqual([])
  })
})
