/** Entry of the gateway thread: the FC API, the console API and the opened project. Wiring only. */
import { join } from 'node:path'
import { consoleContract } from '../../shared/contract/console.contract.ts'
import { serve } from '../../shared/contract/serve.ts'
import { AppError, toWireError } from '../../shared/errors.ts'
import { createConsoleApi } from '../api/console/consoleApi.ts'
import type { MetricReader, SampleReader } from '../api/console/consoleDeps.ts'
import { consoleHandlers } from '../api/console/consoleHandlers.ts'
import { HelperSecrets } from '../api/console/helperSecrets.ts'
import type { StreamReader } from '../api/console/logHandlers.ts'
import { servePort } from '../api/console/portServer.ts'
import { RevisionHub } from '../api/console/revisionHub.ts'
import type { LogReader } from '../api/console/taskLog.ts'
import type { InstanceLogReader } from '../api/console/terminalRoutes.ts'
import { endOfInstance } from '../api/endOfInstance.ts'
import { createFcApi } from '../api/fcApi.ts'
import { CodeKeeper, keptCodeStore } from '../api/keepCode.ts'
import { fcPortCandidates, listenOnFirst } from '../api/listen.ts'
import { OpenedProject } from '../api/openedProject.ts'
import { systemClock } from '../base/clock.ts'
import type { GatewayFacts } from '../base/gatewayFacts.ts'
import { HOST_CALLS, type HostClient } from '../base/hostCalls.ts'
import { INSTANCE_CALLS, type InstanceCalls } from '../base/instanceCalls.ts'
import { Caller } from '../base/portRpc.ts'
import type { RevisionSource } from '../base/revision.ts'
import { type PeerName, runThread } from '../base/threadLink.ts'
import { HttpCourier } from '../engine/destinations/httpCourier.ts'
import { ENGINE_COMMANDS, type EngineCommands } from '../engine/engineCommands.ts'
import { ENGINE_QUERIES, type EngineQueries } from '../engine/engineQueries.ts'
import { placesOfHost } from '../engine/instances/instancePools.ts'
import { interpreterLocator } from '../engine/instances/locateInterpreter.ts'
import { METRIC_READS } from '../metrics/metricReads.ts'
import { createCodeStore } from '../project/codeStore.ts'
import { Terminals } from '../terminal/terminals.ts'

