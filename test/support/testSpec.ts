/** A function for tests of instances, with FC's defaults. */
import type { FunctionSpec } from '../../electron/engine/messages.ts'

export const testSpec = (change: Partial<FunctionSpec> = {}): FunctionSpec => ({
  functionId: 1,
  revision: 1,
  functionName: 'orders',
  accountUid: '1000000000000001',
  region: 'cn-hangzhou',
  runtime: 'nodejs20',
  handler: 'index.handler',
  timeoutMs: 3_000,
  memoryBytes: 512 * 1_048_576,
  instanceConcurrency: 1,
  maxInstances: 4,
  idleTimeoutMs: 60_000,
  holdMs: 0,
  environment: {},
  initializer: null,
  preStop: null,
  customRuntime: null,
  codePath: '/nowhere',
  codeHash: 'hash-1',
  ...change,
})
