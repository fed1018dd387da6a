/** The `taskyard` command line: its commands, and how its errors look. */
import { Command, CommanderError } from 'commander'
import { AppError, toWireError } from '../../shared/errors.ts'
import { VERSION } from '../base/version.ts'
import { compareCommand } from './compare.ts'
import { compensateCommand } from './compensate.ts'
import { configCommand } from './config.ts'
import { deliveriesCommand } from './deliveries.ts'
import { envCommand } from './env.ts'
import { execCommand } from './exec.ts'
import { EXIT, EXIT_CODE, EXIT_CODES_HELP } from './exitCodes.ts'
import { holdCommand } from './hold.ts'
import { inboxCommand } from './inbox.ts'
import { instancesCommand } from './instances.ts'
import { invokeCommand } from './invoke.ts'
import { logsCommand } from './logs.ts'
import { messagesCommand } from './messages.ts'
import { metricsCommand } from './metrics.ts'
import { openCommand } from './open.ts'
import { operationsCommand } from './operations.ts'
import { replayCommand } from './replay.ts'
import { serveCommand } from './serve.ts'

/** The program with its commands; they call `finish` with the exit code if it is not 0. */
export function commandLine(finish: (exitCode: number) => void): Command {
  const program = new Command('taskyard')
    .description('Runs serverless asynchronous tasks of Function Compute on this machine, offline.')
    .version(VERSION)
    .addHelpText('after', EXIT_CODES_HELP)
  for (const command of [
    openCommand(finish),
    serveCommand(finish),
    invokeCommand(finish),
    envCommand(),
    execCommand(finish),
    holdCommand(),
    instancesCommand(),
    logsCommand(),
    metricsCommand(),
    inboxCommand(),
    replayCommand(finish),
    compensateCommand(finish),
    compareCommand(),
    deliveriesCommand(finish),
    messagesCommand(),
    configCommand(),
    operationsCommand(),
  ])
    program.addCommand(command)
  return program
}

/** Runs one command; resolves with the exit code. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  const end = args.indexOf('--') // what follows belongs to a command inside
  const wantsJson = (end < 0 ? args : args.slice(0, end)).includes('--json')
  let exitCode: number = EXIT.ok
  const program = commandLine((code) => {
    exitCode = code
  })
  for (const command of withSubcommands(program)) {
    command.exitOverride().configureOutput({ writeErr: (text) => wantsJson || process.stderr.write(text) })
  }

  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok // --help and --version
    if (!(error instanceof CommanderError)) {
      showError(error, wantsJson)
      return error instanceof AppError ? EXIT_CODE[error.code] : EXIT.internal
    }
    if (wantsJson) showError(new AppError('invalid_input', error.message.replace(/^error: /, '')), true)
    return EXIT.badInput // commander has said what is wrong
  }
}

const withSubcommands = (command: Command): Command[] => [command, ...command.commands.flatMap(withSubcommands)]

function showError(error: unknown, asJson: boolean): void {
  const wire = toWireError(error)
  if (asJson) {
    process.stdout.write(`${JSON.stringify(wire)}\n`)
    return
  }
  process.stderr.write(`taskyard: ${wire.message} (${wire.code})\n`)
  if (wire.code === 'internal' && error instanceof Error) process.stderr.write(`${error.stack}\n`)
}
