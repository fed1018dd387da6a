/** The command that shows or changes a function's asynchronous configuration in a shell. Pure. */
import { functionArn, parseTarget, queueArn } from '../../shared/domain/destinationTarget.ts'
import type { AsyncValues } from './asyncSettings.ts'

export function configCommand(functionName: string, change: Partial<AsyncValues>): string {
  const { asyncTask, maxRetryAttempts, maxAgeSeconds, onSuccess, onFailure, compensation } = change
  const options = [
    ...(asyncTask === undefined ? [] : ['--task-mode', asyncTask ? 'on' : 'off']),
    ...(maxRetryAttempts === undefined ? [] : ['--retries', String(maxRetryAttempts)]),
    ...(maxAgeSeconds === undefined ? [] : ['--max-age', String(maxAgeSeconds)]),
    ...(onSuccess === undefined ? [] : ['--on-success', targetWord(onSuccess)]),
    ...(onFailure === undefined ? [] : ['--on-failure', targetWord(onFailure)]),
    ...(compensation === undefined ? [] : ['--compensation', compensation ?? 'none']),
  ]
  return ['taskyard', 'config', functionName, ...options].map(quoted).join(' ')
}

function targetWord(target: string | null): string {
  if (target === null) return 'none'
  const parsed = parseTarget(target)
  if (parsed.kind === 'function' && target === functionArn(parsed.functionName))
    return `function:${parsed.functionName}`
  if (parsed.kind === 'queue' && target === queueArn(parsed.queueName)) return `queue:${parsed.queueName}`
  return target
}

/** As a POSIX shell takes it. */
const quoted = (word: string) => (/^[\w./:@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)
