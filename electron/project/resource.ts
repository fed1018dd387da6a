/**
 * Reads one resource of an s.yaml into a function, or into everything that is wrong with it, so that
 * one bad resource does not hide the good ones.
 */
import { dirname } from 'node:path'
import {
  asyncConfig as asyncConfigSchema,
  functionConfig as functionConfigSchema,
  reservedConcurrency as reservedConcurrencySchema,
  undeliveredNotices,
} from '../../shared/domain/functionConfig.ts'
import type { AppError } from '../../shared/errors.ts'
import { findCodeFolder } from './codeFolder.ts'
import type { ProjectFunction } from './project.ts'
import { isRecord, type KeyPath, type SpecFile } from './specFile.ts'
import { findVariables, isActedUpon, withoutNulls } from './variables.ts'

export type ResourceReading =
  | { kind: 'function'; function: ProjectFunction }
  | { kind: 'problems'; problems: AppError[]; codeDir: string | null }
  | { kind: 'ignored'; notice: string }

export function readResource(spec: SpecFile, resource: string): ResourceReading {
  const resources = isRecord(spec.root.resources) ? spec.root.resources : {}
  const definition = withoutNulls(resources[resource])
  const at = (keyPath: KeyPath, message: string) =>
    spec.problem(['resources', resource, ...keyPath], { resource, message })
  const problem = (keyPath: KeyPath, message: string): ResourceReading => ({
    kind: 'problems',
    problems: [at(keyPath, message)],
    codeDir: null,
  })

  if (!isRecord(definition)) return problem([], 'must hold "component" and "props"')
  const { component, props } = definition
  if (typeof component !== 'string') return problem(['component'], '"component" is missing: write "component: fc3"')
  if (!isFc3(component)) {
    return { kind: 'ignored', notice: `resource "${resource}" is left out: its component "${component}" is not fc3` }
  }
  if (definition.extend !== undefined) return problem(['extend'], '"extend" is not supported yet: write its props here')
  if (!isRecord(props)) return problem(['props'], '"props" is missing, or not a map')
  return readProps(spec, { resource, props, at: (keyPath, message) => at(['props', ...keyPath], message) })
}

/** Also with a vendor before it or a version after it. */
function isFc3(component: string): boolean {
  return /^([\w-]+\/)?fc3(@.+)?$/.test(component)
}

type PropsOf = {
  resource: string
  props: Record<string, unknown>
  at(keyPath: KeyPath, message: string): AppError
}

function readProps(spec: SpecFile, { resource, props, at }: PropsOf): ResourceReading {
  const variables = findVariables(props)
  const fatal = variables.filter(({ keyPath }) => isActedUpon(keyPath))
  if (fatal.length > 0) {
    return {
      kind: 'problems',
      problems: fatal.map(({ keyPath, text }) =>
        at(keyPath, `${keyPath.join('.')}: variables are not supported yet: write the value instead of ${text}`),
      ),
      codeDir: null,
    }
  }

  const { code, asyncInvokeConfig, concurrencyConfig, ...rest } = props
  const folder = findCodeFolder(dirname(spec.path), code)
  const config = functionConfigSchema.safeParse(rest)
  // Left out, the maximum age is 86400 s: the service's own default (FC.md section 1.5). The 18000 s in
  // the schema of the fc3 component are not sent by it.
  const async = asyncInvokeConfig === undefined ? null : asyncConfigSchema.safeParse(asyncInvokeConfig)
  const reservation = isRecord(concurrencyConfig) ? concurrencyConfig.reservedConcurrency : undefined
  const reserved = reservation === undefined ? null : reservedConcurrencySchema.safeParse(reservation)

  const issuesOf = (parsed: { error?: { issues: readonly Issue[] } | undefined } | null, prefix: KeyPath) =>
    (parsed?.error?.issues ?? []).map((issue) => {
      const keyPath = [...prefix, ...issue.path]
      return at(keyPath, `${keyPath.map(String).join('.')} ${explain(issue, valueAt(props, keyPath))}`)
    })
  const problems = [
    ...(folder.reason === null ? [] : [at(['code'], folder.reason)]),
    ...issuesOf(config, []),
    ...issuesOf(async, ['asyncInvokeConfig']),
    ...issuesOf(reserved, ['concurrencyConfig', 'reservedConcurrency']),
  ]
  if (
    folder.dir === null ||
    folder.reason !== null ||
    !config.success ||
    async?.success === false ||
    reserved?.success === false
  ) {
    return { kind: 'problems', problems, codeDir: folder.dir }
  }

  const asyncConfig = async?.data ?? null
  return {
    kind: 'function',
    function: {
      resource,
      config: config.data,
      asyncConfig,
      reservedConcurrency: reserved?.data ?? null,
      asyncKeys: isRecord(asyncInvokeConfig) ? writtenKeys(asyncInvokeConfig) : [],
      compensation: null,
      codeDir: folder.dir,
      notices: [
        ...variables.map(
          ({ keyPath, text }) =>
            `props.${keyPath.join('.')}: ${text} is kept as written: variables are not supported yet`,
        ),
        ...undeliveredNotices(config.data, asyncConfig),
      ],
    },
  }
}

/** A destination by its own key, not by that of the map around it. */
function writtenKeys({ destinationConfig, ...config }: Record<string, unknown>): string[] {
  return [...Object.keys(config), ...(isRecord(destinationConfig) ? Object.keys(destinationConfig) : [])]
}

/** The part of a validation issue that is said here in plain words. */
type Issue = { code?: string | undefined; path: PropertyKey[]; message: string; expected?: string }

function explain(issue: Issue, value: unknown): string {
  if (issue.code !== 'invalid_type') return `is not valid: ${issue.message}`
  if (value === undefined) return 'is missing'
  if (issue.expected === 'string') return `must be text: put quotes around ${JSON.stringify(value)}`
  return `must be ${issue.expected === 'int' ? 'a whole number' : `a ${issue.expected}`}, not ${JSON.stringify(value)}`
}

function valueAt(value: unknown, keyPath: KeyPath): unknown {
  let found = value
  for (const key of keyPath) {
    if (Array.isArray(found)) found = found[Number(key)]
    else if (isRecord(found)) found = found[String(key)]
    else return undefined
  }
  return found
}
