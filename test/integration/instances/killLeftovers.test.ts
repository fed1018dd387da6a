import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { killLeftovers, startedAtTicks } from '../../../electron/engine/instances/killLeftovers.ts'

function startSleeper() {
  return spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' })
}

describe('instances that a former host left behind', () => {
  it('are killed with everything in their process group', async () => {
    const child = startSleeper()
    const pid = child.pid!
    const ended = once(child, 'exit')
    expect(killLeftovers([{ id: 'c-1', pid, pidStartedAtTicks: startedAtTicks(pid)! }])).toBe(1)
    expect((await ended)[1]).toBe('SIGKILL')
  })

  it('are left alone when their pid belongs to another process by now', async () => {
    const child = startSleeper()
    const pid = child.pid!
    expect(killLeftovers([{ id: 'c-1', pid, pidStartedAtTicks: startedAtTicks(pid)! - 1 }])).toBe(0)
    expect(startedAtTicks(pid)).not.toBeNull()
    child.kill('SIGKILL')
    await once(child, 'exit')
  })
})
