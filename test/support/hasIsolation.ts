/** Which kinds of isolation this machine has is a property of the machine: tests of the others are skipped. */
import { mkdirSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type IsolationKind, probeIsolation } from '../../electron/engine/instances/isolation.ts'

export function hasIsolation(kind: IsolationKind): boolean {
  const workspaceDir = join(realpathSync('/tmp'), `taskyard-probe-${process.pid}`)
  mkdirSync(workspaceDir, { recursive: true })
  try {
    return probeIsolation({ workspaceDir, kinds: [kind] }).kind === kind
  } finally {
    rmSync(workspaceDir, { recursive: true })
  }
}
