import { describe, expect, it } from 'vitest'
import { instanceEnvironment } from '../../../electron/engine/instances/environment.ts'
import { testSpec } from '../../support/testSpec.ts'

const facts = { instanceId: 'c-1', codePath: '/code', temporaryDir: null }
const host = { PATH: '/bin', HOME: '/home/u', LANG: 'C', TZ: 'UTC', SECRET: 'x', NODE_OPTIONS: '--inspect' }

describe.skipIf(process.platform === 'win32')('the environment of an instance', () => {
  it("has of the host only what is allowed, and FC's variables", () => {
    expect(instanceEnvironment(host, testSpec({ functionName: 'f', memoryBytes: 128 * 1_048_576 }), facts)).toEqual({
      PATH: '/bin',
      HOME: '/home/u',
      LANG: 'C',
      TZ: 'UTC',
      FC_FUNC_CODE_PATH: '/code',
      FC_FUNCTION_NAME: 'f',
      FC_FUNCTION_HANDLER: 'index.handler',
      FC_FUNCTION_MEMORY_SIZE: '128',
      FC_ACCOUNT_ID: '1000000000000001',
      FC_REGION: 'cn-hangzhou',
      FC_INSTANCE_ID: 'c-1',
      FC_SERVER_PORT: '9000',
      FC_CUSTOM_LISTEN_PORT: '9000',
      FC_VER_ID: '0',
      FC_FUNCTION_VERSION: 'LATEST',
      FC_QUALIFIER: 'LATEST',
    })
  })

  it('lets the function replace what comes from the host, not what comes from FC', () => {
    const spec = testSpec({ environment: { TZ: 'Asia/Shanghai', FC_REGION: 'nowhere', GREETING: 'hi' } })
    expect(instanceEnvironment(host, spec, { ...facts, temporaryDir: '/t' })).toMatchObject({
      TZ: 'Asia/Shanghai',
      FC_REGION: 'cn-hangzhou',
      GREETING: 'hi',
      TMPDIR: '/t',
    })
  })
})
