import { chmodSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readProject } from '../../../electron/project/readProject.ts'
import { writeSpec } from '../../../electron/project/writeSpec.ts'
import type { AsyncValues } from '../../../shared/domain/asyncValues.ts'
import { projectFolder } from '../../support/projectFolder.ts'

const SPEC = `edition: 3.0.0   # the third
name: shop
resources:
  pay:
    component: fc3
    props:
      region: cn-hangzhou
      functionName: charge
      runtime: nodejs20
      code: ./code
      asyncInvokeConfig: # what becomes of its calls
        maxAsyncRetryAttempts: 2
        qualifier: "LATEST"
`
const DEFAULTS: AsyncValues = {
  asyncTask: false,
  maxRetryAttempts: 2,
  maxAgeSeconds: 86_400,
  onSuccess: null,
  onFailure: null,
}

function project(spec = SPEC) {
  const dir = projectFolder({ 'code/index.js': '', 's.yaml': spec })
  const file = join(dir, 's.yaml')
  return { dir, file, text: () => readFileSync(file, 'utf8') }
}
const asyncPart = (values: Partial<AsyncValues>) =>
  ({ functionName: 'charge', part: 'asyncConfig', values: { ...DEFAULTS, ...values } }) as const
const compensated = (compensation: string | null) =>
  ({ functionName: 'charge', part: 'compensation', compensation }) as const

describe('writing what was changed into s.yaml', () => {
  it('writes what differs and leaves what is the same, by default, too', () => {
    const { dir, file, text } = project()
    const changes = writeSpec(file, asyncPart({ maxRetryAttempts: 0, onFailure: 'acs:fc:::functions/tell' }))
    expect(changes).toEqual([
      { setting: 'maxRetryAttempts', from: 2, to: 0 },
      { setting: 'onFailure', from: null, to: 'acs:fc:::functions/tell' },
    ])
    expect(text()).toBe(
      `${SPEC.replace('Attempts: 2', 'Attempts: 0')}        destinationConfig:
          onFailure:
            destination: acs:fc:::functions/tell
`,
    )
    expect(readProject(dir).functions[0]).toMatchObject({
      asyncConfig: { maxAsyncRetryAttempts: 0, qualifier: 'LATEST', maxAsyncEventAgeInSeconds: 86_400 },
      asyncKeys: ['maxAsyncRetryAttempts', 'qualifier', 'onFailure'],
    })
  })

  it('writes nothing, and says so, when the file says all of it already', () => {
    const { file, text } = project()
    expect(writeSpec(file, asyncPart({}))).toEqual([])
    expect(writeSpec(file, compensated(null))).toEqual([])
    expect(text()).toBe(SPEC)
  })

  it('writes a default over something else, and keeps one that somebody wrote', () => {
    const { file, text } = project(SPEC.replace('qualifier', 'asyncTask: false\n        qualifier'))
    writeSpec(file, asyncPart({ maxRetryAttempts: 3 }))
    expect(text()).toContain('maxAsyncRetryAttempts: 3\n        asyncTask: false\n')
  })

  it('names a compensation function, another one, and none again', () => {
    const { dir, file, text } = project()
    writeSpec(file, compensated('refund'))
    expect(text()).toBe(`${SPEC}vars:\n  taskyard:\n    charge:\n      compensation: refund\n`)
    writeSpec(file, compensated('release'))
    expect(readProject(dir).functions[0]?.compensation).toBe('release')
    expect(writeSpec(file, compensated(null))).toEqual([{ setting: 'compensation', from: 'release', to: null }])
    expect(text()).toBe(SPEC)
  })

  it('follows a link and keeps the rights of the file, and leaves nothing else behind', () => {
    const { dir, file, text } = project()
    chmodSync(file, 0o640)
    symlinkSync(file, join(dir, 'link.yaml'))
    writeSpec(join(dir, 'link.yaml'), asyncPart({ asyncTask: true }))
    expect(text()).toContain('asyncTask: true')
    expect(statSync(file).mode & 0o777).toBe(0o640)
    expect(readdirSync(dir).toSorted()).toEqual(['code', 'link.yaml', 's.yaml'])
  })

  it.each([
    ['no YAML', 'a: [', { code: 'project_invalid', message: expect.stringMatching(/^s\.yaml:\d+: /) }],
    ['a broken function', SPEC.replace('Attempts: 2', 'Attempts: many'), { code: 'project_invalid' }],
    ['another function', SPEC.replace('charge', 'other'), { code: 'function_not_found' }],
    ['another component', SPEC.replace('fc3', 'oss'), { code: 'project_invalid' }],
    [
      'an alias',
      SPEC.replace(/asyncInvokeConfig: .*\n.*\n.*/, 'asyncInvokeConfig: *a').replace(
        'name: shop',
        'vars: &a { asyncTask: true }',
      ),
      { code: 'invalid_input' },
    ],
  ])('is refused, and the file left alone, when it has become %s', (_situation, spec, error) => {
    const { dir, file, text } = project(spec)
    expect(() => writeSpec(file, asyncPart({ asyncTask: true, maxRetryAttempts: 1 }))).toThrow(
      expect.objectContaining(error),
    )
    expect(text()).toBe(spec)
    expect(readdirSync(dir).toSorted()).toEqual(['code', 's.yaml'])
  })

  it('is refused when the file is not UTF-8, which would lose bytes', () => {
    const { file } = project()
    const latin = Buffer.from(SPEC.replace('third', 'dritte \u00fc'), 'latin1')
    writeFileSync(file, latin)
    expect(() => writeSpec(file, asyncPart({ asyncTask: true }))).toThrow(
      expect.objectContaining({ code: 'project_invalid', message: 's.yaml is not UTF-8: nothing was written' }),
    )
    expect(readFileSync(file).equals(latin)).toBe(true)
  })
})
