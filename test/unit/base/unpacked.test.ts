import { describe, expect, it } from 'vitest'
import { unpacked } from '../../../electron/base/unpacked.ts'

describe('a file of the app', () => {
  it('is beside the archive when the app is packaged, and stays where it is otherwise', () => {
    const inside = new URL('file:///Applications/Taskyard.app/Contents/Resources/app.asar/electron/threads/store.js')
    expect(unpacked(inside).href).toBe(
      'file:///Applications/Taskyard.app/Contents/Resources/app.asar.unpacked/electron/threads/store.js',
    )
    for (const url of ['file:///src/taskyard/electron/threads/store.ts', 'file:///a/app.asar.unpacked/b.js']) {
      expect(unpacked(new URL(url)).href).toBe(url)
    }
  })
})
