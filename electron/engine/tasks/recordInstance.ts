/** Keeps what is worth knowing of an instance: who served what, with which code, and how it ended. */
import { instanceStates } from '../../../shared/domain/instanceStates.ts'
import type { InstanceReport } from '../messages.ts'
import type { StoreState } from './storeState.ts'

export function recordInstance(state: StoreState, report: InstanceReport): void {
  const { instanceId, ...fields } = report
  const endedAtMs = instanceStates.isFinal(report.state) ? report.atMs : null
  state.metrics?.reported(report)
  state.instanceSql.put.run({ id: instanceId, ...fields, endedAtMs })
}
