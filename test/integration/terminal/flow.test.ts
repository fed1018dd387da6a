/** How output and input flow, with programs on this machine itself: there is nothing of an instance in it. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { startTicks } from '../../../electron/engine/instances/processTree.ts'
import { KEPT_BYTES } from '../../../electron/terminal/openTerminal.ts'
import { ATTENTIVE_MS, HIGH_WATER_BYTES } from '../../../electron/terminal/readers.ts'
import { UNATTENDED_MS } from '../../../electron/terminal/terminals.ts'
import { KIB_BYTES, MIB_BYTES } from '../../../shared/units/bytes.ts'
import { FakeClock } from '../../support/fakeClock.ts'
import { processesNamed } from '../../support/instanceProcesses.ts'
import { loginTarget } from '../../support/standInSession.ts'
import { openTerminals, Watcher } from '../../support/testTerminals.ts'
import { until } from '../../support/until.ts'

const NEVER = new AbortController().signal
/** This process, as if it were an instance that nothing keeps apart. */
const target = loginTarget({
  pid: process.pid,
  pidStartedAtTicks: startTicks(process.pid),
  hasNamespaces: false,
  environment: { PATH: process.env.PATH ?? '' },
  codePath: '/',
})

function host(clock?: FakeClock) {
  return openTerminals({ loginTarget: () => target, ...(clock && { clock }) })
}
const shell = (script: string) => ['sh', '-c', script]

/** Reads on until the end, and keeps a hash of it only. */
async function digest({ terminals }: ReturnType<typeof host>, terminalId: string) {
  const hash = createHash('sha256')
  let [nextByte, lostBytes, peakBytes] = [0, 0, 0]
  for (;;) {
    const read = await terminals.read({ terminalId, afterByte: nextByte, limitBytes: 262_144 }, NEVER)
    lostBytes += read.firstByte - nextByte
    nextByte = read.nextByte
    hash.update(read.bytes)
    peakBytes = Math.max(peakBytes, process.memoryUsage().arrayBuffers)
    if (read.bytes.length === 0 && read.terminal.state === 'ended') break
  }
  return { sha256: hash.digest('hex'), bytes: nextByte, lostBytes, peakBytes }
}

describe.runIf(process.platform === 'linux')('a program that prints 200 MB', () => {
  it('is read without a byte lost, while memory stays where it was', async () => {
    const own = host()
    const beforeBytes = process.memoryUsage().arrayBuffers
    const { terminalId } = await own.open('c-1', shell('stty raw; yes 0123456789abcde | head -c 200000000'))
    const read = await digest(own, terminalId)
    const expected = createHash('sha256')
      .update('0123456789abcde\n'.repeat(200_000_000 / 16))
      .digest('hex')
    expect(read).toMatchObject({ sha256: expected, bytes: 200_000_000, lostBytes: 0 })
    expect(read.peakBytes - beforeBytes).toBeLessThan(64 * MIB_BYTES)
  })
})

describe.runIf(process.platform === 'linux')('a program that prints any bytes', () => {
  it('is read exactly, to its last one, also when it has ended long before its reader comes to it', async () => {
    const own = host()
    const script =
      'stty raw -echo; for i in 1 2 3; do awk \'BEGIN { for (i = 0; i < 256; i++) printf "%c", i }\'; done; head -c 700000 /dev/zero; printf "the\\377end"'
    const { terminalId } = await own.open('c-1', shell(`LC_ALL=C; export LC_ALL; ${script}`))
    await until(() => own.terminals.list()[0]?.state === 'ended', { what: 'its end' })
    const watcher = new Watcher(own.terminals, { terminalId })
    await watcher.done
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const tail = Buffer.concat([Buffer.from('the'), Buffer.of(0xff), Buffer.from('end')])
    expect(Buffer.compare(watcher.bytes, Buffer.concat([all, all, all, Buffer.alloc(700_000), tail]))).toBe(0)
  })
})

/** `yes` with a word of its own, and how much it has written so far. */
async function endless(own: ReturnType<typeof host>) {
  const word = `word-${Math.random().toString(36).slice(2)}`
  const { terminalId } = await own.open('c-1', ['yes', word])
  const [pid] = await until(
    () => {
      const pids = processesNamed(`yes\0${word}`)
      return pids.length === 1 && pids
    },
    { what: 'yes to run' },
  )
  const hasWritten = (bytes: number) =>
    until(() => Number(/wchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1]) >= bytes, {
      what: `yes to write ${bytes} bytes`,
    })
  const read = (afterByte: number, limitBytes = MIB_BYTES) =>
    own.terminals.read({ terminalId, afterByte, limitBytes }, NEVER)
  const readUntil = async (fromByte: number, toByte: number) => {
    for (let nextByte = fromByte; nextByte < toByte; ) {
      const found = await read(nextByte)
      expect(found.firstByte).toBe(nextByte)
      nextByte = found.nextByte
    }
  }
  return { terminalId, hasWritten, read, readUntil }
}

