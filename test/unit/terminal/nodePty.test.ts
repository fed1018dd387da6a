import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryDir } from '../../support/temporaryDir.ts'

const PROJECT = join(import.meta.dirname, '../../..')

/** Where node-pty looks for the helper with which it starts a program on macOS. */
function helperOf(appDir: string): string {
  cpSync(join(PROJECT, 'node_modules/node-pty'), join(appDir, 'node_modules/node-pty'), { recursive: true })
  mkdirSync(join(appDir, 'terminal'))
  cpSync(join(PROJECT, 'electron/terminal/nodePty.ts'), join(appDir, 'terminal/nodePty.ts'))
  const script = join(appDir, 'terminal/script.ts')
  writeFileSync(
    script,
    `import { nodePty } from './nodePty.ts'
     nodePty.native.fork = (...words) => {
       console.log(words.find((word) => String(word).endsWith('spawn-helper')))
       process.exit()
     }
     nodePty.spawn('/bin/true', [], {})`,
  )
  return execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim()
}

describe.skipIf(process.platform === 'win32')('node-pty', () => {
  it.each(['app.asar.unpacked', 'app'])('looks for its helper beside its own files, in %s', (name) => {
    const appDir = join(temporaryDir(), name)
    expect(helperOf(appDir).startsWith(join(appDir, 'node_modules/node-pty/'))).toBe(true)
  })
})
