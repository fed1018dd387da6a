/** `taskyard compare`. */
import { Command } from 'commander'

export function compareCommand(): Command {
  return new Command('compare').description('Two attempts side by side.')
}
