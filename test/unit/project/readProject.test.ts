// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the variables of an s.yaml look like this
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { functionNameOf } from '../../../electron/project/bareFolder.ts'
import { readProject } from '../../../electron/project/readProject.ts'
import type { AppError } from '../../../shared/errors.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'

const CODE = { 'a/index.js': 'exports.handler = async () => 1\n' }
const withProps = (...props: string[]) => readProject(projectFolder({ ...CODE, 's.yaml': specOf({ a: props }) }))
const withSpec = (text: string) => () => readProject(projectFolder({ ...CODE, 's.yaml': text }))
const messages = (problems: AppError[]) => problems.map(({ message }) => message)

/** The error that reading `text` as s.yaml ends with. */
function refusal(text: string): AppError {
  try {
    withSpec(text)()
  } catch (error) {
    return error as AppError
  }
  throw new Error('it was read')
}

describe('a project with an s.yaml', () => {
  it('gives each function with its defaults and its code folder', () => {
    const dir = projectFolder({ ...CODE, 's.yaml': specOf({ a: [] }) })
    expect(readProject(dir)).toEqual({
      dir,
      file: join(dir, 's.yaml'),
      name: 'shop',
      access: 'default',
      region: 'cn-hangzhou',
      codeDirs: [join(dir, 'a')],
      problems: [],
      notices: [],
      functions: [
        {
          resource: 'a',
          config: {
            region: 'cn-hangzhou',
            functionName: 'a',
            runtime: 'nodejs20',
            handler: 'index.handler',
            memorySize: 512,
            timeout: 3,
            instanceConcurrency: 1,
            environmentVariables: {},
          },
          asyncConfig: null,
          asyncKeys: [],
          reservedConcurrency: null,
          compensation: null,
          codeDir: join(dir, 'a'),
          notices: [],
        },
      ],
    })
  })

  it('reads what a function is given, and gives an asynchronous configuration the defaults of the service', () => {
    const { functions } = withProps(
      'handler: main.run',
      'timeout: 60',
      'memorySize: 128',
      'instanceConcurrency: 2',
      'environmentVariables: { LEVEL: debug }',
      'asyncInvokeConfig: { asyncTask: true, qualifier: LATEST }',
      'concurrencyConfig: { reservedConcurrency: 4 }',
      'instanceLifecycleConfig: { preStop: { handler: main.stop, timeout: 5 } }',
    )
    expect(functions[0]).toMatchObject({
      config: {
        handler: 'main.run',
        timeout: 60,
        memorySize: 128,
        instanceConcurrency: 2,
        environmentVariables: { LEVEL: 'debug' },
        instanceLifecycleConfig: { preStop: { handler: 'main.stop', timeout: 5 } },
      },
      asyncConfig: {
        asyncTask: true,
        qualifier: 'LATEST',
        maxAsyncRetryAttempts: 3,
        maxAsyncEventAgeInSeconds: 86_400,
      },
      reservedConcurrency: 4,
    })
  })

  it('keeps what is not acted upon yet, with a notice for each part', () => {
    const [read] = withProps(
      'tags: [{ key: team, value: shop }]',
      'asyncInvokeConfig: { destinationConfig: { onSuccess: { destination: "acs:fc:::functions/b" }, onFailure: { destination: "acs:mns:::/topics/t/messages" } } }',
    ).functions
    expect(read!.config.tags).toEqual([{ key: 'team', value: 'shop' }])
    expect(read!.notices).toEqual([
      'tags is stored, not delivered yet',
      'asyncInvokeConfig.destinationConfig.onFailure is recorded as a failed delivery: topics are not delivered here',
    ])
  })

  it('is found as s.yml too, and says that it leaves that one out beside an s.yaml', () => {
    const text = specOf({ a: [] })
    expect(readProject(projectFolder({ ...CODE, 's.yml': text })).functions).toHaveLength(1)
    const both = readProject(projectFolder({ ...CODE, 's.yml': 'nonsense', 's.yaml': text }))
    expect(both.notices).toEqual(['s.yml is left out, because there is s.yaml'])
  })

  it('takes the code folder from "src", and follows merge keys and anchors', () => {
    const { functions, problems } = withSpec(
      [
        'edition: 3.0.0',
        'vars: &shared { timeout: 30, runtime: nodejs20, region: cn-beijing }',
        'resources:',
        '  a: { component: fc3@0.1.0, props: { <<: *shared, functionName: a, code: { src: ./a } } }',
      ].join('\n'),
    )()
    expect(problems).toEqual([])
    expect(functions[0]!.config.timeout).toBe(30)
  })

  it('drops keys without a value, as `s` does', () => {
    expect(withProps('description:', 'environmentVariables: { EMPTY: }').functions[0]!.config).toMatchObject({
      environmentVariables: {},
    })
  })

  it('leaves resources of other components out, with a notice', () => {
    const project = withSpec(`${specOf({ a: [] })}  domain:\n    component: fc3-domain\n    props: {}\n`)()
    expect(project.functions).toHaveLength(1)
    expect(project.notices).toEqual(['resource "domain" is left out: its component "fc3-domain" is not fc3'])
  })

  it('names the account, which is "default" if it does not', () => {
    expect(withSpec(specOf({ a: [] }).replace('access: default', 'access: team'))().access).toBe('team')
    expect(withSpec(specOf({ a: [] }).replace('access: default\n', ''))().access).toBe('default')
  })
})

