/** What a host says once it serves: what is open, where it listens, how to use and to stop it. */
import { join, relative } from 'node:path'
import { SAMPLE_DIR } from '../base/sampleDir.ts'
import type { ConsoleClient } from './consoleClient.ts'
import { chooseProjectDir } from './projectChoice.ts'

/** For the sample: a call that succeeds. Its first function by name is the one that is broken on purpose. */
const SAMPLE_CALL = `order-intake @${relative(process.cwd(), join(SAMPLE_DIR, 'payloads/order.json'))}`

/** `windowUrl` holds the token: whoever has it may use the console. */
export async function greeting(client: ConsoleClient, windowUrl: string): Promise<string> {
  const info = await client['host.info']({})
  const functions = await client['functions.list']({})
  const width = Math.max(...functions.map(({ functionName }) => functionName.length), 0)
  const call = exampleCall(info.project?.dir ?? null, functions)
  const dirOption = dirOptionFor(info.project?.dir ?? null)
  const us = process.env.npm_lifecycle_event === undefined ? 'taskyard' : 'npx taskyard' // in a clone, by `npm start`
  const lines = [
    `Taskyard ${info.version}`,
    '',
    `  project     ${info.project === null ? noProject(info.canOpenProjects) : `${info.project.name} (${info.project.file ?? info.project.dir})`}`,
    `  workspace   ${info.workspaceDir} (durability ${info.durability})`,
    `  FC API      http://${info.fcEndpoint} (account ${info.account.name}, access key ${info.accessKeyId})`,
    `  window      ${windowUrl}`,
    `  functions   ${functions.length === 0 ? 'none yet' : ''}`,
    ...functions.map(({ functionName, runtime, interpreter, problem }) => {
      const runsOn =
        interpreter === null ? `, CANNOT RUN: ${problem}` : ` on Node ${interpreter.version} (${interpreter.path})`
      return `    ${functionName.padEnd(width)}  ${runtime}${runsOn}`
    }),
    ...(info.project?.problems ?? []).map(({ message }) => `  problem     ${message}`),
    '',
    ...(call === null ? [] : [`Call one:            ${us} invoke ${call}${dirOption}`]),
    `Point the SDK here:  eval "$(${us} env${dirOption})"`,
    'Ready. Ctrl-C stops it; a second Ctrl-C stops it at once.',
    '',
  ]
  return lines.map((line) => line.trimEnd()).join('\n')
}

const noProject = (canOpenProjects: boolean) =>
  canOpenProjects ? 'none yet: choose one in the window' : 'none: functions come from the SDK'

type Functions = Awaited<ReturnType<ConsoleClient['functions.list']>>

/** A call that can be tried as it is printed; null when nothing can run. */
function exampleCall(projectDir: string | null, functions: Functions): string | null {
  if (projectDir === SAMPLE_DIR) return SAMPLE_CALL
  const runnable = functions.find(({ interpreter }) => interpreter !== null)
  return runnable === undefined ? null : `${runnable.functionName} '{}'`
}

/** What the commands need to find this project from the folder that they are typed in. */
function dirOptionFor(projectDir: string | null): string {
  if (projectDir === null || projectDir === chooseProjectDir(undefined)) return ''
  return ` --dir '${projectDir.replaceAll("'", `'\\''`)}'`
}
