/** What goes in and through at once, for as long as it is kept up? */
import { join } from 'node:path'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import { BacklogWatch } from './backlogWatch.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { benchDir } from './benchDir.ts'
import { startBenchHost } from './benchHost.ts'
import { NOOP, writeBenchProject } from './benchProject.ts'
import { loadEngine } from './engineLoad.ts'
import { percentile } from './figures.ts'
import { PAYLOAD } from './payload.ts'
import { plainjobSustained } from './peers/plainjob.ts'
import { Roofline } from './roofline/roofline.ts'
import { startRooflineServer } from './roofline/startServer.ts'
import { seedTasks } from './seedTasks.ts'
import { submitLoad } from './submitLoad.ts'
import { watchRun } from './watchRun.ts'

const CONNECTION_COUNT = 64
/** The roofline has so many submits under way, as the load of the engine has. */
const UNDER_WAY_COUNT = 2_000

/** `storedCount`: tasks that the database already has. */
type Extent = { forMs: number; storedCount: number }

const extentOf = ({ isQuick }: RunSize): Extent =>
  isQuick ? { forMs: 2 * SECOND_MS, storedCount: 20_000 } : { forMs: 15 * SECOND_MS, storedCount: 1_000_000 }

async function overFcApi(forMs: number): Promise<Measurement> {
  await using host = await startBenchHost()
  const backlog = new BacklogWatch(() => host.counts.succeededCount)
  const load = submitLoad({ ...host, functionName: NOOP }, { connectionCount: CONNECTION_COUNT, forMs, backlog })
  const { perSecond, walMaxBytes, tripsMs } = await watchRun(host.counts, load)
  backlog.close()
  return {
    over_fc_api_per_second: perSecond,
    over_fc_api_answer_p99_ms: percentile(tripsMs, 0.99),
    over_fc_api_wal_max_mib: walMaxBytes / MIB_BYTES,
  }
}

async function inEngine(prefix: string, { forMs, storedCount }: Extent): Promise<Measurement> {
  using dir = benchDir()
  const projectDir = join(dir.path, 'project')
  const workspaceDir = join(dir.path, 'workspace')
  writeBenchProject(projectDir)
  if (storedCount > 0) seedTasks(workspaceDir, storedCount)
  const run = await loadEngine(workspaceDir, { codePath: join(projectDir, NOOP), forMs })
  return {
    [`${prefix}_per_second`]: run.perSecond,
    [`${prefix}_answer_p99_ms`]: percentile(run.tripsMs, 0.99),
    [`${prefix}_wal_max_mib`]: run.walMaxBytes / MIB_BYTES,
  }
}

async function rooflineInProcess(prefix: string, { forMs, storedCount }: Extent): Promise<Measurement> {
  using dir = benchDir()
  const roofline = await Roofline.start(dir.path)
  if (storedCount > 0) roofline.seed(storedCount)
  roofline.run()
  const backlog = new BacklogWatch(() => roofline.finishedCount)
  const startedMs = performance.now()
  const submitter = async () => {
    while (performance.now() - startedMs < forMs) {
      await backlog.admit()
      await roofline.submit(PAYLOAD)
    }
  }
  await Promise.all(Array.from({ length: UNDER_WAY_COUNT }, submitter))
  const perSecond = (roofline.finishedCount * SECOND_MS) / (performance.now() - startedMs)
  const walMib = roofline.walMaxBytes / MIB_BYTES
  backlog.close()
  await roofline.close()
  return { [`${prefix}_per_second`]: perSecond, [`${prefix}_wal_max_mib`]: walMib }
}

async function rooflineOverHttp(forMs: number): Promise<number> {
  await using server = await startRooflineServer('run')
  const target = { endpoint: server.endpoint, functionName: NOOP, key: { id: 'any', secret: 'any' } }
  const { elapsedMs } = await submitLoad(target, { connectionCount: CONNECTION_COUNT, forMs })
  const { finishedCount } = await server.status()
  return (finishedCount * SECOND_MS) / elapsedMs
}

export const sustained: Bench = {
  name: 'sustained',
  about: 'tasks of a Node function that does nothing, submitted and run at once for 15 s',
  notes: [
    'A load waits while more than 4,000 of its tasks wait to be run: what goes in comes out.',
    'in_engine: all threads of a host but the gateway, in whose place a thread submits without HTTP, 2,000 at once;',
    'on_stored_rows: the same with a million tasks stored; over_fc_api: a whole host and 64 signing HTTP connections, which',
    'take part of the same two cores.',
  ],
  subjects: [
    {
      name: 'taskyard',
      kind: 'ours',
      async measure(size) {
        const extent = extentOf(size)
        return {
          ...(await inEngine('in_engine', { ...extent, storedCount: 0 })),
          ...(await inEngine('on_stored_rows', extent)),
          ...(await overFcApi(extent.forMs)),
        }
      },
    },
    {
      name: 'roofline',
      kind: 'limit',
      async measure(size) {
        const extent = extentOf(size)
        return {
          ...(await rooflineInProcess('in_engine', { ...extent, storedCount: 0 })),
          ...(await rooflineInProcess('on_stored_rows', extent)),
          over_fc_api_per_second: await rooflineOverHttp(extent.forMs),
        }
      },
    },
    { name: 'plainjob', kind: 'peer', needs: 'peers', measure: (size) => plainjobSustained(extentOf(size).forMs) },
  ],
  targets: [{ figure: 'in_engine_per_second', times: 8_000, against: null }],
}