describe('variables', () => {
  it('are errors that name place and resource where the value decides what runs', () => {
    const { functions, problems } = withProps(
      'timeout: ${vars.timeout}',
      'environmentVariables:',
      "  KEY: ${env('KEY')}",
    )
    expect(functions).toEqual([])
    expect(messages(problems)).toEqual([
      's.yaml:12: resource "a": timeout: variables are not supported yet: write the value instead of ${vars.timeout}',
      's.yaml:14: resource "a": environmentVariables.KEY: variables are not supported yet: write the value instead of ${env(\'KEY\')}',
    ])
    expect(problems[0]!.data).toMatchObject({ line: 12, key: 'resources.a.props.timeout', resource: 'a' })
  })

  it('are kept with a notice where it does not, the region included', () => {
    const text = specOf({ a: ['description: ${vars.text}'] }).replace('region: cn-hangzhou', 'region: ${vars.region}')
    const project = withSpec(text)()
    expect(project.region).toBe(null)
    expect(project.functions[0]!.config.region).toBe('${vars.region}')
    expect(project.functions[0]!.notices).toEqual([
      'props.region: ${vars.region} is kept as written: variables are not supported yet',
      'props.description: ${vars.text} is kept as written: variables are not supported yet',
    ])
  })

  it('are found in destinations, which only get a notice', () => {
    const { functions } = withProps(
      'asyncInvokeConfig: { destinationConfig: { onSuccess: { destination: "${vars.d}" } } }',
    )
    expect(functions[0]!.notices[0]).toMatch(/^props\.asyncInvokeConfig\.destinationConfig\.onSuccess\.destination: /)
  })

  it('in the name of the account are refused', () => {
    expect(refusal(specOf({ a: [] }).replace('access: default', 'access: ${vars.who}'))).toMatchObject({
      code: 'project_invalid',
      message: expect.stringMatching(/^s\.yaml:3: access must be the plain name/),
    })
  })
})

describe('a resource that cannot run', () => {
  it('hides none of the others', () => {
    const files = {
      's.yaml': specOf({ a: [], b: ['timeout: 0'], c: [] }),
      'a/index.js': '',
      'b/index.js': '',
      'c/index.js': '',
    }
    const { functions, problems } = readProject(projectFolder(files))
    expect(functions.map(({ resource }) => resource)).toEqual(['a', 'c'])
    expect(messages(problems)).toEqual([expect.stringMatching(/^s\.yaml:19: resource "b": timeout is not valid: /)])
  })

  it.each([
    ['timeout: soon', 'timeout must be a number, not "soon"'],
    ['timeout: 1.5', 'timeout must be a whole number, not 1.5'],
    ['memorySize: 130', 'memorySize is not valid'],
    ['environmentVariables: { PORT: 8080 }', 'environmentVariables.PORT must be text: put quotes around 8080'],
    ['environmentVariables: { FC_X: a }', 'names that start with FC_ are reserved'],
    ['asyncInvokeConfig: { maxAsyncRetryAttempts: 9 }', 'asyncInvokeConfig.maxAsyncRetryAttempts is not valid'],
    ['concurrencyConfig: { reservedConcurrency: -1 }', 'concurrencyConfig.reservedConcurrency is not valid'],
  ])('is told what is wrong with %s', (line, message) => {
    const { functions, problems } = withProps(line)
    expect(functions).toEqual([])
    expect(messages(problems)).toEqual([expect.stringContaining(`s.yaml:12: resource "a": `)])
    expect(problems[0]!.message).toContain(message)
    expect(problems[0]!.code).toBe('project_invalid')
  })

  it.each([
    ['      runtime: nodejs20\n', '', 's.yaml:7: resource "a": runtime is missing'],
    ['code: ./a', 'code: ./nowhere', /^s\.yaml:11: resource "a": the code folder .*nowhere does not exist/],
    ['code: ./a', 'code: ./a/index.js', /is not a folder: unpack it/],
    ['code: ./a', 'code: { ossBucketName: b, ossObjectName: o }', /code in OSS cannot run on this machine/],
    ['      code: ./a\n', '', /"code" is missing/],
    ['code: ./a', 'code: 7', /"code" must be the path of a folder/],
    ['functionName: a', 'functionName: 1st', /functionName must be|a function name has/],
    ['component: fc3', 'name: x', /"component" is missing/],
    [
      'component: fc3',
      'component: fc3\n    extend: { name: base }',
      /^s\.yaml:7: resource "a": "extend" is not supported yet/,
    ],
    ['    props:\n', '    prop:\n', /"props" is missing/],
  ])('is told about %s changed to %s', (from, to, message) => {
    const { functions, problems } = withSpec(specOf({ a: [] }).replace(from, to))()
    expect(functions).toEqual([])
    expect(messages(problems)).toEqual([typeof message === 'string' ? message : expect.stringMatching(message)])
  })

  it('is one that takes the name of another', () => {
    const text = specOf({ a: [], b: [] }).replace('functionName: b', 'functionName: a')
    const { functions, problems } = readProject(projectFolder({ 's.yaml': text, 'a/index.js': '', 'b/index.js': '' }))
    expect(functions.map(({ resource }) => resource)).toEqual(['a'])
    expect(messages(problems)).toEqual([
      's.yaml:16: resource "b": functionName "a" is taken by resource "a": give it another name',
    ])
  })

  it('may be no map at all', () => {
    expect(messages(withSpec('edition: 3.0.0\nresources:\n  a: text\n')().problems)).toEqual([
      's.yaml:3: resource "a": must hold "component" and "props"',
    ])
  })

  it('is looked for: a file without any function says so', () => {
    expect(messages(withSpec('edition: 3.0.0\nresources: {}\n')().problems)).toEqual([
      's.yaml:2: there is no function in it: add a resource with "component: fc3"',
    ])
  })
})

