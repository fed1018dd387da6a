/** `taskyard config`. */
import { Command } from 'commander'

export function configCommand(): Command {
  return new Command('config').description('What becomes of asynchronous calls of a function.')
}
