/** From what somebody types, an id, its beginning or a function, to the instance that is meant. */
import { AppError } from '../../shared/errors.ts'
import type { ConsoleClient } from './consoleClient.ts'

const WHOLE_ID = /^c-[0-9a-f]{8}-[0-9a-f]{20}$/
const BEGINNING_OF_ID = /^c-[0-9a-f]{2,8}(-[0-9a-f]*)?$/
const HELD_LOOKED_AT = 50

/** Throws instance_not_found with what to do, function_not_found, and invalid_input for a beginning of several. */
export async function execTarget(client: ConsoleClient, target: string): Promise<string> {
  if (WHOLE_ID.test(target)) return target
  const { living, ended } = await client['instances.list']({ endedLimit: HELD_LOOKED_AT })
  const held = ended.filter(({ heldUntilMs }) => heldUntilMs !== null) // the latest first
  const newest = [...living.toReversed(), ...held].find(({ functionName }) => functionName === target)
  if (newest !== undefined) return newest.instanceId
  return BEGINNING_OF_ID.test(target) ? beginningWith(target, [...living, ...held]) : explainNone(client, target)
}

function beginningWith(target: string, instances: { instanceId: string }[]): string {
  const found = [...new Set(instances.map(({ instanceId }) => instanceId))].filter((id) => id.startsWith(target))
  const [only, ...others] = found
  if (only === undefined) {
    throw new AppError(
      'instance_not_found',
      `no living instance begins with ${target}: "taskyard instances" lists them`,
    )
  }
  if (others.length === 0) return only
  throw new AppError('invalid_input', `several instances begin with ${target}: ${found.join(', ')}`)
}

async function explainNone(client: ConsoleClient, functionName: string): Promise<never> {
  await client['functions.get']({ functionName }) // function_not_found
  const message = `${functionName} has no living instance: run something in one ("taskyard invoke ${functionName} --async"), or start one ("taskyard instances --prewarm ${functionName}")`
  throw new AppError('instance_not_found', message)
}
