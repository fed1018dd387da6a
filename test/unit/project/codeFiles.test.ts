import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { codeFiles } from '../../../electron/project/codeFiles.ts'
import { hashCode } from '../../../electron/project/hashCode.ts'
import { projectFolder } from '../../support/projectFolder.ts'

const frozen = { expectedHash: null }
const textsByPath = ({ files, texts }: NonNullable<Awaited<ReturnType<typeof codeFiles>>>) =>
  Object.fromEntries(files.map(({ path, hash }) => [path, texts.find((one) => one.hash === hash)?.text ?? null]))

describe('the files of a code folder', () => {
  it('are those that its hash is made of, with the text of those that are text', async () => {
    const dir = projectFolder({ 'index.js': 'exports.x = 1', 'lib/a.js': 'a', '.git/HEAD': 'ref', 'empty.txt': '' })
    writeFileSync(join(dir, 'logo.png'), Buffer.from([0x89, 0x50, 0, 1]))
    writeFileSync(join(dir, 'latin.txt'), Buffer.from([0xe9, 0x74, 0xe9]))
    writeFileSync(join(dir, 'long.txt'), 'x'.repeat(64 * 1_024 + 1))
    const found = await codeFiles(dir, { expectedHash: (await hashCode(dir)).hash })
    expect(found && textsByPath(found)).toEqual({
      'empty.txt': '',
      'index.js': 'exports.x = 1',
      'latin.txt': null,
      'lib/a.js': 'a',
      'logo.png': null,
      'long.txt': null,
    })
    expect(found?.files.find(({ path }) => path === 'index.js')?.bytes).toBe(13)
  })

  it('are listed without the text of those that hold secrets', async () => {
    const names = ['.env', 'conf/.env.local', 'tls/server.key', 'credentials.json', 'keys.js']
    const found = await codeFiles(projectFolder(Object.fromEntries(names.map((name) => [name, name]))), frozen)
    const texts = found && textsByPath(found)
    expect(Object.keys(texts ?? {}).sort()).toEqual([...names].sort())
    expect(Object.values(texts ?? {}).filter((text) => text !== null)).toEqual(['keys.js'])
  })

  it('are not those of another version: the folder has changed since', async () => {
    const dir = projectFolder({ 'index.js': 'old' })
    const { hash } = await hashCode(dir)
    writeFileSync(join(dir, 'index.js'), 'new')
    expect(await codeFiles(dir, { expectedHash: hash })).toBeNull()
    expect(await codeFiles(dir, frozen)).not.toBeNull()
  })

  it('have another hash when a file becomes a program, and keep its text', async () => {
    const dir = projectFolder({ run: '#!/bin/sh' })
    const before = await codeFiles(dir, frozen)
    chmodSync(join(dir, 'run'), 0o755)
    const after = await codeFiles(dir, frozen)
    expect(after?.files[0]?.hash).not.toBe(before?.files[0]?.hash)
    expect(after && textsByPath(after)).toEqual({ run: '#!/bin/sh' })
  })

  it('have one entry for all packages of a folder', async () => {
    const dir = projectFolder({
      'index.js': '1',
      'node_modules/a/index.js': 'a',
      'node_modules/b/node_modules/c/index.js': 'c',
      'sub/node_modules/d/index.js': 'd',
    })
    const found = await codeFiles(dir, frozen)
    expect(found && textsByPath(found)).toEqual({ 'index.js': '1', node_modules: null, 'sub/node_modules': null })
  })

  it('are not listed when there are too many', async () => {
    const dir = projectFolder(Object.fromEntries(Array.from({ length: 2_001 }, (_, index) => [`${index}.txt`, ''])))
    expect(await codeFiles(dir, frozen)).toBeNull()
  })
})