describe.runIf(process.platform === 'linux')('a program that prints without end', () => {
  it('waits for a reader who does not go on, and goes on with the reader', async () => {
    const { hasWritten, read, readUntil } = await endless(host(new FakeClock()))
    await read(0, 10)
    await hasWritten(0.85 * HIGH_WATER_BYTES) // it writes less than comes out: each line end becomes two bytes
    const { firstByte, bytes } = await read(10)
    expect(firstByte).toBe(10)
    expect(bytes.length).toBeLessThan(1.5 * HIGH_WATER_BYTES)
    await readUntil(10 + bytes.length, 4 * MIB_BYTES)
  })

  it('waits when nobody reads and as much is unread as is kept, of which a late reader misses nothing', async () => {
    const { hasWritten, readUntil } = await endless(host())
    await hasWritten(KEPT_BYTES - 224 * KIB_BYTES)
    await readUntil(0, 4 * MIB_BYTES)
  })

  it('no longer waits for a reader who was not heard of for long; who comes back learns what is lost', async () => {
    const clock = new FakeClock()
    const { hasWritten, read, readUntil } = await endless(host(clock))
    await read(0, 10)
    await hasWritten(0.85 * HIGH_WATER_BYTES) // it writes less than comes out: each line end becomes two bytes
    clock.advanceMs(ATTENTIVE_MS + 1)
    await hasWritten(2 * HIGH_WATER_BYTES)
    await readUntil(10, 4 * MIB_BYTES) // another one, who reads on
    const { firstByte, bytes } = await read(10)
    expect(firstByte).toBeGreaterThan(10)
    expect(bytes.length).toBeGreaterThan(0)
  })

  it('is read by two windows alike', async () => {
    const own = host()
    const { terminalId } = await own.open('c-1', ['seq', '1', '200000'])
    const [one, other] = [new Watcher(own.terminals, { terminalId }), new Watcher(own.terminals, { terminalId })]
    await Promise.all([one.done, other.done])
    const expected = Array.from({ length: 200_000 }, (_, index) => `${index + 1}\r\n`).join('')
    for (const { text, lostBytes } of [one, other])
      expect({ isAll: text === expected, lostBytes }).toEqual({ isAll: true, lostBytes: 0 })
  })
})

describe.runIf(process.platform === 'linux')('a program that does not read what is typed', () => {
  it('makes the typing wait, refuses what is far too much, and can still be ended', async () => {
    const own = host()
    const { terminalId } = await own.open('c-1', shell('stty -echo; echo ready; exec sleep 1000'))
    const watcher = new Watcher(own.terminals, { terminalId })
    await watcher.sees('ready')
    const lines = Buffer.from('a line\n'.repeat(9_000))
    const writes = Array.from({ length: 20 }, () => own.terminals.write(terminalId, lines).catch((error) => error))
    expect(await Promise.race(writes.slice(17))).toMatchObject({ code: 'concurrency_exceeded' })
    await own.terminals.close(terminalId)
    const codes = (await Promise.all(writes)).map((error) => error?.code)
    expect(codes).toContain('terminal_ended')
    await watcher.done
  })
})

describe.runIf(process.platform === 'linux')('a terminal', () => {
  it('tells the size of its window to what runs in it', async () => {
    const own = host()
    const { terminalId } = await own.open(
      'c-1',
      shell('trap "stty size" WINCH; echo ready; while sleep 0.01; do :; done'),
    )
    const watcher = new Watcher(own.terminals, { terminalId })
    await watcher.sees('ready')
    own.terminals.resize(terminalId, { columns: 132, rows: 43 })
    await watcher.sees('43 132')
    expect(own.terminals.list()).toMatchObject([{ columns: 132, rows: 43 }])
  })

  it('is ended when nobody has looked at it for ten minutes', async () => {
    const clock = new FakeClock()
    const own = host(clock)
    await own.open('c-1', ['sleep', '1000'])
    clock.advanceMs(UNATTENDED_MS + 1)
    await until(() => own.terminals.list()[0]?.state === 'ended', { what: 'its end' })
    expect(own.terminals.list()[0]?.endReason).toBe('It was ended because nobody had looked at it for 10 minutes.')
    expect(own.told).toEqual([{ 'c-1': 1 }, {}])
  })

  it('is not ended for that while somebody waits for its output', async () => {
    const clock = new FakeClock()
    const own = host(clock)
    const unread = await own.open('c-1', ['sleep', '1000'])
    const read = await own.open('c-1', ['sleep', '1000'])
    const cancel = new AbortController()
    const waiting = own.terminals.read({ terminalId: read.terminalId, afterByte: 0, limitBytes: 1 }, cancel.signal)
    clock.advanceMs(UNATTENDED_MS + 1)
    await until(() => own.terminals.list()[0]?.state === 'ended', { what: 'the end of the other one' })
    expect(own.terminals.list()).toMatchObject([{ terminalId: unread.terminalId }, { state: 'open' }])
    cancel.abort()
    expect((await waiting).bytes.length).toBe(0)
  })

  it('says so after its end when somebody types, and is nowhere once it was closed', async () => {
    const own = host()
    const { terminalId } = await own.open('c-1', shell('exit 3'))
    await new Watcher(own.terminals, { terminalId }).done
    await expect(own.terminals.write(terminalId, Buffer.from('x'))).rejects.toMatchObject({ code: 'terminal_ended' })
    await own.terminals.close(terminalId)
    await expect(own.terminals.close(terminalId)).rejects.toMatchObject({ code: 'terminal_not_found' })
  })

  it('stays listed after its end, as one of the last twenty', async () => {
    const own = host()
    const ids: string[] = []
    for (let index = 0; index < 22; index++) {
      const { terminalId } = await own.open('c-1', ['true'])
      await new Watcher(own.terminals, { terminalId }).done
      ids.push(terminalId)
    }
    expect(own.terminals.list().map(({ terminalId }) => terminalId)).toEqual(ids.slice(2))
  })

  it('is refused for the instance of another account, and for a process that has the pid of an ended one', async () => {
    const own = host()
    const wish = { instanceId: 'c-1', window: { columns: 80, rows: 24 } }
    await expect(own.terminals.open({ ...wish, mayEnter: () => false })).rejects.toMatchObject({
      code: 'instance_not_found',
    })
    const reused = openTerminals({ loginTarget: () => ({ ...target, pidStartedAtTicks: 1 }) })
    await expect(reused.open('c-1')).rejects.toMatchObject({ code: 'instance_ended' })
    expect([...own.told, ...reused.told]).toEqual([{ 'c-1': 1 }, {}, { 'c-1': 1 }, {}])
  })
})

