/** A client of the running host of a workspace, or of one that is started for the occasion. */
import { setTimeout as pause } from 'node:timers/promises'
import type { ConsoleContract } from '../../shared/contract/console.contract.ts'
import type { Client } from '../../shared/contract/contract.ts'
import { createClient } from '../../shared/contract/createClient.ts'
import type { Endpoint } from '../../shared/contract/hostFiles.ts'
import { AppError } from '../../shared/errors.ts'
import { readEndpoint } from '../host/endpointFile.ts'
import { type Host, type HostChoices, startHost } from '../host/host.ts'
import { httpTransport } from './httpTransport.ts'

export type ConsoleClient = Client<ConsoleContract>

const STARTING_HOST_MS = 10_000
const LOOK_EVERY_MS = 100

export function clientOf(endpoint: Endpoint): ConsoleClient {
  return createClient<ConsoleContract>(httpTransport(endpoint))
}

/** Throws `AppError('unavailable')` when no host serves the workspace. */
export function runningClient(workspaceDir: string, projectDir: string): ConsoleClient {
  const endpoint = readEndpoint(workspaceDir)
  if (endpoint !== null) return clientOf(endpoint)
  throw new AppError(
    'unavailable',
    `no host is running for ${projectDir} (workspace ${workspaceDir}): start one with "taskyard serve ${projectDir}"`,
  )
}

/** `host` is null when one was running already; else the caller stops it. */
export async function anyClient(choices: HostChoices): Promise<{ client: ConsoleClient; host: Host | null }> {
  const running = readEndpoint(choices.workspaceDir)
  if (running !== null) return { client: clientOf(running), host: null }
  try {
    const host = await startHost({ choices, stderr: 'quiet' })
    if (host.projectError === null) return { client: clientOf(host.endpoint), host }
    await host.stop()
    throw host.projectError
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'workspace_in_use') throw error
    return { client: clientOf(await startingEndpoint(choices.workspaceDir, error)), host: null }
  }
}

/** Another host has the lock and has not said yet where it listens. Throws `inUse` when it does not say it soon. */
export async function startingEndpoint(workspaceDir: string, inUse: AppError): Promise<Endpoint> {
  for (let waitedMs = 0; waitedMs < STARTING_HOST_MS; waitedMs += LOOK_EVERY_MS) {
    const endpoint = readEndpoint(workspaceDir)
    if (endpoint !== null) return endpoint
    await pause(LOOK_EVERY_MS)
  }
  throw inUse
}
