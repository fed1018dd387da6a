/** The desktop as it is, on a fake Electron: the real preload script, shell, host, threads and store. */
import { join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import { buildPreload } from '../../../electron/cli/buildShell.ts'
import { type HostChoices, startHost } from '../../../electron/host/host.ts'
import { UserPreferences } from '../../../electron/host/userPreferences.ts'
import { prepareShell, Shell } from '../../../electron/shell/shell.ts'
import type { ShellHost } from '../../../electron/shell/shellHost.ts'
import { LinkClient } from '../../../renderer/bridge/linkClient.ts'
import { type DesktopBridge, portWire } from '../../../renderer/bridge/portWire.ts'
import type { ConsoleContract } from '../../../shared/contract/console.contract.ts'
import type { Client } from '../../../shared/contract/contract.ts'
import { createClient } from '../../../shared/contract/createClient.ts'
import { hostChoices } from '../hostChoices.ts'
import { temporaryDir } from '../temporaryDir.ts'
import { until } from '../until.ts'
import { FakeElectron } from './fakeElectron.ts'

export type WindowClient = { client: Client<ConsoleContract>; link: LinkClient }

/** What the page's own code does with what the preload script gives it (renderer/bridge). */
export function clientOfBridge(bridge: DesktopBridge): WindowClient {
  const link = new LinkClient(portWire(bridge))
  onTestFinished(() => link.close())
  return { link, client: createClient<ConsoleContract>((name, input, signal) => link.call(name, input, signal)) }
}

const faulty = new URL('../../fixtures/threads/faulty.ts', import.meta.url)

export async function startTestDesktop(choices: Partial<HostChoices>, platform: NodeJS.Platform = 'linux') {
  const preloadPath = join(temporaryDir(), 'preload.cjs')
  await buildPreload(await import('esbuild'), preloadPath)
  const electron = new FakeElectron()
  const ports = electron.ports(platform)
  prepareShell(ports, { args: [], workingDir: '/' })

  const host = await startHost({
    choices: hostChoices(temporaryDir(), choices),
    stderr: 'quiet',
    entries: { gateway: faulty },
  })
  onTestFinished(() => host.stop())
  const opened: unknown[] = []
  const threadPorts: MessagePort[] = [] // of every connection so far
  const shellHost: ShellHost = {
    connectWindow: () => {
      const port = host.connectWindow()
      if (port !== null) threadPorts.push(port)
      return port
    },
    open: async (choice) => void opened.push(choice),
    stop: () => host.stop(),
    onOpened: () => {},
  }
  const preferences = new UserPreferences({ dir: temporaryDir(), notify: () => {} })
  const shell = new Shell({
    electron: ports,
    host: shellHost,
    preferences,
    rendererDir: temporaryDir(),
    preloadPath,
    elapsedMs: () => performance.now(),
  })
  electron.app.becomeReady()
  shell.start()
  const window = await until(() => electron.windows[0], { what: 'a window' })
  return {
    electron,
    shell,
    host,
    opened,
    threadPorts,
    preferences,
    window,
    ...clientOfBridge(window.webContents.bridge),
  }
}
