/** `taskyard replay`. */
import { Command } from 'commander'

export function replayCommand(): Command {
  return new Command('replay').description('Make new tasks of old ones.')
}
