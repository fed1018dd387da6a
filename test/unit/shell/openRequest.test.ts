import { describe, expect, it } from 'vitest'
import { HOST_DEFAULTS } from '../../../electron/base/hostDefaults.ts'
import {
  choicesVariable,
  formatOpenRequest,
  type OpenRequest,
  parseOpenRequest,
  readOpenRequest,
  takeChoices,
} from '../../../electron/base/openRequest.ts'

const NOTHING = { project: null, workspaceDir: null }

describe('what a start of the desktop is asked to open', () => {
  it.each<OpenRequest>([
    NOTHING,
    { project: { sample: true }, workspaceDir: null },
    { project: { dir: '/src/shop with = and -- in it' }, workspaceDir: '/data/shop' },
  ])('is passed on as arguments, among those of Electron: %j', (request) => {
    const args = ['.', '--enable-logging', ...formatOpenRequest(request), '--original-process-start-time=1']
    expect(parseOpenRequest(args, '/home')).toEqual(request)
  })

  it('is taken from where it was asked', () => {
    expect(parseOpenRequest(['--taskyard-open=shop'], '/src')).toEqual({ ...NOTHING, project: { dir: '/src/shop' } })
  })

  it('is read from another start, and nothing else that another start may say', () => {
    expect(readOpenRequest({ args: ['--taskyard-sample'], workingDir: '/' })).toEqual({
      ...NOTHING,
      project: { sample: true },
    })
    for (const data of [
      null,
      'shop',
      {},
      { args: 'x', workingDir: '/' },
      { args: [1], workingDir: '/' },
      { args: [] },
    ]) {
      expect(readOpenRequest(data)).toEqual(NOTHING)
    }
  })
})

describe('the choices of the command line', () => {
  it('reach the desktop in its environment, and do not stay there', () => {
    const choices = { ...HOST_DEFAULTS, addAccessKeys: [{ id: 'k', secret: 's', accountName: 'a' }], fcPort: 1 }
    const env = choicesVariable(choices)
    expect(takeChoices(env)).toEqual(choices)
    expect(env).toEqual({})
    expect(takeChoices(env)).toEqual(HOST_DEFAULTS)
  })

  it('are refused when they are not what the command line writes', () => {
    expect(() => takeChoices({ TASKYARD_CHOICES: '{' })).toThrow('TASKYARD_CHOICES is no JSON')
  })
})
