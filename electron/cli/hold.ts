/** `taskyard hold <function>`: for how long an instance is kept to be looked at after an attempt failed in it. */
import { Command, InvalidArgumentError } from 'commander'
import { MAX_HOLD_MINUTES } from '../../shared/domain/limits.ts'
import { AppError } from '../../shared/errors.ts'
import { runningClient } from './consoleClient.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'

type HoldOptions = { minutes?: number; off?: boolean; dir?: string; workspace?: string; json?: boolean }

export function holdCommand(): Command {
  return new Command('hold')
    .description('Keep the instance of a failed attempt for some minutes, to log in and look at what it left.')
    .argument('<function>', 'its name')
    .option('--minutes <n>', `keep it so long, up to ${MAX_HOLD_MINUTES}`, wholeMinutes)
    .option('--off', 'keep none')
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print JSON')
    .action(hold)
}

async function hold(functionName: string, options: HoldOptions): Promise<void> {
  if (options.minutes !== undefined && options.off) {
    throw new AppError('invalid_input', 'give either --minutes or --off, not both')
  }
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  const wanted = options.off ? 0 : options.minutes
  if (wanted !== undefined) await client['functions.setHold']({ functionName, minutes: wanted })
  const { holdMinutes } = await client['functions.get']({ functionName })
  process.stdout.write(options.json ? `${JSON.stringify({ functionName, holdMinutes })}\n` : sentence(holdMinutes))
}

function sentence(holdMinutes: number): string {
  if (holdMinutes === 0) return 'Instances end at once when an attempt fails in them.\n'
  const time = holdMinutes === 1 ? '1 minute' : `${holdMinutes} minutes`
  return `When an attempt fails, its instance is kept for ${time}. It takes no other task meanwhile.\n`
}

function wholeMinutes(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > MAX_HOLD_MINUTES) {
    throw new InvalidArgumentError(`It is a whole number of minutes up to ${MAX_HOLD_MINUTES}.`)
  }
  return Number(text)
}
