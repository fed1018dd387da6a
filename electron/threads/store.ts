/** Entry of the store thread: opens the workspace and wires ports to the task store. */
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { systemClock } from '../base/clock.ts'
import type { LogToStore, StoreToLog } from '../base/logMessages.ts'
import { answerCalls } from '../base/portRpc.ts'
import { runThread } from '../base/threadLink.ts'
import { killLeftovers } from '../engine/instances/killLeftovers.ts'
import { TaskStore } from '../engine/tasks/taskStore.ts'
import { prepareInstanceSql } from '../storage/instances.sql.ts'
import { explainedSqliteError, openTaskDatabase, taskDatabasePath } from '../storage/taskDatabase.ts'
import { WalWatch } from '../storage/walWatch.ts'
import { lockWorkspace } from '../storage/workspaceLock.ts'

await runThread(({ options, notify, onConnect }) => {
  const path = taskDatabasePath(options.workspaceDir)
  const lock = lockWorkspace(options.workspaceDir)
  const db = openTaskDatabase(options.workspaceDir, options.durability)
  if (options.maxDatabasePages !== null) db.pragma(`max_page_count = ${options.maxDatabasePages}`)
  const leftCount = killLeftovers(prepareInstanceSql(db).living.all())
  if (leftCount > 0) {
    const message = `ended ${leftCount} function instances that a former host left behind`
    notify({ level: 'notice', code: 'leftovers_killed', message })
  }
  const wal = new WalWatch(db, path)
  const store = new TaskStore({
    db,
    clock: systemClock,
    options,
    explain: (error) => explainedSqliteError(path, error),
    defer: setImmediate,
    later: setTimeout,
    committed: () => wal.afterCommit(),
  })

  const report = (error: unknown) => notify({ level: 'error', code: 'internal', message: String(error) })
  const revisionAfter = (known: number) => store.revision.revisionAfter(known)
  onConnect('gateway', (port) => answerCalls(port, { ...store.commands, revisionAfter }, report))
  onConnect('log', (port) => {
    wal.connect(port)
    port.on('message', (message: LogToStore) => {
      if (message.kind === 'metricsStored') store.metricsStored(message.number)
    })
    store.connectLog((message) => port.postMessage(message satisfies StoreToLog))
  })
  let schedulerPort: MessagePort | null = null
  /** Takes in what the scheduler has said and no event has brought yet. */
  let hearScheduler = () => {}
  onConnect('scheduler', (port) => {
    schedulerPort?.close()
    schedulerPort = port
    const lease = store.connectScheduler((message) => port.postMessage(message))
    port.on('message', (message) => store.report(lease, message))
    hearScheduler = () => {
      for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
        store.report(lease, next.message)
      }
    }
  })
  return {
    stop() {
      // ports do not wait for each other: its last report, with what it stopped, may lie behind main's request
      hearScheduler()
      store.close()
      wal.close()
      db.close()
      lock.release()
    },
  }
})
