import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, type Zippable, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { createCodeStore } from '../../../electron/project/codeStore.ts'
import { Crc64 } from '../../../electron/project/crc64.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

const UNIX = 3
const file = (text: string, mode: number): Zippable[string] => [
  strToU8(text),
  { os: UNIX, attrs: (0o100000 | mode) << 16 },
]
const link = (target: string): Zippable[string] => [
  strToU8(target),
  { os: UNIX, attrs: (0o120777 << 16) | 0, level: 0 },
]

function openCodeStore() {
  const workspaceDir = temporaryDir()
  const codeDir = join(workspaceDir, 'code')
  const store = createCodeStore(codeDir)
  const put = (zip: Uint8Array) => store.put({ accountUid: '1234', functionName: 'f', zip })
  /** Everything below the workspace but folders, to see that a refusal leaves nothing. */
  const files = () =>
    readdirSync(workspaceDir, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ name }) => name)
  return { workspaceDir, codeDir, put, files }
}

/** Writes a number of the zip's first entry in its table of contents. */
function patched(zip: Uint8Array, offset: number, value: number): Uint8Array {
  const bytes = Buffer.from(zip)
  bytes.writeUInt32LE(value, bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1')) + offset)
  return bytes
}
const PACKED_SIZE = 20
const SIZE = 24
const LOCAL_OFFSET = 42
const CHECKSUM = 16

describe('the code store', () => {
  it('unpacks a zip under its account, its function and its content', async () => {
    const { codeDir, put } = openCodeStore()
    const zip = zipSync({ 'index.js': strToU8('one'), lib: { 'two.js': strToU8('two'), empty: {} } })
    const code = await put(zip)
    expect(code).toEqual({
      path: join(codeDir, '1234', 'f', code.hash),
      hash: expect.stringMatching(/^[0-9a-f]{32}$/),
      checksum: new Crc64().update(zip).decimal(),
      bytes: zip.length,
    })
    expect(readFileSync(join(code.path, 'index.js'), 'utf8')).toBe('one')
    expect(readFileSync(join(code.path, 'lib/two.js'), 'utf8')).toBe('two')
    expect(lstatSync(join(code.path, 'lib/empty')).isDirectory()).toBe(true)
  })

  it('keeps Unix modes, and lets the owner read what the zip does not', async () => {
    const { put } = openCodeStore()
    const { path } = await put(
      zipSync({ bootstrap: file('#!/bin/sh', 0o755), secret: file('', 0), 'plain.js': strToU8('') }),
    )
    const mode = (name: string) => lstatSync(join(path, name)).mode & 0o7777
    expect([mode('bootstrap'), mode('secret'), mode('plain.js')]).toEqual([0o755, 0o400, 0o644])
  })

  it('keeps links that stay inside', async () => {
    const { put } = openCodeStore()
    const { path } = await put(
      zipSync({ 'node_modules/.bin/tool': link('../tool/run.js'), 'node_modules/tool/run.js': strToU8('run') }),
    )
    expect(readlinkSync(join(path, 'node_modules/.bin/tool'))).toBe('../tool/run.js')
    expect(readFileSync(join(path, 'node_modules/.bin/tool'), 'utf8')).toBe('run')
  })

  it('changes nothing when the same zip comes again', async () => {
    const { put } = openCodeStore()
    const zip = zipSync({ 'index.js': strToU8('one') })
    const first = await put(zip)
    writeFileSync(join(first.path, 'mark'), '')
    expect(await put(zip)).toEqual(first)
    expect(existsSync(join(first.path, 'mark'))).toBe(true)
  })

  it('takes the same zip twice at once', async () => {
    const { put, files } = openCodeStore()
    const zip = zipSync({ 'index.js': strToU8('one') })
    const [first, second] = await Promise.all([put(zip), put(zip)])
    expect(first).toEqual(second)
    expect(files()).toEqual(['index.js'])
  })

  it('keeps the code that busy instances run on when new code comes', async () => {
    const { put } = openCodeStore()
    const before = await put(zipSync({ 'index.js': strToU8('one') }))
    const after = await put(zipSync({ 'index.js': strToU8('two') }))
    expect(readFileSync(join(before.path, 'index.js'), 'utf8')).toBe('one')
    expect(readFileSync(join(after.path, 'index.js'), 'utf8')).toBe('two')
  })

  it('removes what a killed host left half unpacked', () => {
    const codeDir = temporaryDir()
    mkdirSync(join(codeDir, '.unpacking/zip-1'), { recursive: true })
    createCodeStore(codeDir)
    expect(readdirSync(codeDir)).toEqual([])
  })

  it('reads sizes from the extra field that streaming programs write', async () => {
    const { put } = openCodeStore()
    const sizes = new Uint8Array(16)
    new DataView(sizes.buffer).setBigUint64(0, 5n, true)
    new DataView(sizes.buffer).setBigUint64(8, 5n, true)
    const zip = zipSync({ 'a.txt': [strToU8('hello'), { level: 0, extra: { 1: sizes } }] })
    const { path } = await put(patched(patched(zip, SIZE, 0xffffffff), PACKED_SIZE, 0xffffffff))
    expect(readFileSync(join(path, 'a.txt'), 'utf8')).toBe('hello')
  })

  it('takes a zip with a comment, and an empty one', async () => {
    const { put } = openCodeStore()
    const comment = Buffer.from('made by hand')
    const zip = Buffer.concat([zipSync({ 'a.txt': strToU8('a') }), comment])
    zip.writeUInt16LE(comment.length, zip.length - comment.length - 2)
    expect(readdirSync((await put(zip)).path)).toEqual(['a.txt'])
    expect(readdirSync((await put(zipSync({}))).path)).toEqual([])
  })
})

describe('a zip that would write outside of its folder', () => {
  it.each([
    '../escaped',
    'a/../../escaped',
    '/etc/escaped',
    'C:/escaped',
    'c:escaped',
    '..\\escaped',
    'a\\b',
    'nul\0l',
    '..',
  ])('by the name %j is refused and leaves nothing', async (name) => {
    const { put, files } = openCodeStore()
    await expect(put(zipSync({ 'fine.js': strToU8('1'), [name]: strToU8('x') }))).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('outside of its folder'),
    })
    expect(files()).toEqual([])
  })

  it.each([
    ['an absolute link', { out: link('/etc/passwd') }],
    ['a relative link', { 'a/out': link('../../..') }],
    ['a link to nothing', { out: link('missing') }],
    ['a link through a link', { 'a/b/up': link('..'), 'a/b/c/file': strToU8(''), out: link('a/b/up/../../..') }],
    ['a link to itself', { out: link('out') }],
  ])('by %s is refused and leaves nothing', async (_name, content) => {
    const { put, files } = openCodeStore()
    await expect(put(zipSync(content))).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('link that leads outside'),
    })
    expect(files()).toEqual([])
  })

  it('by a file or a link below a link is refused, and the target is not touched', async () => {
    const target = temporaryDir()
    for (const below of [strToU8('x'), link('y')]) {
      const { put, files } = openCodeStore()
      await expect(put(zipSync({ out: link(target), 'out/evil': below }))).rejects.toMatchObject({
        code: 'invalid_input',
      })
      expect(files()).toEqual([])
    }
    expect(readdirSync(target)).toEqual([])
  })
})

