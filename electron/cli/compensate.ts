/** `taskyard compensate`: runs the compensation function on dead letters, or names it. */
import { Command } from 'commander'
import { AppError } from '../../shared/errors.ts'
import { runningClient } from './consoleClient.ts'
import { EXIT } from './exitCodes.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'
import { type RepairOptions, runRepair } from './repairRun.ts'
import { numberOf, selectionOf } from './repairTarget.ts'

type CompensateOptions = RepairOptions & { with?: string; none?: boolean; dir?: string; workspace?: string }
type Request = { functionName: string | undefined; taskIds: string[]; options: CompensateOptions }

const HELP = `
Examples:
  taskyard compensate order-charge --with order-refund       what compensates its failures from now on
  taskyard compensate order-charge order-17 --dry-run        exactly what would be sent
  taskyard compensate order-charge order-17 --wait           run it once; a second time makes no second run
  taskyard compensate --group 3 --yes                        on all open dead letters of a group of the inbox`

export function compensateCommand(finish: (exitCode: number) => void): Command {
  return new Command('compensate')
    .description('Run the compensation function on dead letters, once each, or name it.')
    .argument('[function]', 'the function that failed')
    .argument('[tasks...]', 'ids of its dead letters')
    .option('--group <number>', 'every open dead letter of this group of the inbox', numberOf('group'))
    .option('--with <function>', 'from now on this one compensates its failures')
    .option('--none', 'from now on nothing compensates its failures')
    .option('--dry-run', 'say what would be sent, and do nothing')
    .option('--yes', 'ask nothing')
    .option('--wait', 'wait until the new tasks have ended')
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(async (functionName: string | undefined, taskIds: string[], options: CompensateOptions) =>
      finish(await compensate({ functionName, taskIds, options })),
    )
}

async function compensate({ functionName, taskIds, options }: Request): Promise<number> {
  const isNaming = options.with !== undefined || options.none === true
  if (options.with !== undefined && options.none) {
    throw new AppError('invalid_input', 'give either --with or --none, not both')
  }
  if (isNaming && (functionName === undefined || taskIds.length > 0 || options.group !== undefined)) {
    throw new AppError('invalid_input', '--with and --none go with the name of a function alone')
  }
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  if (isNaming && functionName !== undefined) {
    const compensation = options.with ?? null
    await client['repairs.setCompensation']({ functionName, compensation })
    const sentence =
      compensation === null
        ? `Nothing compensates failures of ${functionName} from now on.`
        : `${compensation} compensates failures of ${functionName} from now on.`
    process.stdout.write(`${options.json ? JSON.stringify({ functionName, compensation }) : sentence}\n`)
    return EXIT.ok
  }
  const selection = await selectionOf(client, { functionName, taskIds, groupId: options.group })
  return runRepair(client, { action: 'compensate', selection, delaySeconds: 0, options })
}
