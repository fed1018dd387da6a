/** `taskyard operations`. */
import { Command } from 'commander'

export function operationsCommand(): Command {
  return new Command('operations').description('The operator log.')
}