describe.runIf(process.platform === 'linux')('a session without a terminal', () => {
  it('keeps output and errors apart, takes input to its end, and is counted but not listed', async () => {
    const own = host()
    const session = await own.terminals.openSession({
      instanceId: 'c-1',
      window: null,
      command: shell('cat; echo oops >&2; exit 4'),
      mayEnter: () => true,
    })
    const output = { stdout: '', stderr: '' }
    session.onOutput((channel, bytes) => {
      output[channel] += Buffer.from(bytes).toString()
    })
    await session.write(Buffer.from('through and through'))
    session.endInput()
    expect(await session.exited).toEqual({ exitCode: 4, reason: 'It ended with exit code 4.' })
    expect(output).toEqual({ stdout: 'through and through', stderr: 'oops\n' })
    expect([own.told, own.terminals.list()]).toEqual([[{ 'c-1': 1 }, {}], []])
  })
})

describe.runIf(process.platform === 'linux')('a program between pipes', () => {
  it('is read with a note of which bytes are its errors', async () => {
    const { terminals } = host()
    const { terminalId } = await terminals.open({
      instanceId: 'c-1',
      window: { columns: 80, rows: 24 },
      command: shell('printf out; read -r line; printf err >&2; read -r line; printf end'),
      isTerminal: false,
      mayEnter: () => true,
    })
    const read = (afterByte: number) => terminals.read({ terminalId, afterByte, limitBytes: 100 }, NEVER)
    expect(await read(0)).not.toHaveProperty('errors')
    await terminals.write(terminalId, Buffer.from('\n'))
    expect(await read(3)).toMatchObject({
      bytes: new Uint8Array(Buffer.from('err')),
      errors: [{ fromByte: 3, beforeByte: 6 }],
    })
    await terminals.write(terminalId, Buffer.from('\n'))
    expect(await read(6)).not.toHaveProperty('errors')
    expect(await read(0)).toMatchObject({
      bytes: new Uint8Array(Buffer.from('outerrend')),
      errors: [{ fromByte: 3, beforeByte: 6 }],
    })
  })
})

describe.runIf(process.platform === 'linux')('a terminal that has ended', () => {
  it('leaves no file open in the host', async () => {
    const own = host()
    const before = readdirSync('/proc/self/fd').length
    for (let n = 0; n < 5; n++) {
      const { terminalId } = await own.open('c-1', ['true'])
      await new Watcher(own.terminals, { terminalId }).done
    }
    await until(() => readdirSync('/proc/self/fd').length <= before, { what: 'its pseudoterminals to be closed' })
  })
})

describe.runIf(process.platform === 'linux')('a command that the system refuses', () => {
  it.each([
    ['too long', ['echo', 'x'.repeat(3 * MIB_BYTES)]],
    ['with a NUL', ['echo', 'a\0b']],
  ])('is told, and nothing is left of it: %s', async (_, command) => {
    const own = host()
    const before = readdirSync('/proc/self/fd').length
    await expect(own.open('c-1', command)).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('this command cannot be run'),
    })
    expect(own.told.at(-1)).toEqual({})
    await until(() => readdirSync('/proc/self/fd').length <= before, { what: 'its pseudoterminal to be closed' })
  })
})
