/** The first frame to an instance: what it needs to know of its function (FC.md section 3.1). */
import { MAX_RESULT_BYTES, MAX_SYNC_PAYLOAD_BYTES } from '../../../shared/domain/limits.ts'
import { MIB_BYTES } from '../../../shared/units/bytes.ts'
import { SECOND_MS } from '../../../shared/units/time.ts'
import type { FunctionSpec } from '../messages.ts'
import { QUALIFIER, VERSION_ID } from './environment.ts'
import type { InitFrame } from './frames.ts'
import { FIRST_PROMISED_MAJOR, nodeMajor } from './nodeVersions.ts'

export function initFrame(spec: FunctionSpec, { token, codePath }: { token: string; codePath: string }): InitFrame {
  const { environment } = spec
  return {
    t: 'init',
    token,
    codePath,
    handler: spec.handler,
    initializer: spec.initializer?.handler ?? null,
    preStop: spec.preStop?.handler ?? null,
    concurrency: spec.instanceConcurrency,
    isPromised: (nodeMajor(spec.runtime) ?? 0) >= FIRST_PROMISED_MAJOR,
    maxSyncBytes: MAX_SYNC_PAYLOAD_BYTES,
    maxAsyncBytes: MAX_RESULT_BYTES,
    context: {
      region: spec.region,
      accountId: spec.accountUid,
      // In the cloud the credentials of the function's role; here what the function was given, if anything.
      credentials: {
        accessKeyId: environment.ALIBABA_CLOUD_ACCESS_KEY_ID ?? '',
        accessKeySecret: environment.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? '',
        securityToken: environment.ALIBABA_CLOUD_SECURITY_TOKEN ?? '',
      },
      function: {
        name: spec.functionName,
        handler: spec.handler,
        memory: spec.memoryBytes / MIB_BYTES,
        timeout: spec.timeoutMs / SECOND_MS,
      },
      service: { logProject: '', logStore: '', qualifier: QUALIFIER, versionId: VERSION_ID },
    },
  }
}
