/** `taskyard messages`. */
import { Command } from 'commander'

export function messagesCommand(): Command {
  return new Command('messages').description('Local message queues.')
}
