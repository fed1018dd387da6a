/** `taskyard inbox`. */
import { Command } from 'commander'

export function inboxCommand(): Command {
  return new Command('inbox').description(
    'Dead letters in groups: list, acknowledge, ignore, resolve, bring home from the cloud.',
  )
}
