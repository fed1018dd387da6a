/** What a host says once it serves: what is open, where it listens, how to use and to stop it. */
import type { Endpoint } from '../../shared/contract/hostFiles.ts'
import type { ConsoleClient } from './consoleClient.ts'

type Listening = { endpoint: Endpoint; windowUrl: string | null }

export async function greeting(client: ConsoleClient, { endpoint, windowUrl }: Listening): Promise<string> {
  const info = await client['host.info']({})
  const functions = await client['functions.list']({})
  const width = Math.max(...functions.map(({ functionName }) => functionName.length), 0)
  const [first] = functions
  const us = process.env.npm_lifecycle_event === undefined ? 'taskyard' : 'npx taskyard' // in a clone, by `npm start`
  const lines = [
    `Taskyard ${info.version}`,
    '',
    `  project     ${info.project === null ? noProject(info.canOpenProjects) : `${info.project.name} (${info.project.file ?? info.project.dir})`}`,
    `  workspace   ${info.workspaceDir} (durability ${info.durability})`,
    `  FC API      http://${info.fcEndpoint} (account ${info.account.name}, access key ${info.accessKeyId})`,
    windowUrl === null ? `  console     ${endpoint.url}` : `  window      ${windowUrl}`,
    `  functions   ${functions.length === 0 ? 'none yet' : ''}`,
    ...functions.map(({ functionName, runtime, interpreter, problem }) => {
      const runsOn =
        interpreter === null ? `CANNOT RUN: ${problem}` : `Node ${interpreter.version} (${interpreter.path})`
      return `    ${functionName.padEnd(width)}  ${runtime} on ${runsOn}`
    }),
    ...(info.project?.problems ?? []).map(({ message }) => `  problem     ${message}`),
    '',
    ...(first === undefined ? [] : [`Call one:            ${us} invoke ${first.functionName} '{}'`]),
    `Point the SDK here:  eval "$(${us} env)"`,
    'Ready. Ctrl-C stops it; a second Ctrl-C stops it at once.',
    '',
  ]
  return lines.map((line) => line.trimEnd()).join('\n')
}

const noProject = (canOpenProjects: boolean) =>
  canOpenProjects ? 'none yet: choose one in the window' : 'none: functions come from the SDK'
