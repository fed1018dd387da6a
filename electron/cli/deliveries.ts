/** `taskyard deliveries`. */
import { Command } from 'commander'

export function deliveriesCommand(): Command {
  return new Command('deliveries').description('What was delivered to destinations.')
}
