/** What a host of a test is started with. */
import type { HostChoices } from '../../electron/host/host.ts'

export const TEST_KEY = { id: 'test-key', secret: 'test-secret', accountName: 'default' }

export function hostChoices(workspaceDir: string, choices: Partial<HostChoices> = {}): HostChoices {
  return {
    workspaceDir,
    projectDir: null,
    region: 'cn-hangzhou',
    durability: 'normal',
    fcPort: 0,
    trustAnyKey: false,
    addAccessKeys: [TEST_KEY],
    machineConcurrency: 16,
    maxStartsAtOnce: 2,
    schedulingWindow: 800,
    minFreeDiskBytes: 0,
    maxDatabasePages: null,
    ...choices,
  }
}
