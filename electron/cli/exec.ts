/**
 * `taskyard exec <instance | function> [-- command…]`: a shell, or a command, inside an instance of the running
 * host. On a terminal it is one itself: keys, Ctrl-C and the size of the window go inside. In a pipe or a script
 * bytes go through as they are, its errors to our own. Ends with the exit code of what ran.
 */
import { once } from 'node:events'
import { Command } from 'commander'
import type { OutputOf } from '../../shared/contract/contract.ts'
import type { terminalsContract } from '../../shared/contract/terminals.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { type ConsoleClient, runningClient } from './consoleClient.ts'
import { execTarget } from './execTarget.ts'
import { EXIT } from './exitCodes.ts'
import { LocalTerminal } from './localTerminal.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'

type ExecOptions = { dir?: string; workspace?: string }
type Read = OutputOf<(typeof terminalsContract)['terminals.read']>
type Request = { target: string; command: string[]; options: ExecOptions }

const READ_BYTES = 262_144
const WRITE_BYTES = 65_536

const HELP = `
Examples:
  taskyard exec pay                       a shell in the newest living instance of the function pay
  taskyard exec c-7f3a0b12                in this instance; the beginning of its id is enough
  taskyard exec pay -- ls -l /tmp         one command; its exit code is passed on
  taskyard exec pay -- sh -c 'cat > /tmp/x' < x`

export function execCommand(finish: (exitCode: number) => void): Command {
  return new Command('exec')
    .description('Log in to an instance: a shell, or a command, in its namespaces, folder and environment.')
    .argument('<target>', 'the id of an instance, or a function: then its newest living instance')
    .argument('[command...]', 'what to run instead of a shell, after --')
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .addHelpText('after', HELP)
    .action(async (target: string, command: string[], options: ExecOptions) =>
      finish(await exec({ target, command, options })),
    )
}

async function exec({ target, command, options }: Request): Promise<number> {
  const projectDir = chooseProjectDir(options.dir)
  const client = runningClient(chooseWorkspaceDir(options.workspace, projectDir), projectDir)
  const instanceId = await execTarget(client, target)
  const local = new LocalTerminal()
  const { terminalId } = await client['terminals.open']({
    instanceId,
    ...local.size,
    isTerminal: local.isTerminal,
    ...(command.length > 0 && { command }),
  })
  try {
    const forwarding = local.begin({
      resized: (size) => client['terminals.resize']({ terminalId, ...size }),
      typed: (bytes) => typed(client, { terminalId, bytes }),
      inputEnded: () => client['terminals.write']({ terminalId, bytes: new Uint8Array(), isEnd: true }),
    })
    const ends = [follow(client, terminalId), local.interrupted.then(() => EXIT.interrupted)]
    return await Promise.race([...ends, forwarding, unread().then(() => EXIT.ok)])
  } finally {
    local.end()
    await client['terminals.close']({ terminalId }).catch(() => {}) // it may be gone with the host
  }
}

async function typed(client: ConsoleClient, { terminalId, bytes }: { terminalId: string; bytes: Uint8Array }) {
  for (let at = 0; at < bytes.length; at += WRITE_BYTES) {
    await client['terminals.write']({ terminalId, bytes: Uint8Array.from(bytes.subarray(at, at + WRITE_BYTES)) })
  }
}

/** Prints what comes until it has ended; resolves with the exit code. */
async function follow(client: ConsoleClient, terminalId: string): Promise<number> {
  for (let afterByte = 0; ; ) {
    const read = await client['terminals.read']({ terminalId, afterByte, limitBytes: READ_BYTES })
    const { bytes, firstByte, nextByte, terminal } = read
    if (firstByte > afterByte) say(`${firstByte - afterByte} bytes were printed too fast to be kept`)
    afterByte = nextByte
    for (const piece of piecesOf(read)) await print(piece)
    if (bytes.length > 0 || terminal.state === 'open') continue
    if (terminal.exitCode !== null) return terminal.exitCode
    throw new AppError('terminal_ended', terminal.endReason ?? 'it has ended')
  }
}

type Piece = { isError: boolean; bytes: Uint8Array }

/** In the order in which they were read. */
function* piecesOf({ bytes, firstByte, errors = [] }: Read): Generator<Piece> {
  let at = 0
  for (const { fromByte, beforeByte } of errors) {
    yield { isError: false, bytes: bytes.subarray(at, fromByte - firstByte) }
    at = beforeByte - firstByte
    yield { isError: true, bytes: bytes.subarray(fromByte - firstByte, at) }
  }
  yield { isError: false, bytes: bytes.subarray(at) }
}

async function print({ isError, bytes }: Piece): Promise<void> {
  const stream = isError ? process.stderr : process.stdout
  if (bytes.length > 0 && !stream.write(bytes)) await once(stream, 'drain')
}

/** `taskyard exec … | head`: whoever read the output has gone. */
const unread = () => new Promise((resolve) => process.stdout.once('error', resolve))

function say(text: string): void {
  process.stderr.write(`taskyard: ${text}\n`)
}
