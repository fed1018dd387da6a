import { existsSync, readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { buildWindow, staleReason } from '../../../electron/cli/buildWindow.ts'
import { projectFolder } from '../../support/projectFolder.ts'

/** Stands in for vite: writes a page into the folder that it is told, or fails. */
const VITE = `
const { mkdirSync, writeFileSync, existsSync } = require('node:fs')
const dir = process.argv[process.argv.indexOf('--outDir') + 1]
if (existsSync('broken')) { console.error('renderer/main.tsx: unexpected token'); process.exit(1) }
mkdirSync(dir, { recursive: true })
writeFileSync(dir + '/index.html', 'built')
`
const VITE_PATH = 'node_modules/vite/bin/vite.js'

function project(more: Record<string, string> = {}) {
  const dir = projectFolder({ 'renderer/main.tsx': '1', 'shared/a.ts': '1', [VITE_PATH]: VITE, ...more })
  const said: string[] = []
  return { dir, said, build: () => buildWindow((text) => said.push(text), dir) }
}

const touch = (path: string, atMs: number) => utimesSync(path, new Date(atMs), new Date(atMs))

describe('the window', () => {
  it('is built when it is missing, which is said, and not again', async () => {
    const { dir, said, build } = project()
    await build()
    expect(readFileSync(join(dir, 'renderer/dist/index.html'), 'utf8')).toBe('built')
    expect(said).toEqual([expect.stringContaining('not built yet')])
    expect(readdirSync(join(dir, 'node_modules/.taskyard'))).toEqual([])
    await build()
    expect(said).toHaveLength(1)
  })

  it.each(['renderer/main.tsx', 'shared/a.ts'])('is built again when %s is newer', async (path) => {
    const { dir, said, build } = project({ 'renderer/dist/index.html': 'old', 'renderer/dist/assets/old.js': '' })
    touch(join(dir, 'renderer/dist/index.html'), Date.now() - 60_000)
    touch(join(dir, path), Date.now() - 30_000)
    await build()
    expect(said).toEqual([expect.stringContaining('older than its sources')])
    expect(readFileSync(join(dir, 'renderer/dist/index.html'), 'utf8')).toBe('built')
    expect(existsSync(join(dir, 'renderer/dist/assets/old.js'))).toBe(false)
  })

  it('is left as it was, with the words of vite, when it cannot be built', async () => {
    const { dir, build } = project({ 'renderer/dist/index.html': 'old', broken: '' })
    touch(join(dir, 'renderer/dist/index.html'), Date.now() - 60_000)
    await expect(build()).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('main.tsx: unexpected token'),
    })
    expect(readFileSync(join(dir, 'renderer/dist/index.html'), 'utf8')).toBe('old')
  })

  it('is taken as it is in a packaged app, which has neither sources nor vite', async () => {
    const { dir, said, build } = project({ 'renderer/dist/index.html': 'packaged' })
    for (const path of ['renderer/main.tsx', 'shared', 'node_modules']) rmSync(join(dir, path), { recursive: true })
    expect(staleReason(dir)).toBeNull()
    await build()
    expect(said).toEqual([])
  })

  it('says what to install when there is nothing to build it with', async () => {
    const { dir, build } = project()
    rmSync(join(dir, 'node_modules'), { recursive: true })
    await expect(build()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('npm ci') })
  })
})
