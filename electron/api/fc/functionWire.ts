/** A function and its configurations as FC's clients read them (FC.md sections 1.5 and 1.6). */
import type { AsyncConfig } from '../../../shared/domain/functionConfig.ts'
import { undeliverable, undeliveredParts } from '../../../shared/domain/functionConfig.ts'
import type { FunctionRecord } from '../../engine/ports.ts'
import { type FunctionPlace, functionArn, isoTime } from './wireText.ts'

/** Parts of a project's declaration that are not parts of FC's Function. */
const NOT_OF_FUNCTION = new Set(['region', 'code', 'asyncInvokeConfig', 'concurrencyConfig', 'triggers'])

/** What FC's console would have filled in; the stored configuration comes after it. */
const DEFAULTS = { description: '', diskSize: 512, internetAccess: true }

export function functionWire(record: FunctionRecord, place: FunctionPlace) {
  const stored = Object.entries(record.config).filter(([name]) => !NOT_OF_FUNCTION.has(name))
  return {
    ...DEFAULTS,
    ...Object.fromEntries(stored),
    layers: layersWire(record.config.layers),
    functionId: String(record.functionId),
    functionArn: functionArn(place, record.config.functionName),
    codeSize: record.code.bytes,
    codeChecksum: record.code.checksum,
    createdTime: isoTime(record.createdAtMs),
    lastModifiedTime: isoTime(record.modifiedAtMs),
    state: 'Active',
    lastUpdateStatus: 'Successful',
  }
}

/** Requests name layers by their ARN; responses are objects. No layer is on this machine, so none has a size. */
function layersWire(layers: unknown): unknown[] {
  if (!Array.isArray(layers)) return []
  return layers.map((layer: unknown) => (typeof layer === 'string' ? { arn: layer, size: 0 } : layer))
}

export function asyncConfigWire(record: FunctionRecord, config: AsyncConfig, place: FunctionPlace) {
  return {
    ...config,
    functionArn: functionArn(place, record.config.functionName),
    createdTime: isoTime(record.asyncCreatedAtMs ?? record.createdAtMs),
    lastModifiedTime: isoTime(record.asyncModifiedAtMs ?? record.modifiedAtMs),
  }
}

export const concurrencyWire = (record: FunctionRecord, reservedConcurrency: number, place: FunctionPlace) => ({
  functionArn: functionArn(place, record.config.functionName),
  reservedConcurrency,
})

/** The X-Taskyard-Notice header for a configuration of which some parts have no effect here yet. */
export function noticeHeaders(record: FunctionRecord): { 'x-taskyard-notice'?: string } {
  const stored = undeliveredParts(record.config).filter((part) => /^[\w.-]+$/.test(part))
  const failing = undeliverable(record.asyncConfig).map(({ part }) => part)
  const notices = [
    ...(stored.length === 0 ? [] : [`${stored.join(', ')}: stored, not delivered yet`]),
    ...(failing.length === 0 ? [] : [`${failing.join(', ')}: recorded as a failed delivery`]),
  ]
  return notices.length === 0 ? {} : { 'x-taskyard-notice': notices.join('; ') }
}
