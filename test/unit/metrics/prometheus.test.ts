/** The text for Prometheus, read by a strict little parser of the format 0.0.4. */
import { describe, expect, it } from 'vitest'
import { DurationHistogram } from '../../../electron/base/durationHistogram.ts'
import { openTestMetrics, secondOf } from '../../support/openTestMetrics.ts'

type Sample = { name: string; labels: Record<string, string>; value: number }
type Family = { type: string; help: string; samples: Sample[] }

const UNESCAPED: Record<string, string> = { '\\\\': '\\', '\\"': '"', '\\n': '\n' }

/** Throws for whatever the format forbids: a sample without HELP and TYPE, one twice, a broken label or number. */
function parse(text: string): Map<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const families = new Map<string, Family>()
  const seen = new Set<string>()
  let current: { name: string; family: Family } | null = null
  for (const line of text.slice(0, -1).split('\n')) {
    const [, help, helpText] = /^# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (\S.*)$/.exec(line) ?? []
    const [, typed, type] = /^# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)$/.exec(line) ?? []
    if (help !== undefined) {
      if (families.has(help)) throw new Error(`${help} comes twice`)
      current = { name: help, family: { type: '', help: helpText!, samples: [] } }
      families.set(help, current.family)
    } else if (typed !== undefined) {
      if (current?.name !== typed || current.family.samples.length > 0) throw new Error(`TYPE of ${typed} is misplaced`)
      current.family.type = type!
    } else {
      const [, name, labelText = '', value] =
        /^([a-zA-Z_:][a-zA-Z0-9_:]*)\{(.*)\} (-?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?))$/.exec(line) ?? []
      if (name === undefined) throw new Error(`this is no sample: ${line}`)
      const base = current?.family.type === 'histogram' ? name.replace(/_(bucket|sum|count)$/, '') : name
      if (current === null || base !== current.name) throw new Error(`${name} is not in its family`)
      if (seen.has(`${name}{${labelText}}`)) throw new Error(`${name}{${labelText}} comes twice`)
      seen.add(`${name}{${labelText}}`)
      current.family.samples.push({ name, labels: labelsOf(labelText), value: Number(value) })
    }
  }
  return families
}

function labelsOf(text: string): Record<string, string> {
  const labels: Record<string, string> = {}
  const rest = text.replace(
    /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,(?=.)|$)/g,
    (_all, name: string, value: string) => {
      labels[name] = value.replace(/\\[\\"n]/g, (sign) => UNESCAPED[sign]!)
      return ''
    },
  )
  if (rest !== '') throw new Error(`these are no labels: ${text}`)
  return labels
}

describe('the text for Prometheus', () => {
  it('has counters since the workspace began, gauges of now and exact cumulative buckets', () => {
    const m = openTestMetrics()
    const runs = [0.1, 1.5, 30, 30, 8_000_000]
    const run = new DurationHistogram()
    for (const ms of runs) run.add(ms)
    const runSumMs = runs.reduce((sum, ms) => sum + ms, 0)
    m.pass(2_000)
    const values = { submitted: 3, expired: 2, run: run.sparse(), runSumMs, runMaxMs: 8_000_000 }
    m.hear(secondOf(m.clock.nowMs() - 2_000, values), { number: 1 })
    m.hear(secondOf(m.clock.nowMs() - 1_000, { submitted: 4, backlog: 2, oldestAgeMs: 1_500 }), { number: 2 })

    const families = parse(m.reads.prometheus())
    const owner = { account: 'default', function: 'pay' }
    const samples = (name: string) => families.get(name)?.samples
    expect(samples('taskyard_tasks_submitted_total')).toEqual([
      { name: 'taskyard_tasks_submitted_total', labels: owner, value: 7 },
    ])
    expect(samples('taskyard_tasks_ended_total')).toContainEqual({
      name: 'taskyard_tasks_ended_total',
      labels: { ...owner, state: 'expired' },
      value: 2,
    })
    expect(samples('taskyard_backlog_tasks')?.[0]?.value).toBe(2)
    expect(samples('taskyard_oldest_ready_task_age_seconds')?.[0]?.value).toBe(1.5)

    const buckets = samples('taskyard_run_seconds')!.filter(({ name }) => name.endsWith('_bucket'))
    for (const { labels, value } of buckets) {
      const upToMs = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le) * 1_000
      expect({ le: labels.le, value }).toEqual({ le: labels.le, value: runs.filter((ms) => ms <= upToMs).length })
    }
    expect(buckets.length).toBeGreaterThan(10)
    const rest = samples('taskyard_run_seconds')!.filter(({ name }) => !name.endsWith('_bucket'))
    expect(rest.map(({ name, value }) => [name, value])).toEqual([
      ['taskyard_run_seconds_sum', runSumMs / 1_000],
      ['taskyard_run_seconds_count', 5],
    ])
    for (const [name, { type, help }] of families) {
      expect(name).toMatch(type === 'counter' ? /^taskyard_\w+_total$/ : /^taskyard_\w+$/)
      expect(help).toMatch(/\.$/)
    }
  })

  it('escapes what names may hold', () => {
    const m = openTestMetrics()
    m.pass(1_000)
    const functionName = 'a"b\\c\nd'
    m.hear(secondOf(m.clock.nowMs() - 1_000, { submitted: 1 }, { functionName }), { number: 1 })
    const [sample] = parse(m.reads.prometheus()).get('taskyard_tasks_submitted_total')!.samples
    expect(sample?.labels.function).toBe(functionName)
  })

  it('is complete before anything was measured', () => {
    const m = openTestMetrics()
    expect([...parse(m.reads.prometheus()).values()].every(({ samples }) => samples.length === 0)).toBe(true)
  })
})
