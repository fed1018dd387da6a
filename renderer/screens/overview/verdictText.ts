/** The finding in words: what it is about, and the rest of the sentence. */
import { formatDurationMs } from '../../../shared/format/duration.ts'
import type { useText } from '../../i18n/text.ts'
import type { Verdict } from '../../stores/overviewVerdict.ts'
import { rateText } from './rateText.ts'

type Text = ReturnType<typeof useText>
type Words = { t: Text; time: (atMs: number) => string; range: string }
export type VerdictText = { subject: string; rest: string }

export function verdictText(verdict: Verdict | null, { t, time, range }: Words): VerdictText {
  if (verdict === null)
    return { subject: t('overview.verdict.unknown.subject'), rest: t('overview.verdict.unknown.rest') }
  switch (verdict.kind) {
    case 'problem':
      return {
        subject: t('overview.verdict.problem.subject'),
        rest:
          t('overview.verdict.problem.rest', { message: verdict.message }) +
          (verdict.moreCount > 0 ? t('overview.verdict.problem.more', { count: verdict.moreCount }) : ''),
      }
    case 'failing':
      return {
        subject: t('overview.verdict.failing.subject', { name: verdict.functionName }),
        rest: failingRest(verdict, { t, time }),
      }
    case 'limited':
      return {
        subject: t('overview.verdict.limited.subject', { name: verdict.functionName }),
        rest: t('overview.verdict.limited.rest', {
          count: verdict.executionLimit,
          waiting: verdict.waitingCount,
          age: ageText(verdict.oldestAgeMs),
        }),
      }
    case 'machineFull':
      return {
        subject: t('overview.verdict.machineFull.subject'),
        rest: t('overview.verdict.machineFull.rest', {
          count: verdict.executionLimit,
          waiting: verdict.waitingCount,
          age: ageText(verdict.oldestAgeMs),
        }),
      }
    case 'stuck':
      return {
        subject: t('overview.verdict.stuck.subject', { name: verdict.functionName }),
        rest: t('overview.verdict.stuck.rest', { count: verdict.waitingCount, age: ageText(verdict.oldestAgeMs) }),
      }
    case 'growing':
      return {
        subject: t('overview.verdict.growing.subject'),
        rest: t('overview.verdict.growing.rest', {
          count: verdict.waitingCount,
          rate: rateText(verdict.perMinute),
          age: ageText(verdict.oldestAgeMs),
        }),
      }
    case 'failedBefore':
      return {
        subject: t('overview.verdict.failedBefore.subject'),
        rest: t('overview.verdict.failedBefore.rest', {
          name: verdict.functionName,
          count: verdict.failedCount,
          time: time(verdict.lastAtMs),
          range,
        }),
      }
    case 'well':
      return { subject: t('overview.verdict.well.subject'), rest: wellRest(verdict, { t, range }) }
    case 'quiet':
      return { subject: t('overview.verdict.quiet.subject'), rest: t('overview.verdict.quiet.rest', { range }) }
    case 'nothing':
      return { subject: t('overview.verdict.nothing.subject'), rest: t('overview.verdict.nothing.rest') }
  }
}

const ageText = (ageMs: number | null) => formatDurationMs(ageMs ?? 0)

type Of<Kind extends Verdict['kind']> = Extract<Verdict, { kind: Kind }>

function failingRest({ since, rate, waitingCount }: Of<'failing'>, { t, time }: Pick<Words, 't' | 'time'>): string {
  const cause = since?.cause ?? null
  const sinceKey =
    cause === null
      ? 'overview.verdict.failing.since'
      : cause === 'code'
        ? 'overview.verdict.failing.sinceCode'
        : 'overview.verdict.failing.sinceConfiguration'
  return [
    since === null ? '' : t(sinceKey, { time: time(since.atMs) }),
    rateWords(rate, t),
    waitingCount > 0 ? t('overview.verdict.failing.behind', { count: waitingCount }) : '',
    t('overview.verdict.failing.end'),
  ].join('')
}

function rateWords({ kind, failed, attempts }: Of<'failing'>['rate'], t: Text): string {
  if (kind === 'counts') return t('overview.verdict.failing.counts', { failed, count: attempts })
  if (failed === attempts) return t('overview.verdict.failing.all')
  return t(failed === 1 ? 'overview.verdict.failing.ratio' : 'overview.verdict.failing.ratioMany', { failed, attempts })
}

function wellRest(
  { succeededCount, waitingCount, runningCount }: Of<'well'>,
  { t, range }: Pick<Words, 't' | 'range'>,
) {
  return [
    t('overview.verdict.well.succeeded', { count: succeededCount, range }),
    runningCount > 0 ? t('overview.verdict.well.running', { count: runningCount }) : '',
    waitingCount > 0 ? t('overview.verdict.well.waiting', { count: waitingCount }) : t('overview.verdict.well.none'),
    t('overview.verdict.well.end'),
  ].join('')
}
