import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { OpenedProject } from '../../../electron/api/openedProject.ts'
import type { Notice } from '../../../electron/base/threadLink.ts'
import type { TaskCommands } from '../../../electron/engine/ports.ts'
import { AppError } from '../../../shared/errors.ts'
import { projectFolder, specOf } from '../../support/projectFolder.ts'
import { startTestFcApi } from '../../support/testFcApi.ts'
import { until } from '../../support/until.ts'

const HANDLER = 'exports.handler = async () => 1'
const SHOP = {
  's.yaml': specOf({ charge: ['handler: index.handler'], notify: ['handler: index.handler'] }),
  'charge/index.js': HANDLER,
  'notify/index.js': HANDLER,
}

async function open(dir: string, wrap = (commands: TaskCommands): TaskCommands => commands) {
  const { store, queries } = await startTestFcApi()
  const notices: Notice[] = []
  const kept: { path: string; hash: string }[] = []
  const project = await OpenedProject.open(dir, {
    changed: () => {},
    commands: wrap(store.commands),
    queries,
    keeper: { keep: (code) => kept.push(code) },
    region: 'cn-hangzhou',
    notify: (notice) => notices.push(notice),
  })
  onTestFinished(() => project.close())
  const functions = () => queries.listFunctions({ accountId: project.account.id, prefix: '', after: null, limit: 100 })
  const names = async () => (await functions()).map(({ config }) => config.functionName)
  return { project, notices, functions, names, kept }
}

describe('an opened project', () => {
  it('has its functions in the engine at once', async () => {
    const { project, names, notices } = await open(projectFolder(SHOP))
    expect(await names()).toEqual(['charge', 'notify'])
    expect(project.facts).toMatchObject({ name: 'shop', problems: [] })
    expect(project.account.name).toBe('default')
    expect(notices).toEqual([])
  })

  it('asks for the files of each code version to be kept, once the engine has it', async () => {
    const dir = projectFolder(SHOP)
    const { kept, functions } = await open(dir)
    const [charge, notify] = await functions()
    expect(kept).toMatchObject([charge?.code, notify?.code].map((code) => ({ path: code?.path, hash: code?.hash })))
  })

  it('follows its s.yaml: functions come and go', async () => {
    const dir = projectFolder(SHOP)
    const { names } = await open(dir)
    writeFileSync(join(dir, 's.yaml'), specOf({ notify: ['handler: index.handler'] }))
    await until(async () => (await names()).join() === 'notify', { what: 'one function' })
  })

  it('follows its code: a changed folder is a new version', async () => {
    const dir = projectFolder(SHOP)
    const { functions } = await open(dir)
    const [before] = await functions()
    writeFileSync(join(dir, 'charge/index.js'), `${HANDLER} + 1`)
    await until(async () => (await functions())[0]?.code.hash !== before?.code.hash, { what: 'another hash' })
    expect((await functions())[1]?.code.hash).toBe(before?.code.hash) // the other folder's content, unchanged
  })

  it('keeps its functions while s.yaml is broken, and says what is wrong once', async () => {
    const dir = projectFolder(SHOP)
    const { project, names, notices } = await open(dir)
    writeFileSync(join(dir, 's.yaml'), 'edition: [')
    await until(() => project.facts.problems.length > 0, { what: 'the problem' })
    writeFileSync(join(dir, 'charge/index.js'), '// another save')
    writeFileSync(join(dir, 's.yaml'), SHOP['s.yaml'])
    await until(() => project.facts.problems.length === 0, { what: 'the problem to be gone' })
    expect(await names()).toEqual(['charge', 'notify'])
    expect(notices).toMatchObject([{ level: 'error', code: 'project_invalid' }])
  })

  it('says what is stored and not acted upon', async () => {
    const spec = specOf({ charge: ['handler: index.handler', 'triggers: []'] })
    const { notices } = await open(projectFolder({ ...SHOP, 's.yaml': spec }))
    expect(notices).toEqual([
      { level: 'notice', code: 'project_notice', message: 'charge: triggers is stored, not delivered yet' },
    ])
  })

  it('says so when it names another region than the host runs as', async () => {
    const spec = SHOP['s.yaml'].replaceAll('cn-hangzhou', 'eu-central-1')
    const { notices } = await open(projectFolder({ ...SHOP, 's.yaml': spec }))
    expect(notices.map(({ message }) => message)).toEqual([
      'the project names region eu-central-1, this host runs as cn-hangzhou: start it with --region eu-central-1',
    ])
  })

  it('makes the account that it names, with a key of its own', async () => {
    const spec = SHOP['s.yaml'].replace('access: default', 'access: prod')
    const { project, names } = await open(projectFolder({ ...SHOP, 's.yaml': spec }))
    expect(project.account.name).toBe('prod')
    expect(await names()).toEqual(['charge', 'notify'])
  })

  it('is refused when there is nothing to read', async () => {
    const dir = projectFolder(SHOP)
    rmSync(join(dir, 's.yaml'))
    await expect(open(dir)).rejects.toMatchObject({ code: 'project_invalid' })
  })

  it('hands over what a store that was being replaced did not take', async () => {
    let isThere = false
    const { project, names, notices } = await open(projectFolder(SHOP), (commands) => ({
      ...commands,
      async syncProject(...call) {
        if (!isThere) throw new AppError('unavailable', 'the store thread is being restarted: try again')
        await commands.syncProject(...call)
      },
    }))
    // the second time because the watch stands, after which nothing but the store makes it try again
    await until(() => notices.length >= 2, { what: 'both attempts' })
    expect(notices[0]).toMatchObject({ level: 'error', code: 'unavailable' })
    expect(await names()).toEqual([])
    isThere = true
    project.storeConnected()
    await until(async () => (await names()).join() === 'charge,notify', { what: 'the functions' })
  })
})
