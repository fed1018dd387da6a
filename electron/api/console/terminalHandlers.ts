/** The console's methods about terminals. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { terminalsContract } from '../../../shared/contract/terminals.contract.ts'
import type { LoginTarget } from '../../base/instanceCalls.ts'
import { accountId, type ConsoleDeps } from './consoleDeps.ts'

export function terminalHandlers(deps: ConsoleDeps): Handlers<typeof terminalsContract> {
  const { terminals, queries } = deps
  const isOurs = async ({ functionId, functionName }: LoginTarget): Promise<boolean> => {
    const owner = await accountId(deps)
    const query = { accountId: owner, functionName, instanceIds: [], endedLimit: 0, cursor: null }
    const { functions } = await queries.listInstances(query) // also of a function that was deleted
    return functions.some((one) => one.functionId === functionId)
  }
  return {
    'terminals.open': ({ columns, rows, ...wish }) =>
      terminals.open({ ...wish, window: { columns, rows }, mayEnter: isOurs }),
    'terminals.list': () => ({ terminals: terminals.list() }),
    'terminals.read': (wish, signal) => terminals.read(wish, signal),
    'terminals.write': async ({ terminalId, bytes, isEnd }) => {
      if (bytes.length > 0) await terminals.write(terminalId, bytes)
      if (isEnd) terminals.endInput(terminalId)
      return {}
    },
    'terminals.resize': ({ terminalId, columns, rows }) => {
      terminals.resize(terminalId, { columns, rows })
      return {}
    },
    'terminals.close': async ({ terminalId }) => {
      await terminals.close(terminalId)
      return {}
    },
  }
}