describe('an s.yaml that cannot be read', () => {
  it.each([
    ['edition: 3.0.0\nresources: { a: [ }\n', /^s\.yaml:2: /],
    ['edition: 3.0.0\nedition: 3.0.0\n', /^s\.yaml:2: Map keys must be unique/],
    ['', /^s\.yaml:1: the file must hold "edition", "name" and "resources"/],
    ['edition: 1.0.0\nresources: {}\n', 's.yaml:1: edition must be 3.0.0, not 1.0.0'],
    ['name: x\nresources: {}\n', 's.yaml:1: edition must be 3.0.0'],
    ['edition: 3.0.0\n', 's.yaml:1: "resources" is missing, or not a map'],
    ['edition: 3.0.0\nresources: *nobody\n', /^s\.yaml:\d: .*nobody/],
  ])('is refused with its line: %j', (text, message) => {
    expect(refusal(text)).toMatchObject({
      code: 'project_invalid',
      message: typeof message === 'string' ? message : expect.stringMatching(message),
      data: { file: expect.stringMatching(/s\.yaml$/), line: expect.any(Number) },
    })
  })

  it('may be a bomb of aliases', () => {
    const levels = Array.from({ length: 9 }, (_, n) => `l${n + 1}: &l${n + 1} [${Array(9).fill(`*l${n}`).join(', ')}]`)
    expect(refusal(['l0: &l0 lol', ...levels, 'edition: 3.0.0'].join('\n')).message).toMatch(/alias/i)
  })

  it('may be a folder', () => {
    expect(() => readProject(projectFolder({ 's.yaml/x': '' }))).toThrow(
      expect.objectContaining({ code: 'project_invalid' }),
    )
  })
})

describe('a folder without an s.yaml', () => {
  it.each(['index.js', 'index.mjs', 'index.cjs'])('runs its %s as one function in task mode', (file) => {
    const dir = projectFolder({ 'my shop/x': '', [`my shop/${file}`]: '' })
    const project = readProject(join(dir, 'my shop'))
    expect(project).toMatchObject({ file: null, name: 'my-shop', access: 'default', problems: [] })
    expect(project.functions[0]).toMatchObject({
      config: { functionName: 'my-shop', runtime: 'nodejs20', handler: 'index.handler' },
      asyncConfig: { asyncTask: true },
      codeDir: join(dir, 'my shop'),
    })
    expect(project.notices[0]).toContain('has no s.yaml')
  })

  it.each([
    ['shop', 'shop'],
    ['2nd.shop', '_2nd-shop'],
    ['-x', '_-x'],
    ['', '_'],
    ['läden', 'l-den'],
    ['x'.repeat(80), 'x'.repeat(64)],
  ])('bends the name %j into %j', (folder, name) => {
    expect(functionNameOf(folder)).toBe(name)
  })

  it('and without a handler file is refused, with what was looked for', () => {
    expect(() => readProject(projectFolder({ 'notes.txt': '' }))).toThrow(
      /neither s\.yaml nor s\.yml nor a handler file/,
    )
  })

  it('is refused when it is no folder', () => {
    const dir = projectFolder({ 'file.txt': '' })
    expect(() => readProject(join(dir, 'file.txt'))).toThrow(/is not a folder/)
    expect(() => readProject(join(dir, 'nowhere'))).toThrow(/is not a folder/)
    symlinkSync(join(dir, 'nowhere'), join(dir, 'dangling'))
    expect(() => readProject(join(dir, 'dangling'))).toThrow(/is not a folder/)
  })
})
