/** Entry of the reader thread: a read-only connection that answers the engine's queries. Wiring only. */
import { answerCalls } from '../base/portRpc.ts'
import { runThread } from '../base/threadLink.ts'
import { createEngineQueries } from '../engine/engineQueries.ts'
import { openTaskDatabaseReadOnly } from '../storage/taskDatabase.ts'

await runThread(({ options, notify, onConnect }) => {
  const db = openTaskDatabaseReadOnly(options.workspaceDir)
  const queries = createEngineQueries(db)
  const report = (error: unknown) => notify({ level: 'error', code: 'internal', message: String(error) })
  onConnect('gateway', (port) => answerCalls(port, queries, report))
  return { stop: () => void db.close() }
})
