/** `taskyard compensate`. */
import { Command } from 'commander'

export function compensateCommand(): Command {
  return new Command('compensate').description('Run the compensation function on dead letters.')
}