describe('a zip that is damaged', () => {
  const whole = zipSync({ 'index.js': strToU8('a'.repeat(1_000)), 'other.js': strToU8('b') })

  it.each<[string, Uint8Array, string]>([
    ['no zip at all', strToU8('nonsense, but longer than an end record'), 'not a zip file'],
    ['empty', new Uint8Array(), 'not a zip file'],
    ['cut off at the end', whole.subarray(0, -1), 'not a zip file'],
    ['cut off at the start', whole.subarray(10), 'damaged'],
    ['given a wrong checksum', patched(whole, CHECKSUM, 1), 'does not match its checksum'],
    ['given a larger size', patched(whole, SIZE, 2_000), 'does not have the size it declares'],
    ['given a smaller size than it unpacks to', patched(whole, SIZE, 10), 'cannot be unpacked'],
    [
      'given a place beyond its end',
      patched(whole, LOCAL_OFFSET, 0x00ffffff),
      'is not where the table of contents says',
    ],
    ['given a packed size beyond its end', patched(whole, PACKED_SIZE, 0x00ffffff), 'is cut off'],
    ['given a size in an extra field that is not there', patched(whole, SIZE, 0xffffffff), 'a size is missing'],
    ['larger than the limit when unpacked', patched(whole, SIZE, 600 * 2 ** 20), 'more than 500 MiB'],
    ['encrypted', patched(whole, 8, 1), 'is encrypted'],
    ['packed in a way we do not know', patched(whole, 8, 12 << 16), 'method 12'],
  ])('%s is refused and leaves nothing', async (_name, zip, message) => {
    const { put, files } = openCodeStore()
    await expect(put(zip)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(message),
    })
    expect(files()).toEqual([])
  })

  it('in any single byte is refused or unpacked, never an error of another kind', async () => {
    const small = zipSync({ 'a/b.js': strToU8('hello hello hello') })
    const { put } = openCodeStore()
    for (let at = 0; at < small.length; at++) {
      const bytes = Uint8Array.from(small)
      bytes[at] = bytes[at]! ^ 0xff
      await put(bytes).catch((error) => expect(error).toMatchObject({ code: 'invalid_input' }))
    }
  })

  it('by two entries of one name is refused', async () => {
    const { put } = openCodeStore()
    await expect(put(zipSync({ a: strToU8('1'), 'a/b': strToU8('2') }))).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('two entries of the same name'),
    })
  })

  it('by a name that no disk takes is refused', async () => {
    const { put } = openCodeStore()
    await expect(put(zipSync({ ['a'.repeat(300)]: strToU8('1') }))).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('name is too long'),
    })
  })
})

describe('CRC-64', () => {
  it('has the check value of the ECMA-182 polynomial as the object store uses it', () => {
    expect(new Crc64().update(Buffer.from('123456789')).decimal()).toBe('11051210869376104954')
    expect(new Crc64().decimal()).toBe('0')
  })

  it('is the same in pieces', () => {
    const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, index) => (index * 7) % 256))
    const pieces = new Crc64().update(bytes.subarray(0, 333)).update(bytes.subarray(333))
    expect(pieces.decimal()).toBe(new Crc64().update(bytes).decimal())
  })
})
