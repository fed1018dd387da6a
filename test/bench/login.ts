/** How does a terminal in an instance feel, and how fast does it print, set against a bare pty on this machine? */
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { spawn } from 'node-pty'
import { readEndpoint } from '../../electron/host/endpointFile.ts'
import { LinkClient } from '../../renderer/bridge/linkClient.ts'
import { socketWire } from '../../renderer/bridge/socketWire.ts'
import type { ConsoleContract } from '../../shared/contract/console.contract.ts'
import type { Client } from '../../shared/contract/contract.ts'
import { createClient } from '../../shared/contract/createClient.ts'
import { MIB_BYTES } from '../../shared/units/bytes.ts'
import type { Bench, Measurement, RunSize } from './bench.ts'
import { startBenchHost } from './benchHost.ts'
import { NOOP } from './benchProject.ts'
import { percentile } from './figures.ts'

const PROMPT = '$ '
const READ_BYTES = 262_144
const KEY_EVERY_MS = 5
const SIZE = { columns: 120, rows: 40 }
const MEGABYTE_BYTES = 1_000_000

const sizesOf = ({ isQuick }: RunSize) => ({
  openCount: isQuick ? 3 : 20,
  keyCount: isQuick ? 30 : 400,
  printedBytes: (isQuick ? 20 : 200) * MEGABYTE_BYTES,
})
type Sizes = ReturnType<typeof sizesOf>

const printing = (bytes: number) => ['/bin/sh', '-c', `stty raw; yes 0123456789abcde | head -c ${bytes}`]

/** A terminal that is being measured: what it prints comes as it comes. */
type Measured = {
  type(text: string): void
  close(): Promise<void>
}
type Opened = (
  command: string[] | null,
  heard: (bytes: Uint8Array) => void,
) => Promise<Measured & { ended: Promise<void> }>

async function measure(open: Opened, { openCount, keyCount, printedBytes }: Sizes): Promise<Measurement> {
  const openMs: number[] = []
  for (let count = 0; count < openCount; count++) {
    const startedMs = performance.now()
    const shell = await atPrompt(open)
    openMs.push(performance.now() - startedMs)
    await shell.close()
  }
  const keyMs = await keyTimesMs(open, keyCount)
  return {
    first_prompt_p50_ms: percentile(openMs, 0.5),
    keystroke_p50_ms: percentile(keyMs, 0.5),
    keystroke_p99_ms: percentile(keyMs, 0.99),
    output_megabytes_per_second: await megabytesPerSecond(open, printedBytes),
  }
}

async function atPrompt(open: Opened, heard: (text: string) => void = () => {}) {
  const prompt = Promise.withResolvers<void>()
  let printed = ''
  const terminal = await open(null, (bytes) => {
    const text = Buffer.from(bytes).toString()
    printed += text
    if (printed.endsWith(PROMPT)) prompt.resolve()
    heard(text)
  })
  await prompt.promise
  return terminal
}

/** From a key to its echo, one after the other as somebody types. */
async function keyTimesMs(open: Opened, count: number): Promise<number[]> {
  let echo = Promise.withResolvers<void>()
  const terminal = await atPrompt(open, (text) => {
    if (text.includes('x')) echo.resolve()
  })
  const timesMs: number[] = []
  for (let key = 0; key < count; key++) {
    echo = Promise.withResolvers()
    const startedMs = performance.now()
    terminal.type('x')
    await echo.promise
    timesMs.push(performance.now() - startedMs)
    if (key % 50 === 49) terminal.type('\x15') // an empty line again
    await pause(KEY_EVERY_MS)
  }
  await terminal.close()
  return timesMs
}

async function megabytesPerSecond(open: Opened, bytes: number): Promise<number> {
  let readBytes = 0
  const startedMs = performance.now()
  const { ended } = await open(printing(bytes), (chunk) => {
    readBytes += chunk.length
  })
  await ended
  if (readBytes !== bytes) throw new Error(`${bytes} bytes were printed, and ${readBytes} were read`)
  return bytes / MEGABYTE_BYTES / ((performance.now() - startedMs) / 1_000)
}

