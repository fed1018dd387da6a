import type { Database, Statement } from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { prepareFunctionReads } from '../../../electron/storage/functionReads.sql.ts'
import { prepareInstanceReads } from '../../../electron/storage/instanceReads.sql.ts'
import { prepareLinkReads, prepareRepairReads } from '../../../electron/storage/repairs.sql.ts'
import { prepareTaskReads } from '../../../electron/storage/taskReads.sql.ts'
import { TestTaskDatabase } from '../../support/taskRows.ts'

type Statements = { [name: string]: Statement | Statements }

function openReader(): Database {
  const database = new TestTaskDatabase()
  const reader = database.openReader()
  onTestFinished(() => {
    reader.close()
    database.close()
  })
  return reader
}

const flat = (statements: Statements, path = ''): [string, string][] =>
  Object.entries(statements).flatMap(([name, one]) =>
    typeof one.source === 'string' ? [[`${path}${name}`, one.source]] : flat(one as Statements, `${path}${name}.`),
  )

function planOf(db: Database, sql: string): string[] {
  const names = [...sql.matchAll(/:(\w+)/g)].map(([, name]) => [name, null])
  const explained = db.prepare<[object], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
  return explained.all(Object.fromEntries(names)).map(({ detail }) => detail)
}

describe('every statement of the read side', () => {
  const bigTable = /^SCAN (task|attempt|task_body|task_link|instance|dead_letter|batch|batch_item|delivery)\b(?! USING)/

  it('finds its rows by an index and sorts nothing', () => {
    const db = openReader()
    const statements = [
      ...flat(prepareTaskReads(db)),
      ...flat(prepareFunctionReads(db)),
      ...flat(prepareInstanceReads(db)),
      ...flat(prepareRepairReads(db)),
      ...flat(prepareLinkReads(db)),
    ]
    expect(statements.length).toBeGreaterThan(15)
    const bad = statements.flatMap(([name, sql]) =>
      planOf(db, sql)
        .filter((step) => bigTable.test(step) || step.includes('TEMP B-TREE') || /^SCAN (task|attempt)\b/.test(step))
        .map((step) => `${name}: ${step}`),
    )
    expect(bad).toEqual([])
  })

  it('of the window looks at no more than its range, its seqs or its one task', () => {
    const db = openReader()
    const { asc, byRequestId, hasId, payloadHead, pick, pickCount, pickSeqs } = prepareTaskReads(db)
    const links = prepareLinkReads(db)
    const byKey = 'SEARCH task USING INTEGER PRIMARY KEY (rowid=?)'
    for (const { source } of [pick, pickSeqs, pickCount]) {
      const [outer, inner] = planOf(db, source)
      expect([outer, inner]).toEqual(['SCAN wanted VIRTUAL TABLE INDEX 1:', byKey])
    }
    expect(planOf(db, byRequestId.source)).toEqual(['SEARCH task USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'])
    expect(planOf(db, asc.walk.source)).toEqual(planOf(db, byRequestId.source))
    expect(planOf(db, hasId.source)).toEqual([
      'SEARCH task USING COVERING INDEX task_id (function_id=? AND id>? AND id<?)',
    ])
    expect(planOf(db, payloadHead.source)).toContain(byKey)
    expect(planOf(db, payloadHead.source)).toContain('SEARCH task_body USING PRIMARY KEY (task_seq=? AND kind=?)')
    expect(planOf(db, links.origin.source)).toEqual([
      'SEARCH task_link USING COVERING INDEX task_link_new (new_seq=? AND kind=?)',
    ])
    expect(planOf(db, links.made.source)).toEqual(['SEARCH task_link USING PRIMARY KEY (old_seq=? AND kind=?)'])
  })

  it('of a list reads its index alone', () => {
    const db = openReader()
    const { asc, desc } = prepareTaskReads(db)
    for (const { final, open, walk } of [asc, desc]) {
      expect(planOf(db, final.source)).toEqual([
        'SEARCH task USING COVERING INDEX task_final (function_id=? AND state=? AND rowid>? AND rowid<?)',
      ])
      expect(planOf(db, open.source)).toEqual([
        'SEARCH task USING COVERING INDEX task_open (place=? AND function_id=? AND rowid>? AND rowid<?)',
      ])
      expect(planOf(db, walk.source)).toEqual(['SEARCH task USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)'])
    }
  })
})
