/** The console's methods about what becomes of a function's asynchronous calls. */
import type { Handlers } from '../../../shared/contract/contract.ts'
import type { functionsContract } from '../../../shared/contract/functions.contract.ts'
import { notBuilt } from '../../base/notBuilt.ts'
import type { ConsoleDeps } from './consoleDeps.ts'

type AsyncSettings = Pick<
  Handlers<typeof functionsContract>,
  'functions.async' | 'functions.setAsync' | 'functions.revert' | 'functions.writeToFile'
>

export function asyncSettingHandlers(_deps: ConsoleDeps): AsyncSettings {
  return notBuilt<AsyncSettings>(['functions.async', 'functions.setAsync', 'functions.revert', 'functions.writeToFile'])
}
