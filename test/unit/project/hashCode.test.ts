import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashCode } from '../../../electron/project/hashCode.ts'
import { addFiles, makeExecutable, projectFolder } from '../../support/projectFolder.ts'

const FILES = { 'index.js': 'a', 'lib/b.js': 'b', 'lib/c.js': 'c' }
const hashOf = async (dir: string) => (await hashCode(dir)).hash

/** Whether the hash of a folder with FILES is another one after `change`. */
async function changes(change: (dir: string) => void, files: Record<string, string> = FILES): Promise<boolean> {
  const dir = projectFolder(files)
  const before = await hashOf(dir)
  change(dir)
  return (await hashOf(dir)) !== before
}

describe('the hash of a code folder', () => {
  it('is the same for the same content elsewhere, written in another order', async () => {
    const dir = projectFolder(FILES)
    const other = projectFolder(Object.fromEntries(Object.entries(FILES).reverse()))
    const code = await hashCode(dir)
    expect(code).toEqual({
      path: dir,
      hash: expect.stringMatching(/^[0-9a-f]{32}$/),
      checksum: expect.stringMatching(/^\d{1,20}$/),
      bytes: 3,
    })
    expect({ ...(await hashCode(other)), path: dir }).toEqual(code)
  })

  it('changes with a content, a name, a new, a removed and a newly executable file', async () => {
    expect(await changes((dir) => writeFileSync(join(dir, 'index.js'), 'z'))).toBe(true)
    expect(await changes((dir) => renameSync(join(dir, 'lib/b.js'), join(dir, 'lib/d.js')))).toBe(true)
    expect(await changes((dir) => addFiles(dir, { 'new.js': '' }))).toBe(true)
    expect(await changes((dir) => rmSync(join(dir, 'lib/b.js')))).toBe(true)
    expect(await changes((dir) => makeExecutable(join(dir, 'index.js')))).toBe(true)
    expect(await changes((dir) => mkdirSync(join(dir, 'empty')))).toBe(true)
  })

  it('does not change with a time of change alone', async () => {
    expect(await changes((dir) => utimesSync(join(dir, 'index.js'), 1, 1))).toBe(false)
  })

  it('leaves .git out wherever it is', async () => {
    expect(await changes((dir) => addFiles(dir, { '.git/HEAD': 'x', 'lib/.git': 'gitdir: elsewhere' }))).toBe(false)
  })

  it('takes node_modules by size and time of change, not by content', async () => {
    const files = { ...FILES, 'node_modules/p/index.js': 'one' }
    const rewrite = (text: string, atSeconds: number) => (dir: string) => {
      writeFileSync(join(dir, 'node_modules/p/index.js'), text)
      utimesSync(join(dir, 'node_modules/p/index.js'), atSeconds, atSeconds)
    }
    const dir = projectFolder(files)
    rewrite('one', 1_000)(dir)
    const before = await hashOf(dir)
    rewrite('two', 1_000)(dir)
    expect(await hashOf(dir)).toBe(before)
    rewrite('two', 1_001)(dir)
    expect(await hashOf(dir)).not.toBe(before)
    rewrite('three', 1_000)(dir)
    expect(await hashOf(dir)).not.toBe(before)
  })

  it('takes a symbolic link by its target, and does not follow it', async () => {
    const outside = projectFolder({ 'x.js': 'x' })
    const link = (target: string) => (dir: string) => symlinkSync(target, join(dir, 'link'))
    expect(await changes(link(outside))).toBe(true)
    const dir = projectFolder(FILES)
    link(outside)(dir)
    const before = await hashOf(dir)
    addFiles(outside, { 'y.js': 'y' })
    expect(await hashOf(dir)).toBe(before)
    rmSync(join(dir, 'link'))
    link(dir)(dir) // a loop
    expect(await hashOf(dir)).not.toBe(before)
  })

  it('tells folders apart exactly when their files differ', async () => {
    const name = fc.constantFrom('a', 'b', 'a b', 'ä', '"', 'a\nb', 'file 1')
    const path = fc
      .tuple(name, fc.option(name))
      .map(([first, second]) => (second === null ? first : `d-${first}/${second}`))
    const root = projectFolder()
    let nextFolder = 0
    const files = fc.dictionary(path, fc.string({ maxLength: 3 }), { maxKeys: 4 })
    await fc.assert(
      fc.asyncProperty(files, files, async (first, second) => {
        const isSame = JSON.stringify(sorted(first)) === JSON.stringify(sorted(second))
        const [one, other] = await Promise.all([hashCode(folderOf(first)), hashCode(folderOf(second))])
        expect(one.hash === other.hash).toBe(isSame)
        expect(one.checksum === other.checksum).toBe(isSame)
        rmSync(one.path, { recursive: true })
        rmSync(other.path, { recursive: true })
      }),
      { numRuns: 60 },
    )

    function folderOf(files: Record<string, string>): string {
      const dir = join(root, String(nextFolder++))
      mkdirSync(dir)
      addFiles(dir, files)
      return dir
    }
  })
  const sorted = (files: Record<string, string>) => Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))

  it('leaves out files that go away while it is taken', async () => {
    const names = Array.from({ length: 200 }, (_, n) => `lib/${String(n).padStart(3, '0')}.js`)
    const dir = projectFolder({ ...FILES, ...Object.fromEntries(names.map((name) => [name, name])) })
    const hashing = hashCode(dir)
    await nextTurn()
    rmSync(join(dir, 'lib'), { recursive: true })
    expect(await hashing).toMatchObject({ path: dir, hash: expect.any(String) })
  })

  it('cannot be had of a folder that is missing or is a file', async () => {
    const dir = projectFolder({ file: '' })
    await expect(hashCode(join(dir, 'nowhere'))).rejects.toMatchObject({ code: 'code_missing' })
    await expect(hashCode(join(dir, 'file'))).rejects.toMatchObject({ code: 'code_missing' })
  })
})
