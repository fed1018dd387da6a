/** Binds an API to a loopback port: the one that was asked for, else the first of several that is free. */
import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../../shared/errors.ts'
import { DEFAULT_FC_PORT } from '../base/hostOptions.ts'

const TRIED_COUNT = 100

/** `asked` null: the remembered port, else 8899, else the next free one (DESIGN.md section 7). */
export function fcPortCandidates(asked: number | null, remembered: number | null): number[] {
  if (asked !== null) return [asked]
  const usual = Array.from({ length: TRIED_COUNT }, (_, index) => DEFAULT_FC_PORT + index)
  return remembered === null ? usual : [remembered, ...usual]
}

/** The last candidate may be 0: any free port. Throws `AppError('port_in_use')` when none is free. */
export async function listenOnFirst(app: FastifyInstance, ports: readonly number[]): Promise<number> {
  for (const port of ports) {
    try {
      await app.listen({ host: '127.0.0.1', port })
      return (app.server.address() as AddressInfo).port // it listens on TCP
    } catch (error) {
      if (!isTaken(error)) throw error
    }
  }
  const [first] = ports
  throw new AppError(
    'port_in_use',
    ports.length === 1
      ? `port ${first} is taken, or this user may not have it: stop what uses it, or choose another one with --port`
      : `no port from ${first} to ${ports.at(-1)} is free: choose one with --port`,
  )
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES')
}
