/** The console's methods about the inbox of dead letters. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { inboxContract } from '../../../shared/contract/inbox.contract.ts'
import { notBuilt } from '../../base/notBuilt.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

export function inboxHandlers(_deps: ConsoleDeps): Handlers<typeof inboxContract> {
  return notBuilt<Handlers<typeof inboxContract>>([
    'inbox.groups',
    'inbox.totals',
    'inbox.group',
    'inbox.setState',
    'inbox.ignore',
    'inbox.resolveLetters',
    'inbox.import',
    'inbox.cloudCommand',
  ])
}
