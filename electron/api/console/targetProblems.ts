/**
 * What will not work with a destination or a compensation function, here or in the cloud, in sentences without
 * a full stop. They are said beside the setting; only a text that names nothing at all is refused.
 */
import { parseTarget } from '../../../shared/domain/destinationTarget.ts'
import { AppError } from '../../../shared/errors.ts'
import type { FunctionRecord } from '../../engine/ports.ts'

type LookUp = { functionName: string; functions: readonly FunctionRecord[] }

const FORMS =
  'a target is the ARN of a function (acs:fc:::functions/name), of a message queue (acs:mns:::/queues/name/messages), or an address (http://127.0.0.1:8080/path)'
const TOPIC_ARN = /^acs:mns:[^:]*:\d*:\/topics\//i
const OTHER_SERVICE_ARN = /^acs:(?!fc:|mns:)[\w-]+:/i

/** Throws invalid_input for what is neither a target nor the ARN of something that the cloud delivers to. */
export function requireTarget(target: string): void {
  const parsed = parseTarget(target)
  if (parsed.kind !== 'unsupported') return
  const isOfCloud = !/\s/.test(target) && (TOPIC_ARN.test(target) || OTHER_SERVICE_ARN.test(target))
  if (!isOfCloud) throw new AppError('invalid_input', `${parsed.reason}: ${FORMS}`)
}

export function targetProblems(target: string | null, lookUp: LookUp & { side: 'onSuccess' | 'onFailure' }): string[] {
  if (target === null) return []
  if (target.includes('${')) return ['variables of s.yaml are not supported yet: every delivery to it fails']
  const parsed = parseTarget(target)
  switch (parsed.kind) {
    case 'unsupported':
      return [`${parsed.reason}: each delivery is kept as failed`]
    case 'http':
      return ['an address works here only: the cloud takes functions, message queues and topics']
    case 'queue':
      return []
    case 'function': {
      const what = lookUp.side === 'onSuccess' ? 'success' : 'failure'
      const cycle =
        parsed.functionName === lookUp.functionName
          ? [`it is the function itself: each ${what} makes a task of it again, until the engine breaks the circle`]
          : []
      return [...cycle, ...functionProblems(parsed.functionName, { ...lookUp, use: 'deliveries to it fail' })]
    }
  }
}

export function compensationProblem(compensation: string | null, lookUp: LookUp): string[] {
  if (compensation === null) return []
  if (compensation === lookUp.functionName) return ['a function cannot be its own compensation']
  return functionProblems(compensation, { ...lookUp, use: 'nothing can be compensated' })
}

function functionProblems(name: string, { functions, use }: LookUp & { use: string }): string[] {
  const found = functions.find(({ config }) => config.functionName === name)
  if (found === undefined) return [`there is no function '${name}' now: until there is one, ${use}`]
  return hasHttpTrigger(found) ? [`'${name}' has an HTTP trigger: the cloud takes event functions only`] : []
}

function hasHttpTrigger({ config }: FunctionRecord): boolean {
  const { triggers } = config // kept as it came: look at each field
  return (
    Array.isArray(triggers) &&
    triggers.some((trigger: unknown) => typeof trigger === 'object' && trigger !== null && typeOf(trigger) === 'http')
  )
}

const typeOf = (trigger: object) => ('triggerType' in trigger ? trigger.triggerType : null)
