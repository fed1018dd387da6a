/** A destination's target as a form offers it: what kind it is, and what names it. Pure. */
import { functionArn, parseTarget, queueArn } from '../../shared/domain/destinationTarget.ts'

export type TargetKind = 'none' | 'function' | 'queue' | 'http' | 'other'
/** `name` of a function or queue; `text` is an address or an ARN. Each kind keeps what was typed for it. */
export type TargetChoice = { kind: TargetKind; functionName: string; queueName: string; address: string; arn: string }

const NO_CHOICE: TargetChoice = { kind: 'none', functionName: '', queueName: '', address: 'http://', arn: 'acs:' }

export function choiceOf(target: string | null): TargetChoice {
  if (target === null) return NO_CHOICE
  const parsed = parseTarget(target)
  switch (parsed.kind) {
    case 'function':
      return { ...NO_CHOICE, kind: 'function', functionName: parsed.functionName }
    case 'queue':
      return { ...NO_CHOICE, kind: 'queue', queueName: parsed.queueName }
    case 'http':
      return { ...NO_CHOICE, kind: 'http', address: target }
    case 'unsupported':
      return { ...NO_CHOICE, kind: 'other', arn: target }
  }
}

/** `saved`: an ARN with region and account stays as it is while it names the same. */
export function targetOfChoice(choice: TargetChoice, saved: string | null): string | null {
  const before = choiceOf(saved)
  if (choice.kind === before.kind && (nameOf(choice) === nameOf(before) || choice.kind === 'none')) return saved
  switch (choice.kind) {
    case 'none':
      return null
    case 'function':
      return functionArn(choice.functionName)
    case 'queue':
      return queueArn(choice.queueName)
    case 'http':
      return choice.address
    case 'other':
      return choice.arn
  }
}

export type TargetProblem = 'functionMissing' | 'queueName' | 'address' | 'arn'

/** What would be refused, before it is sent. */
export function problemOfChoice(choice: TargetChoice): TargetProblem | null {
  switch (choice.kind) {
    case 'none':
      return null
    case 'function':
      return choice.functionName === '' ? 'functionMissing' : null
    case 'queue':
      return parseTarget(queueArn(choice.queueName)).kind === 'queue' ? null : 'queueName'
    case 'http':
      return parseTarget(choice.address).kind === 'http' ? null : 'address'
    case 'other':
      return /^acs:[\w-]+:\S+$/.test(choice.arn) || choice.arn.includes('${') ? null : 'arn'
  }
}

function nameOf(choice: TargetChoice): string {
  const names = { none: '', function: choice.functionName, queue: choice.queueName, http: choice.address }
  return choice.kind === 'other' ? choice.arn : names[choice.kind]
}
