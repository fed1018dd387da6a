/**
 * When what a test has started ends: with the test, or, when a whole suite shares it, after the suite's last test.
 */
import { beforeAll, onTestFinished } from 'vitest'

type Ending = () => unknown

/** Of what a suite is just starting; null: a test is. */
let suiteEndings: Ending[] | null = null

export function atEnd(ending: Ending): void {
  if (suiteEndings === null) onTestFinished(async () => void (await ending()))
  else suiteEndings.push(ending)
}

/**
 * Starts something before the first test of the suite in which this is called, and gives it to each of its tests:
 * for hosts, which take seconds to start. Every test then needs functions, tasks and instances of its own.
 */
export function sharedBySuite<T extends object>(start: () => T | Promise<T>): () => T {
  let shared: T | null = null
  beforeAll(async () => {
    const endings: Ending[] = []
    suiteEndings = endings
    try {
      shared = await start()
    } finally {
      suiteEndings = null
    }
    return async () => {
      for (const ending of endings.toReversed()) await ending()
    }
  })
  return () => {
    if (shared === null) throw new Error('only tests of the suite have what it shares')
    return shared
  }
}