await runThread(async ({ options, notify, onConnect }) => {
  const { workspaceDir, region, trustAnyKey, lastPorts } = options
  const [store, reader, log, main] = [new Caller('store'), new Caller('reader'), new Caller('log'), new Caller('main')]
  const scheduler = new Caller('scheduler')
  let project: OpenedProject | null = null
  let terminals: Terminals | null = null
  /** Resolves with the first port; the caller takes every later one, too. */
  const connected = (peer: PeerName, caller: Caller, afterwards = () => {}) =>
    new Promise<void>((resolve) =>
      onConnect(peer, (port) => {
        caller.attach(port)
        afterwards()
        resolve()
      }),
    )
  await Promise.all([
    connected('store', store, () => project?.storeConnected()),
    connected('reader', reader),
    connected('log', log),
    connected('main', main),
    connected('scheduler', scheduler, () => terminals?.schedulerConnected()),
  ])

  const commands = store.proxy<EngineCommands>(ENGINE_COMMANDS)
  const queries = reader.proxy<EngineQueries>(ENGINE_QUERIES)
  const host = main.proxy<HostClient>(HOST_CALLS)
  const revisionOf = (thread: Caller) => thread.proxy<RevisionSource>(['revisionAfter'])
  const instances = scheduler.proxy<InstanceCalls>(INSTANCE_CALLS)
  let consoleUrl: string | null = null
  const secrets = new HelperSecrets(() => consoleUrl)
  const openTerminals = new Terminals({
    clock: systemClock,
    instances,
    grants: secrets,
    endOfInstance: ({ instanceId }) => endOfInstance(queries, instanceId),
  })
  terminals = openTerminals
  process.on('exit', () => openTerminals.killAll()) // of this thread, which has no time left
  const sources = {
    tasks: revisionOf(store),
    logs: revisionOf(log),
    host,
    instances,
    terminals: openTerminals.revision,
    // a number of its own beside that of the logs
    metrics: { revisionAfter: (known: number) => log.call('metricRevisionAfter', [known]) as Promise<number> },
  }
  const logger = {
    error: ({ error }: { error?: unknown }, message: string) =>
      notify({ level: 'error', code: 'internal', message: `${message}: ${String(error)}` }),
  }

  const keeper = new CodeKeeper({ commands, queries, notify })
  let projectError: AppError | null = null
  if (options.projectDir !== null) {
    try {
      const changed = () => void host.projectChanged().catch(() => {}) // main may be stopping us
      project = await OpenedProject.open(options.projectDir, { commands, queries, keeper, region, notify, changed })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      projectError = error // whoever started the host decides what that means
    }
  }

  const codeStore = keptCodeStore(createCodeStore(join(workspaceDir, 'code')), keeper)
  const fcApi = await createFcApi({
    commands,
    queries,
    codeStore,
    openSession: (wish) => openTerminals.openSession(wish),
    region,
    trustAnyKey,
    clock: systemClock,
    logger,
  })
  const fcPort = await listenOnFirst(fcApi, fcPortCandidates(options.fcPort, lastPorts.fc))
  if (options.fcPort === null && lastPorts.fc !== null && fcPort !== lastPorts.fc) {
    const message = `The FC API is on port ${fcPort} now, because port ${lastPorts.fc} is taken: \`taskyard env\` prints what points the SDK there.`
    notify({ level: 'notice', code: 'fc_port_changed', message })
  }
  const revisions = new RevisionHub({ sources, firstRevision: systemClock.nowMs() })
  await revisions.begin()
  const metrics = log.proxy<MetricReader>(METRIC_READS)
  const locateInterpreter = interpreterLocator(placesOfHost())
  const handlers = consoleHandlers({
    commands,
    queries,
    host,
    instances,
    samples: log.proxy<SampleReader>(['readInstanceSamples']),
    terminals: openTerminals,
    project,
    log: log.proxy<LogReader & StreamReader>([
      'readTaskLog',
      'readAttemptLog',
      'readStream',
      'searchStream',
      'readVolume',
    ]),
    metrics,
    revisions,
    locateInterpreter,
    options,
    fcEndpoint: `127.0.0.1:${fcPort}`,
  })
  const server = serve(consoleContract, handlers, (error) => logger.error({ error }, 'a console request failed'))
  onConnect('window', (port) => servePort(server, port))
  const helper = {
    secrets,
    instances,
    queries,
    locateInterpreter,
    region,
    log: log.proxy<InstanceLogReader>(['readInstanceLog']),
    clock: systemClock,
  }
  const consoleApi = await createConsoleApi({
    token: options.consoleToken,
    server,
    helper,
    prometheus: () => metrics.prometheus(),
  })
  const consolePort = await listenOnFirst(consoleApi, lastPorts.console === null ? [0] : [lastPorts.console, 0])
  consoleUrl = `http://127.0.0.1:${consolePort}`
  const courier = new HttpCourier({ store: commands })
  courier.begin()

  return {
    facts: {
      fcPort,
      consolePort,
      projectError: projectError && toWireError(projectError),
      project: project && plainFacts(project.facts),
    } satisfies GatewayFacts,
    async stop() {
      await Promise.all([openTerminals.stop(), courier.stop()])
      await Promise.all([project?.close(), keeper.stop(), fcApi.close(), consoleApi.close()])
    },
  }
})

/** What main keeps of the project, and can cross to it. */
function plainFacts({ dir, name, functionCount }: OpenedProject['facts']): GatewayFacts['project'] {
  return { dir, name, functionCount }
}
