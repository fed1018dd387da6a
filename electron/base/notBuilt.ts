/** Stands in for methods that are being built; is gone when they are. */
import { AppError } from '../../shared/errors.ts'

export function notBuilt<T>(methods: readonly (keyof T & string)[]): T {
  const entries = methods.map((method) => [
    method,
    async () => {
      throw new AppError('internal', `${method} is not built yet`)
    },
  ])
  return Object.fromEntries(entries) as T
}
