/**
 * `taskyard invoke <function> [payload]`: calls a function and prints its result, or queues a task. Uses
 * the running host; without one it starts a host, runs this and stops it again.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import type { Body } from '../../shared/domain/body.ts'
import { MAX_DELAY_SECONDS } from '../../shared/domain/limits.ts'
import { taskStates } from '../../shared/domain/taskStates.ts'
import { SECOND_MS } from '../../shared/units/time.ts'
import { toWireJson } from '../base/wireJson.ts'
import { anyClient, type ConsoleClient } from './consoleClient.ts'
import { EXIT } from './exitCodes.ts'
import { addHostOptions, type HostCommandOptions, hostChoices } from './hostChoices.ts'
import { readPayload } from './payload.ts'
import { chooseProjectDir } from './projectChoice.ts'
import { stopSignal } from './stopSignals.ts'

type InvokeOptions = HostCommandOptions & {
  dir?: string
  async?: boolean
  taskId?: string
  delay?: number
  wait?: boolean
  json?: boolean
}

const MAX_LOOK_EVERY_MS = SECOND_MS

export function invokeCommand(finish: (exitCode: number) => void): Command {
  const command = new Command('invoke')
    .description('Call a function and print its result, or queue a task for it.')
    .argument('<function>', 'its name')
    .argument('[payload]', 'text, @file, or - for stdin', '')
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--async', 'queue a task and print its id')
    .option('--task-id <id>', 'the id of the task; implies --async')
    .option('--delay <seconds>', 'queue a task that runs later; implies --async', delaySeconds)
    .option('--wait', 'queue a task, wait until it has ended, print its result; implies --async')
    .option('--json', 'print JSON')
  return addHostOptions(command).action(async (name: string, payload: string, options: InvokeOptions) =>
    finish(await invoke({ functionName: name, payload: await readPayload(payload), options })),
  )
}

type Invocation = { functionName: string; payload: Body; options: InvokeOptions }

async function invoke(invocation: Invocation): Promise<number> {
  const { options } = invocation
  const isAsync = options.async || options.wait || options.taskId !== undefined || options.delay !== undefined
  const { client, host } = await anyClient(hostChoices(options, chooseProjectDir(options.dir)))
  const stop = stopSignal()
  const interrupted = new Promise<number>((resolve) => {
    stop.addEventListener('abort', () => resolve(EXIT.interrupted))
  })
  try {
    const work = isAsync ? submit(client, invocation, host !== null) : call(client, invocation)
    const exitCode = await Promise.race([work, interrupted])
    if (exitCode === EXIT.interrupted && isAsync) say('interrupted: the task stays queued')
    return exitCode
  } finally {
    await host?.stop()
    if (stop.aborted) process.exit(EXIT.interrupted) // a call may still be waiting for its answer
  }
}

async function call(client: ConsoleClient, { functionName, payload, options }: Invocation): Promise<number> {
  const outcome = await client['functions.invoke']({ functionName, payload })
  if (options.json) printJson(outcome)
  else {
    printBody(outcome.body)
    if (outcome.errorType !== null) {
      say(
        `the function failed: ${outcome.errorType} (request ${outcome.requestId}, ${Math.round(outcome.durationMs)} ms)`,
      )
    }
  }
  return outcome.errorType === null ? EXIT.ok : EXIT.functionFailed
}

/** A host that was started for this has to wait: the task would only run at the next start. */
async function submit(client: ConsoleClient, invocation: Invocation, isOwnHost: boolean): Promise<number> {
  const { functionName, payload, options } = invocation
  const receipt = await client['tasks.submit']({
    functionName,
    payload,
    delaySeconds: options.delay ?? 0,
    ...(options.taskId !== undefined && { taskId: options.taskId }),
  })
  if (!options.wait && !isOwnHost) {
    if (options.json) printJson(receipt)
    else process.stdout.write(`${receipt.taskId}\n`)
    return EXIT.ok
  }
  const why = isOwnHost ? ' (no host was running: this one stops when it has ended)' : ''
  say(`task ${receipt.taskId} is queued, waiting for its end${why}`)
  const task = await endOfTask(client, { functionName, taskId: receipt.taskId })
  if (options.json) printJson(task)
  else {
    printBody(task.result ?? task.errorBody ?? '')
    if (task.state !== 'Succeeded') say(`the task is ${task.state}${task.reason === null ? '' : `: ${task.reason}`}`)
  }
  return task.state === 'Succeeded' ? EXIT.ok : EXIT.functionFailed
}

/** Looks again and again, less and less often: there is no stream of changes yet. */
export async function endOfTask(client: ConsoleClient, target: { functionName: string; taskId: string }) {
  for (let everyMs = 20; ; everyMs = Math.min(everyMs * 1.5, MAX_LOOK_EVERY_MS)) {
    const task = await client['tasks.get'](target)
    if (taskStates.isFinal(task.state)) return task
    await pause(everyMs)
  }
}

function printBody(body: Body): void {
  if (typeof body === 'string') process.stdout.write(body.endsWith('\n') ? body : `${body}\n`)
  else process.stdout.write(body)
}

function printJson(value: unknown): void {
  process.stdout.write(`${toWireJson(value)}\n`)
}

function say(text: string): void {
  process.stderr.write(`taskyard: ${text}\n`)
}

function delaySeconds(text: string): number {
  if (!/^\d{1,4}$/.test(text) || Number(text) > MAX_DELAY_SECONDS) {
    throw new InvalidArgumentError(`It is a whole number of seconds up to ${MAX_DELAY_SECONDS}.`)
  }
  return Number(text)
}
