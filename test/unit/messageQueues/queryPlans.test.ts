import type { Statement } from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { prepareMessageSql } from '../../../electron/storage/messages.sql.ts'
import { openTestStore } from '../../support/openTestStore.ts'

describe('every statement about messages', () => {
  const { db } = openTestStore()
  const statements: Record<string, Statement> = prepareMessageSql(db)
  const planOf = (name: string) => {
    const source = statements[name]?.source ?? ''
    const names = [...source.matchAll(/:(\w+)/g)].map(([, parameter]) => [parameter, null])
    const explained = db.prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${source}`)
    return explained.all(Object.fromEntries(names)).map(({ detail }) => detail)
  }

  it('finds its rows by an index and sorts nothing', () => {
    const bad = Object.keys(statements).flatMap((name) =>
      planOf(name)
        .filter(
          (step) =>
            /^SCAN message(_queue)?\b(?! USING INDEX message_queue_discarded)/.test(step) ||
            step.includes('TEMP B-TREE'),
        )
        .map((step) => `${name}: ${step}`),
    )
    expect(bad).toEqual([])
  })

  it('walks visible messages in the order of their index, and all of them in the order of theirs', () => {
    const visible = 'SEARCH message USING INDEX message_visible (queue_id=? AND visible_at_ms>? AND visible_at_ms<?)'
    expect([planOf('visible'), planOf('visiblePage')]).toEqual([[visible], [visible]])
    expect(planOf('all')).toEqual(['SEARCH message USING INDEX message_order (queue_id=? AND rowid>?)'])
    expect(planOf('hiddenCount')).toEqual([
      'SEARCH message USING COVERING INDEX message_visible (queue_id=? AND visible_at_ms>?)',
    ])
    expect(planOf('one')).toEqual(['SEARCH message USING INTEGER PRIMARY KEY (rowid=?)'])
  })
})
