/**
 * What a destination's target names (FC.md section 2.6): a function, a message queue, an HTTP address, which
 * only works here, or something that is not delivered here. Region and account of an ARN may be left out and
 * are not compared: whatever an ARN names is looked for in this workspace.
 */

export type DestinationTarget =
  | { kind: 'function'; functionName: string; service: Service | null }
  | { kind: 'queue'; queueName: string }
  /** `host` with its port, in lower case. */
  | { kind: 'http'; url: string; host: string }
  /** `reason` is a sentence for people, without its full stop. */
  | { kind: 'unsupported'; reason: string }
/** Of an FC 2 function; functions here have no service, so only the name counts. */
type Service = { name: string; qualifier: string | null }
type Place = { region?: string; accountUid?: string }

/** Region and account may also be variables of an s.yaml that are kept as written. */
const FC_ARN = /^acs:fc:[^:]*:[^:]*:(.*)$/
const FC3_FUNCTION = /^functions\/([A-Za-z_][A-Za-z0-9_-]{0,63})$/
const FC2_FUNCTION =
  /^services\/([A-Za-z_][A-Za-z0-9_-]{0,127})(?:\.([A-Za-z0-9_-]{1,128}))?\/functions\/([A-Za-z_][A-Za-z0-9_-]{0,63})$/
const MNS_ARN = /^acs:mns:[^:]*:[^:]*:(.*)$/
const QUEUE = /^\/queues\/([A-Za-z0-9][A-Za-z0-9-]{0,119})\/messages$/
const TOPIC = /^\/topics\/[^/]+\/messages$/
const ADDRESS = /^https?:\/\/([^/?#\\]*)([/?#].*)?$/i
const HOST = /^([A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?\.?|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?$/
const HIDDEN = /[\s\p{Cc}\p{Cf}]/u
const MAX_PORT = 65_535

/** Every text is a target of some kind; nothing is thrown. */
export function parseTarget(text: string): DestinationTarget {
  if (text === '') return unsupported('the target is empty')
  if (HIDDEN.test(text)) return unsupported('the target has a space or a character that cannot be seen')
  const inFc = FC_ARN.exec(text)?.[1]
  if (inFc !== undefined) return functionTarget(inFc)
  const inMns = MNS_ARN.exec(text)?.[1]
  if (inMns !== undefined) return queueTarget(inMns)
  if (/^https?:/i.test(text)) return httpTarget(text)
  return unsupported(reasonFor(text))
}

function functionTarget(path: string): DestinationTarget {
  const functionName = FC3_FUNCTION.exec(path)?.[1]
  if (functionName !== undefined) return { kind: 'function', functionName, service: null }
  const [, service, qualifier, ofService] = FC2_FUNCTION.exec(path) ?? []
  if (service === undefined || ofService === undefined) {
    return unsupported(`'${path}' names no function: functions/name or services/service.qualifier/functions/name`)
  }
  return { kind: 'function', functionName: ofService, service: { name: service, qualifier: qualifier ?? null } }
}

function queueTarget(path: string): DestinationTarget {
  const queueName = QUEUE.exec(path)?.[1]
  if (queueName !== undefined) return { kind: 'queue', queueName }
  if (TOPIC.test(path)) return unsupported('topics are not delivered here')
  return unsupported(
    `'${path}' names no queue: /queues/name/messages, with up to 120 letters, digits or "-" in the name`,
  )
}

function httpTarget(text: string): DestinationTarget {
  const authority = ADDRESS.exec(text)?.[1]
  if (authority === undefined || authority === '') return unsupported('the address names no host')
  if (authority.includes('@')) return unsupported('an address with a user name or a password is not called')
  const [, host, port] = HOST.exec(authority) ?? []
  if (host === undefined) return unsupported(`'${authority}' is no host`)
  if (port !== undefined && (Number(port) < 1 || Number(port) > MAX_PORT)) return unsupported(`${port} is no port`)
  return { kind: 'http', url: text, host: authority.toLowerCase() }
}

function reasonFor(text: string): string {
  if (/eventbridge|^acs:eb:/i.test(text)) return 'EventBridge is not delivered here'
  if (/rocketmq|^acs:(mq|ons):/i.test(text)) return 'RocketMQ is not delivered here'
  if (/^acs:/i.test(text)) return 'neither a function nor a message queue'
  return 'neither an ARN nor an address that begins with http:// or https://'
}

const unsupported = (reason: string): DestinationTarget => ({ kind: 'unsupported', reason })

export const functionArn = (functionName: string, { region = '', accountUid = '' }: Place = {}) =>
  `acs:fc:${region}:${accountUid}:functions/${functionName}`

export const queueArn = (queueName: string, { region = '', accountUid = '' }: Place = {}) =>
  `acs:mns:${region}:${accountUid}:/queues/${queueName}/messages`

/** For people: the name of the function or queue, or the target as it is. */
export function nameOfTarget(text: string): string {
  const target = parseTarget(text)
  if (target.kind === 'function') return target.functionName
  return target.kind === 'queue' ? target.queueName : text
}

const MAX_NAME_LENGTH = 24

/** For a log: an address without what could be a secret, which is its query and long parts of its path. */
export function targetForLog(text: string): string {
  const target = parseTarget(text)
  if (target.kind !== 'http') return text.replace(/:\/\/[^/?#]*@/, '://…@')
  const [, origin = '', path = '', rest = ''] = /^(https?:\/\/[^/?#]*)([^?#]*)(.*)$/is.exec(target.url) ?? []
  const named = path.split('/').map((part) => (part.length > MAX_NAME_LENGTH ? '…' : part))
  return `${origin}${named.join('/')}${rest === '' ? '' : '?…'}`
}
