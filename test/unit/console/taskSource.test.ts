import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sourceOf } from '../../../electron/api/console/taskSource.ts'
import { stackFrames } from '../../../electron/engine/tasks/stackFrames.ts'
import type { Attempt } from '../../../shared/domain/task.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

const body = (...stackTrace: string[]) => JSON.stringify({ errorMessage: 'm', errorType: 't', stackTrace })

function codeFolder(files: Record<string, string>) {
  const path = temporaryDir()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), text)
  }
  return { path, hash: 'h1', checksum: '1', bytes: 1 }
}

const failedWith = (errorBody: string | null, codeHash = 'h1'): Attempt => ({
  number: 1,
  outcome: 'Failed',
  dequeuedAtMs: 1,
  startedAtMs: 1,
  endedAtMs: 2,
  instanceId: 'c-1',
  codeHash,
  interpreterVersion: null,
  peakMemoryBytes: null,
  errorType: 'UnhandledInvocationError',
  errorBody,
})
const TEN_LINES = Array.from({ length: 10 }, (_, at) => `line ${at + 1}`).join('\n')

describe('the frames of an error', () => {
  it.each([
    ['    at charge (/code/index.js:3:10)', '/code/index.js', 3, 10, 'charge'],
    ['    at async exports.handler (/code/src/a b (1).js:12:5)', '/code/src/a b (1).js', 12, 5, 'exports.handler'],
    ['    at Order.total [as sum] (file:///code/%C3%BC.mjs:1:2)', '/code/ü.mjs', 1, 2, 'Order.total [as sum]'],
    ['    at new Order (/code/index.js:4:1)', '/code/index.js', 4, 1, 'new Order'],
    ['    at /code/index.js:3:10', '/code/index.js', 3, 10, null],
    ['    at async file:///code/index.mjs:8:1', '/code/index.mjs', 8, 1, null],
    ['    at Object.<anonymous> (/code/index.js:1:7)', '/code/index.js', 1, 7, null],
  ])('are read from %j', (text, path, line, column, caller) => {
    expect(stackFrames(body('Error: x', text))).toEqual([{ path, line, column, caller }])
  })

  it('are those that Node really writes', () => {
    const { path } = codeFolder({
      'index.js':
        'const inner = () => {\n  null.x\n}\ntry {\n  inner()\n} catch (error) {\n  console.log(error.stack)\n}\n',
      'broken.js': 'const a = 1\nconst b = = 2\n',
    })
    const run = (script: string) => execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })
    const thrown = run(`require(${JSON.stringify(join(path, 'index.js'))})`)
    expect(stackFrames(JSON.stringify({ stack: thrown }))[0]).toMatchObject({
      path: join(path, 'index.js'),
      line: 2,
      caller: 'inner',
    })
    const unparsed = run(
      `try { require(${JSON.stringify(join(path, 'broken.js'))}) } catch (e) { console.log(e.stack) }`,
    )
    expect(stackFrames(body(...unparsed.split('\n')))[0]).toEqual({
      path: join(path, 'broken.js'),
      line: 2,
      column: 1,
      caller: null,
    })
  })

  it('are none where there is no stack, whatever the text', () => {
    for (const text of ['', 'null', '7', '"at x (/code/a.js:1:1)"', '{"errorMessage":"m"}', '{"stackTrace":7}', '{'])
      expect(stackFrames(text)).toEqual([])
    fc.assert(fc.property(fc.string(), (text) => void stackFrames(text)))
    fc.assert(fc.property(fc.array(fc.string()), (lines) => void stackFrames(body(...lines))))
  })
})

describe('the source of a failed attempt', () => {
  it("is the innermost frame of the user's code, with the lines around it", async () => {
    const code = codeFolder({ 'src/pay.js': TEN_LINES })
    const errorBody = body(
      'TypeError: x',
      '    at JSON.parse (<anonymous>)',
      '    at node:internal/process/task_queues:95:5',
      '    at dig (/code/node_modules/lodash/get.js:2:1)',
      '    at pay (/code/src/pay.js:5:3)',
      '    at exports.handler (/code/index.js:1:1)',
      '    at callHandler (/.taskyard/runtime/handlers.cjs:1:1)',
    )
    expect(await sourceOf(failedWith(errorBody), code)).toEqual({
      file: 'src/pay.js',
      path: join(code.path, 'src/pay.js'),
      line: 5,
      column: 3,
      caller: 'pay',
      lines: [2, 3, 4, 5, 6, 7, 8].map((number) => ({ number, text: `line ${number}` })),
      isSameCode: true,
    })
  })

  it('stops at the ends of the file', async () => {
    const code = codeFolder({ 'index.js': TEN_LINES })
    const numbers = async (line: number) =>
      (await sourceOf(failedWith(body(`    at /code/index.js:${line}:1`)), code))?.lines.map(({ number }) => number)
    expect(await numbers(1)).toEqual([1, 2, 3, 4])
    expect(await numbers(10)).toEqual([7, 8, 9, 10])
    expect(await numbers(11)).toEqual([]) // the file was longer then
  })

  it('is found by its path on this machine where instances have no root of their own', async () => {
    const code = codeFolder({ 'index.js': TEN_LINES })
    const frame = await sourceOf(failedWith(body(`    at f (${code.path}/index.js:2:1)`)), code)
    expect(frame).toMatchObject({ file: 'index.js', line: 2 })
  })

  it('says when the code is another one now, and shows no lines of a file that is gone', async () => {
    const code = codeFolder({ 'index.js': TEN_LINES })
    const stack = body('    at f (/code/index.js:2:1)')
    expect(await sourceOf(failedWith(stack, 'h0'), code)).toMatchObject({ isSameCode: false })
    const gone = await sourceOf(failedWith(body('    at f (/code/gone.js:2:1)')), code)
    expect(gone).toMatchObject({ file: 'gone.js', lines: [] })
  })

  it('is nothing for an error that is a message only, or has no frame of the user', async () => {
    const code = codeFolder({ 'index.js': TEN_LINES })
    expect(await sourceOf(failedWith('{"errorMessage":"boom"}'), code)).toBeNull()
    expect(await sourceOf(failedWith(body('Error', '    at node:fs:1:1')), code)).toBeNull()
    expect(await sourceOf(failedWith(null), code)).toBeNull()
    expect(await sourceOf(undefined, code)).toBeNull()
  })

  it.each([
    '/code/../../../../../../etc/passwd',
    '/etc/passwd',
    '/code/src/../../outside.js',
    'file:///code/%2e%2e/%2e%2e/etc/passwd',
    '/code',
  ])('never is %s', async (path) => {
    const code = codeFolder({ 'index.js': TEN_LINES })
    expect(await sourceOf(failedWith(body(`    at f (${path}:1:1)`)), code)).toBeNull()
  })

  it('shows nothing of a file that a link leads out to, that is too large, no text or no file', async () => {
    const code = codeFolder({ 'large.js': 'x\n'.repeat(2_000_000), 'folder/x': '' })
    const outside = join(temporaryDir(), 'secret.js')
    writeFileSync(outside, 'secret')
    symlinkSync(outside, join(code.path, 'link.js'))
    writeFileSync(join(code.path, 'bytes.js'), Buffer.from([255, 254, 10]))
    execFileSync('mkfifo', [join(code.path, 'pipe.js')])
    for (const file of ['large.js', 'link.js', 'bytes.js', 'folder', 'pipe.js']) {
      const frame = await sourceOf(failedWith(body(`    at f (/code/${file}:1:1)`)), code)
      expect(frame).toMatchObject({ file, lines: [] })
    }
  })
})
