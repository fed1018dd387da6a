/** What the members have in common beyond their error: where to look first. */
import { Fragment, type ReactNode } from 'react'
import type { SharedFact } from '../../../shared/contract/inbox.contract.ts'
import { assertNever } from '../../../shared/errors.ts'
import { formatDurationMs } from '../../../shared/format/duration.ts'
import { shortInstanceId } from '../../../shared/format/shortInstanceId.ts'
import { useText } from '../../i18n/text.ts'
import type { GroupDetail } from '../../stores/inboxGroup.ts'
import { formatRoute } from '../../stores/route.ts'
import { shortHash } from './groupWords.ts'
import css from './SharedFacts.module.css'

const MAX_FIELDS = 4
const MAX_VERSIONS = 4

export function SharedFacts({ group }: { group: GroupDetail }) {
  const t = useText()
  const { lookedAtCount, totalCount, versions } = group
  if (lookedAtCount < 2) return null // one alone shares everything with itself
  const facts = shownFacts(group.shared)
  return (
    <section className={css.shared} aria-label={t('inbox.shared.title')}>
      <h3 className={css.title}>
        {t('inbox.shared.title')}
        {lookedAtCount < totalCount && (
          <span className={css.lookedAt}>{t('inbox.shared.lookedAt', { count: lookedAtCount })}</span>
        )}
      </h3>
      <dl className={css.facts}>
        {facts.map((fact) => (
          <Fragment key={keyOf(fact)}>
            <dt className={css.name}>
              <FactName fact={fact} group={group} />
            </dt>
            <dd className={css.value}>
              <FactValue fact={fact} group={group} />
            </dd>
          </Fragment>
        ))}
        {versions.length > 1 && !facts.some(({ kind }) => kind === 'code') && (
          <>
            <dt className={css.name}>{t('inbox.shared.versions')}</dt>
            <dd className={css.value}>
              <Versions group={group} />
            </dd>
          </>
        )}
      </dl>
      {facts.length === 0 && versions.length < 2 && <p className={css.nothing}>{t('inbox.shared.nothing')}</p>}
    </section>
  )
}

/** Fields of the payload are one fact, told where the first of them is. */
function shownFacts(shared: readonly SharedFact[]): SharedFact[] {
  const first = shared.find(({ kind }) => kind === 'field')
  return shared.filter((fact) => fact.kind !== 'field' || fact === first)
}

const keyOf = (fact: SharedFact): string => (fact.kind === 'code' ? `code ${fact.functionName}` : fact.kind)

type FactProps = { fact: SharedFact; group: GroupDetail }

function FactName({ fact, group }: FactProps): ReactNode {
  const t = useText()
  switch (fact.kind) {
    case 'code':
      return group.functions.length > 1 ? t('inbox.shared.codeOf', { name: fact.functionName }) : t('inbox.shared.code')
    case 'instance':
      return t('inbox.shared.instance')
    case 'field':
      return t('inbox.shared.field')
    case 'run':
      return t('inbox.shared.run')
    case 'attempts':
      return t('inbox.shared.attempts')
    default:
      return assertNever(fact)
  }
}

function FactValue({ fact, group }: FactProps): ReactNode {
  const t = useText()
  const { lookedAtCount } = group
  switch (fact.kind) {
    case 'code':
      return <CodeValue fact={fact} />
    case 'instance':
      return (
        <a
          className={css.mono}
          title={fact.instanceId}
          href={formatRoute({ screen: 'instances', instanceId: fact.instanceId })}
        >
          {shortInstanceId(fact.instanceId)}
        </a>
      )
    case 'field':
      return <Fields shared={group.shared} />
    case 'run': {
      const [from, to] = [formatDurationMs(fact.fromMs), formatDurationMs(fact.toMs)]
      return from === to
        ? t('inbox.shared.runOne', { from, count: lookedAtCount })
        : t('inbox.shared.runSpan', { from, to })
    }
    case 'attempts':
      return t('inbox.shared.attemptsOf', { number: fact.count, count: lookedAtCount })
    default:
      return assertNever(fact)
  }
}

/** A payload may share dozens of fields: the first few say enough. */
function Fields({ shared }: { shared: readonly SharedFact[] }) {
  const t = useText()
  const fields = shared.flatMap((fact) => (fact.kind === 'field' ? [fact] : []))
  const moreCount = fields.length - MAX_FIELDS
  return (
    <span className={css.several} title={fields.map(({ path, value }) => `${path} ${value}`).join('\n')}>
      {fields.slice(0, MAX_FIELDS).map(({ path, value }) => (
        <code key={path} className={css.mono}>
          <span className={css.key}>{path}</span> {value}
        </code>
      ))}
      {moreCount > 0 && <span className={css.key}>{t('inbox.shared.moreFields', { count: moreCount })}</span>}
    </span>
  )
}

/** `9f31c2e only, current code differs`; the header leads to how. */
function CodeValue({ fact }: { fact: Extract<SharedFact, { kind: 'code' }> }) {
  const t = useText()
  return (
    <>
      <code className={css.mono} title={fact.codeHash}>
        {shortHash(fact.codeHash)}
      </code>{' '}
      {t('inbox.shared.codeOnly')}, {fact.isCurrent ? t('inbox.shared.codeCurrent') : t('inbox.shared.codeOld')}
    </>
  )
}

function Versions({ group: { versions } }: { group: GroupDetail }) {
  const t = useText()
  return (
    <span className={css.several}>
      {versions.slice(0, MAX_VERSIONS).map(({ functionName, codeHash, count, isCurrent }) => (
        <span key={`${functionName} ${codeHash}`} title={codeHash ?? undefined}>
          {codeHash === null
            ? t('inbox.shared.noCode', { count })
            : t('inbox.shared.version', { count, hash: shortHash(codeHash) })}
          {isCurrent && ` (${t('inbox.shared.codeCurrent')})`}
        </span>
      ))}
      {versions.length > MAX_VERSIONS && '…'}
    </span>
  )
}