async function measureOurs(size: RunSize): Promise<Measurement> {
  await using host = await startBenchHost()
  const endpoint = readEndpoint(host.workspaceDir)
  if (endpoint === null) throw new Error('the host does not say where it listens')
  const link = new LinkClient(socketWire({ baseUrl: endpoint.url, token: endpoint.token })) // as a window has it
  try {
    const client = createClient<ConsoleContract>((name, input, signal) => link.call(name, input, signal))
    const instanceId = await prewarmed(client)
    const beforeBytes = residentBytes(endpoint.pid)
    const figures = await measure(openInInstance(client, instanceId), sizesOf(size))
    return { ...figures, host_growth_mib: (residentBytes(endpoint.pid) - beforeBytes) / MIB_BYTES }
  } finally {
    link.close()
  }
}

async function prewarmed(client: Client<ConsoleContract>): Promise<string> {
  await client['instances.prewarm']({ functionName: NOOP, count: 1 })
  for (;;) {
    const { living } = await client['instances.list']({ functionName: NOOP })
    const idle = living.find(({ state }) => state === 'idle')
    if (idle !== undefined) return idle.instanceId
    await pause(20)
  }
}

function openInInstance(client: Client<ConsoleContract>, instanceId: string): Opened {
  return async (command, heard) => {
    const { terminalId } = await client['terminals.open']({ instanceId, ...SIZE, ...(command && { command }) })
    const follow = async () => {
      for (let afterByte = 0; ; ) {
        const read = await client['terminals.read']({ terminalId, afterByte, limitBytes: READ_BYTES })
        afterByte = read.nextByte
        if (read.bytes.length > 0) heard(read.bytes)
        else if (read.terminal.state === 'ended') return
      }
    }
    const ended = follow()
    return {
      ended,
      type: (text) => void client['terminals.write']({ terminalId, bytes: new TextEncoder().encode(text) }),
      async close() {
        await client['terminals.close']({ terminalId })
        await ended.catch(() => {}) // it was forgotten before its last read
      },
    }
  }
}

/** node-pty as everybody uses it, with the same shell, in this process. */
const openBare: Opened = async (command, heard) => {
  const [file, ...args] = command ?? ['/bin/bash', '--noprofile', '--norc', '-i']
  if (file === undefined) throw new Error('there is nothing to run')
  const env = { ...process.env, PS1: `bench ${PROMPT}` }
  const pty = spawn(file, args, { cols: SIZE.columns, rows: SIZE.rows, env, encoding: null })
  const ended = new Promise<void>((resolve) => pty.onExit(() => resolve()))
  pty.onData((bytes: unknown) => heard(bytes as Uint8Array)) // without an encoding it gives buffers
  return {
    ended,
    type: (text) => pty.write(text),
    async close() {
      pty.kill('SIGKILL')
      await ended
    },
  }
}

function residentBytes(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kib) * 1_024
}

export const login: Bench = {
  name: 'login',
  about: 'a terminal in an idle instance, read as a window reads it: over a socket, with acknowledgement',
  notes: [
    'first_prompt: from the call that opens it until the prompt is there. keystroke: from a key to its echo. output: a program that prints',
    '200 MB, every byte of it read. host_growth: memory of the host after all that. "plain node-pty": the same shell and program in a pty',
    'of the measuring process itself, neither in an instance nor over a socket.',
  ],
  subjects: [
    { name: 'taskyard', kind: 'ours', measure: (size) => measureOurs(size) },
    { name: 'plain node-pty', kind: 'limit', measure: (size) => measure(openBare, sizesOf(size)) },
  ],
  targets: [
    { figure: 'first_prompt_p50_ms', times: 100, against: null },
    { figure: 'keystroke_p99_ms', times: 3, against: 'plain node-pty' },
    { figure: 'output_megabytes_per_second', times: 0.25, against: 'plain node-pty' },
    { figure: 'host_growth_mib', times: 96, against: null },
  ],
}
