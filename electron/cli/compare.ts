/** `taskyard compare <left> <right>`: two attempts side by side, and what differs between them. */
import { Command, InvalidArgumentError } from 'commander'
import { comparisonText } from './comparisonText.ts'
import { runningClient } from './consoleClient.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'

type CompareOptions = { dir?: string; workspace?: string; json?: boolean }
type Side = { functionName: string; taskId: string; attempt?: number }

const HELP = `
Examples:
  taskyard compare charge/order-17 charge/order-18       the last attempt of each
  taskyard compare charge/order-17@1 charge/order-17@3   two attempts of one task`

export function compareCommand(): Command {
  return new Command('compare')
    .description('Show what differs between two attempts: payload, code, environment, configuration and log.')
    .argument('<left>', 'function/task, or function/task@attempt', sideOf)
    .argument('<right>', 'the other one', sideOf)
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action(compare)
}

async function compare(left: Side, right: Side, options: CompareOptions): Promise<void> {
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  const comparison = await client['comparisons.get']({ left, right })
  process.stdout.write(options.json ? `${JSON.stringify(comparison)}\n` : `${comparisonText(comparison)}\n`)
}

/** A task id has no "@", so what follows the last one is the attempt. */
export function sideOf(text: string): Side {
  const [, functionName, taskId, attempt] = /^([^/@]+)\/([^/@]+)(?:@([1-9]\d{0,4}))?$/.exec(text) ?? []
  if (functionName === undefined || taskId === undefined) {
    throw new InvalidArgumentError('It is like charge/order-17, or charge/order-17@2 for the second attempt.')
  }
  return { functionName, taskId, ...(attempt !== undefined && { attempt: Number(attempt) }) }
}
