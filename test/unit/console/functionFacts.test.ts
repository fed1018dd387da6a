import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { functionFacts } from '../../../electron/api/console/functionFacts.ts'
import { payloadSamples } from '../../../electron/api/console/payloadSamples.ts'
import { isSecret, maskedEnvironment } from '../../../electron/api/console/secrets.ts'
import type { OpenedProject } from '../../../electron/api/openedProject.ts'
import { SAMPLE_DIR } from '../../../electron/base/sampleDir.ts'
import type { FunctionRecord } from '../../../electron/engine/ports.ts'
import { readProject } from '../../../electron/project/readProject.ts'
import { AppError } from '../../../shared/errors.ts'
import { temporaryDir } from '../../support/temporaryDir.ts'

const [, charge] = readProject(SAMPLE_DIR).functions
if (charge === undefined) throw new Error('the sample has no second function')
const interpreter = { path: '/node', version: 'v20.1.0', notice: null }

const record = (fields: Partial<FunctionRecord> = {}): FunctionRecord => ({
  functionId: 1,
  accountId: 1,
  origin: 'project',
  config: charge.config,
  asyncConfig: charge.asyncConfig,
  asyncCreatedAtMs: null,
  asyncModifiedAtMs: null,
  reservedConcurrency: null,
  compensation: null,
  overrides: [],
  code: { path: charge.codeDir, hash: 'h', checksum: '1', bytes: 1 },
  holdMs: 15 * 60_000,
  createdAtMs: 1,
  modifiedAtMs: 2,
  ...fields,
})

/** Only what the facts ask of it. */
const projectWith = (problems: AppError[] = [], notices = charge.notices) =>
  ({
    facts: { file: '/p/s.yaml' },
    find: () => ({ function: { ...charge, notices }, problems }),
  }) as unknown as OpenedProject

describe('the facts of a function', () => {
  it('are what its file says, in our units', () => {
    const facts = functionFacts(record(), { project: projectWith(), locateInterpreter: () => interpreter })
    expect(facts).toEqual({
      functionName: 'order-charge',
      origin: 'project',
      runtime: 'nodejs20',
      handler: 'index.handler',
      codePath: charge.codeDir,
      codeHash: 'h',
      modifiedAtMs: 2,
      isTask: true,
      interpreter,
      problem: null,
      description: 'Charges an order, with a bug that guests meet',
      memoryMegabytes: 128,
      timeoutSeconds: 10,
      instanceConcurrency: 1,
      reservedConcurrency: null,
      attemptLimit: 2,
      maxAgeSeconds: 3600,
      environment: [{ name: 'CURRENCY', value: 'EUR', isSecret: false }],
      overrides: [],
      holdMinutes: 15,
      specFile: '/p/s.yaml',
      notices: [],
    })
  })

  it('say what is wrong first, then what is good to know, each once', () => {
    const problems = [new AppError('project_invalid', 's.yaml:3: timeout must be a number')]
    const project = projectWith(problems, ['layers is stored, not delivered yet', 'look here'])
    const config = { ...charge.config, layers: ['a'] }
    const facts = functionFacts(record({ config, asyncConfig: null }), {
      project,
      locateInterpreter: () => {
        throw new AppError('interpreter_missing', 'no Node 20')
      },
    })
    expect(facts).toMatchObject({ interpreter: null, problem: 'no Node 20', isTask: false, attemptLimit: 4 })
    expect(facts.notices).toEqual([
      { message: 's.yaml:3: timeout must be a number', level: 'error' },
      { message: 'no Node 20', level: 'error' },
      { message: 'layers is stored, not delivered yet', level: 'notice' },
      { message: 'look here', level: 'notice' },
    ])
  })

  it('name the parts that were changed live and differ from the file', () => {
    const asyncConfig = { asyncTask: true, maxAsyncRetryAttempts: 7, maxAsyncEventAgeInSeconds: 60 }
    const changed = record({ asyncConfig, overrides: ['asyncConfig', 'reservedConcurrency'] })
    const facts = functionFacts(changed, { project: projectWith(), locateInterpreter: () => interpreter })
    expect([facts.overrides, facts.attemptLimit]).toEqual([['asyncConfig'], 8])
  })

  it('of a function that came by the API have no file', () => {
    const facts = functionFacts(record({ origin: 'api' }), {
      project: projectWith(),
      locateInterpreter: () => interpreter,
    })
    expect([facts.specFile, facts.overrides]).toEqual([null, []])
  })
})

describe('secrets of an environment', () => {
  it.each([
    ['API_KEY', 'x'],
    ['clientSecret', 'x'],
    ['GITHUB_TOKEN', 'x'],
    ['DB_PASSWORD', 'x'],
    ['aws_credentials', 'x'],
    ['A', 'LTAI5tNfW1yQ2rPz9abcDEFG'],
    ['A', 'AKIAIOSFODNN7EXAMPLE'],
    ['A', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'],
    ['A', 'sk-proj-abcdefghijklmnop1234'],
    ['A', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc'],
    ['A', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
    ['A', 'mysql://root:hunter2@db.example:3306/shop'],
  ])('are known by %s=%s', (name, value) => {
    expect(isSecret(name, value)).toBe(true)
    expect(maskedEnvironment({ [name]: value })).toEqual([{ name, value: '', isSecret: true }])
  })

  it.each([
    ['CURRENCY', 'EUR'],
    ['SENDER', 'orders@shop.example'],
    ['URL', 'https://example.com:8080/a@b'],
    ['NODE_ENV', 'production'],
  ])('are not %s=%s', (name, value) => {
    expect(maskedEnvironment({ [name]: value })).toEqual([{ name, value, isSecret: false }])
  })
})

describe('payload samples', () => {
  it('are the files of the bundled sample', async () => {
    const samples = await payloadSamples([charge.codeDir, SAMPLE_DIR])
    expect(samples.map(({ name }) => name)).toEqual([
      'failed-charge.json',
      'guest-order.json',
      'order.json',
      'report.json',
    ])
    expect(samples[2]?.text).toBe(readFileSync(join(SAMPLE_DIR, 'payloads/order.json'), 'utf8'))
  })

  it('are twenty at most, of a size that a task may have, and from the code folder first', async () => {
    const [code, project] = [temporaryDir(), temporaryDir()]
    for (const dir of [code, project]) mkdirSync(join(dir, 'payloads'))
    writeFileSync(join(code, 'payloads/same.json'), 'code')
    writeFileSync(join(project, 'payloads/same.json'), 'project')
    writeFileSync(join(project, 'payloads/large.json'), 'x'.repeat(128 * 1024 + 1))
    writeFileSync(join(project, 'payloads/full.json'), 'x'.repeat(128 * 1024))
    writeFileSync(join(project, 'payloads/notes.txt'), 'no')
    const secret = join(temporaryDir(), 'secret.json')
    writeFileSync(secret, 'secret')
    symlinkSync(secret, join(project, 'payloads/link.json'))
    mkdirSync(join(project, 'payloads/folder.json'))
    const samples = await payloadSamples([code, project])
    expect(samples.map(({ name, text }) => [name, text.length])).toEqual([
      ['full.json', 131_072],
      ['same.json', 4],
    ])
    for (let n = 0; n < 30; n++) writeFileSync(join(project, `payloads/s${n}.json`), '{}')
    expect(await payloadSamples([code, project])).toHaveLength(20)
  })

  it('are none where there is no such folder', async () => {
    expect(await payloadSamples([temporaryDir(), '/nowhere'])).toEqual([])
  })
})
