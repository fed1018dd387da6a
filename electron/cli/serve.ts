/** `taskyard serve [dir]`: opens a project and serves it until Ctrl-C. */
import { Command } from 'commander'
import { AppError } from '../../shared/errors.ts'
import { type Host, startHost } from '../host/host.ts'
import { clientOf } from './consoleClient.ts'
import { EXIT, EXIT_CODE } from './exitCodes.ts'
import { greeting } from './greeting.ts'
import { addHostOptions, type HostCommandOptions, hostChoices } from './hostChoices.ts'
import { chooseProjectDir } from './projectChoice.ts'
import { pageUrl } from './showWindow.ts'
import { stopSignal } from './stopSignals.ts'

type ServeOptions = HostCommandOptions & { project: boolean }

export function serveCommand(finish: (exitCode: number) => void): Command {
  const command = new Command('serve')
    .description('Serve a project: queue its tasks, run its functions, answer the SDK.')
    .argument('[dir]', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--no-project', 'open none: only what the SDK creates; needs --workspace')
  return addHostOptions(command).action(async (dir: string | undefined, options: ServeOptions) =>
    finish(await serve(dir, options)),
  )
}

async function serve(dir: string | undefined, options: ServeOptions): Promise<number> {
  const choices = hostChoices(options, options.project ? chooseProjectDir(dir) : null)
  if (choices.projectDir === null && options.workspace === undefined) {
    throw new AppError('invalid_input', 'without a project there must be a --workspace')
  }
  const stop = stopSignal()
  const host = await startHost({ choices, stderr: process.stderr.isTTY ? 'text' : 'json' })
  try {
    if (host.projectError !== null) throw host.projectError
    if (!stop.aborted) process.stdout.write(await greeting(clientOf(host.endpoint), pageUrl(host.endpoint)))
    return await served(host, stop)
  } finally {
    await host.stop()
  }
}

/** Resolves when the host was asked to stop, or cannot go on. */
export async function served(host: Pick<Host, 'failed'>, stop: AbortSignal): Promise<number> {
  const asked = new Promise<null>((resolve) => {
    if (stop.aborted) resolve(null)
    stop.addEventListener('abort', () => resolve(null))
  })
  const failure = await Promise.race([asked, host.failed])
  if (failure !== null) {
    process.stderr.write(`taskyard: ${failure.message} (${failure.code})\n`)
    return EXIT_CODE[failure.code]
  }
  process.stdout.write('Stopping: what was accepted is kept, what is running runs again at the next start …\n')
  return EXIT.ok
}
