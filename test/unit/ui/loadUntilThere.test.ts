import { expect, it, onTestFinished, vi } from 'vitest'
import { loadUntilThere } from '../../../renderer/ui/editor/loadUntilThere.ts'

it('a part of the page that cannot be loaded now is asked for again until it is there', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const answers = [new TypeError('Failed to fetch'), new TypeError('Failed to fetch'), 'the editor']
  const asked = loadUntilThere(async () => {
    const answer = answers.shift()
    if (answer instanceof Error) throw answer
    return answer
  })
  await vi.runAllTimersAsync()
  expect(await asked).toBe('the editor')
})
