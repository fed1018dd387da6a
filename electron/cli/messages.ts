/** `taskyard messages`: the local message queues of the running host, and what is in them. */
import { Command, InvalidArgumentError } from 'commander'
import type { Message } from '../../shared/contract/messages.contract.ts'
import { AppError } from '../../shared/errors.ts'
import { toWireJson } from '../base/wireJson.ts'
import { type ConsoleClient, runningClient } from './consoleClient.ts'
import { messageList, queueList } from './messageText.ts'
import { readPayload } from './payload.ts'
import { chooseProjectDir, chooseWorkspaceDir } from './projectChoice.ts'

type Place = { dir?: string; workspace?: string; json?: boolean }
type Answer = { value: unknown; text: string }
type Options = {
  visibility?: number
  delay: number
  limit: number
  delete?: boolean
  hidden?: boolean
  text?: string
}

const MAX_VISIBILITY_SECONDS = 43_200
const MAX_DELAY_SECONDS = 604_800
const MAX_RECEIVED = 16
const MAX_PEEKED = 200
const DEFAULT_VISIBILITY_SECONDS = 30
const DEFAULT_PEEKED = 20

const HELP = `
Examples:
  taskyard messages                            the queues, and how many messages each has
  taskyard messages peek failures --text 4711  look at messages without taking them
  taskyard messages send failures @body.json   send a file; "-" sends what comes in on stdin
  taskyard messages receive failures           take the oldest one: it is hidden for a time
  taskyard messages delete failures <handle>   delete what was received, for good
  taskyard messages remove failures            delete the queue with all that is in it`

export function messagesCommand(): Command {
  const command = new Command('messages')
    .description('Local message queues, which stand for SMQ (MNS) queues here: list, send, receive, peek, delete.')
    .option('--dir <dir>', 'the project (default: this folder if it has an s.yaml, else the bundled sample)')
    .option('--workspace <dir>', 'the workspace, if the host was started with one')
    .option('--json', 'print JSON')
    .addHelpText('after', HELP)
    .action((_options: unknown, self: Command) => answer(self, list))
  const sub = (name: string, description: string) =>
    command
      .command(name)
      .description(description)
      .argument('<queue>', 'its name')
      .configureHelp({ showGlobalOptions: true })

  const visibility = '--visibility <seconds>'
  const seconds = wholeNumber(1, MAX_VISIBILITY_SECONDS)
  sub('create', 'Make a queue, or change for how long its received messages are hidden.')
    .option(visibility, 'hide received messages for so long', seconds, DEFAULT_VISIBILITY_SECONDS)
    .action((queue: string, _, self) => answer(self, create(queue, self.opts())))
  sub('send', 'Send a message, up to 64 KB of text. The queue is made when it is not there.')
    .argument('<body>', 'the text, @file, or - for stdin')
    .option('--delay <seconds>', 'hide it at first for so long', wholeNumber(0, MAX_DELAY_SECONDS), 0)
    .action((queue: string, body: string, _, self) => answer(self, send({ queueName: queue, body }, self.opts())))
  sub('receive', 'Take messages, the oldest first, and hide them for a time.')
    .option('--limit <n>', `take up to so many, ${MAX_RECEIVED} at most`, wholeNumber(1, MAX_RECEIVED), 1)
    .option(visibility, "hide them for so long (default: the queue's time)", seconds)
    .option('--delete', 'delete them as soon as they are printed here')
    .action((queue: string, _, self) => answer(self, receive(queue, self.opts())))
  sub('peek', 'Look at messages without taking them, the oldest first.')
    .option('--limit <n>', `so many at most, up to ${MAX_PEEKED}`, wholeNumber(1, MAX_PEEKED), DEFAULT_PEEKED)
    .option('--hidden', 'those that are hidden, too')
    .option('--text <text>', 'only messages whose body has this text')
    .action((queue: string, _, self) => answer(self, peek(queue, self.opts())))
  sub('delete', 'Delete a message.')
    .argument('<message>', 'the receipt handle of its last receive, or its id')
    .action((queue: string, message: string, _, self) => answer(self, deleteMessage(queue, message)))
  sub('purge', 'Delete all messages of a queue.').action((queue: string, _, self) => answer(self, purge(queue)))
  sub('remove', 'Delete a queue with its messages.').action((queue: string, _, self) => answer(self, remove(queue)))
  return command
}

async function answer(command: Command, ask: (client: ConsoleClient) => Promise<Answer>): Promise<void> {
  const { dir, workspace, json }: Place = command.optsWithGlobals()
  const projectDir = chooseProjectDir(dir)
  const client = runningClient(chooseWorkspaceDir(workspace, projectDir), projectDir)
  const { value, text } = await ask(client)
  process.stdout.write(`${json ? toWireJson(value) : text}\n`)
}

async function list(client: ConsoleClient): Promise<Answer> {
  const value = await client['messages.queues']({})
  return { value, text: queueList(value.queues, Date.now()) }
}

const create =
  (queueName: string, { visibility = DEFAULT_VISIBILITY_SECONDS }: Options) =>
  async (client: ConsoleClient): Promise<Answer> => {
    const value = await client['messages.createQueue']({ queueName, visibilitySeconds: visibility })
    return { value, text: `Messages that are received from ${queueName} are hidden for ${visibility} s.` }
  }

const send =
  ({ queueName, body }: { queueName: string; body: string }, { delay }: Options) =>
  async (client: ConsoleClient): Promise<Answer> => {
    const text = await readPayload(body)
    if (typeof text !== 'string') throw new AppError('invalid_input', 'a message is text: these bytes are no UTF-8')
    const value = await client['messages.send']({ queueName, body: text, delaySeconds: delay })
    return { value, text: `Sent ${value.messageId}.` }
  }

const receive =
  (queueName: string, { limit, visibility, delete: deletes }: Options) =>
  async (client: ConsoleClient): Promise<Answer> => {
    const value = await client['messages.receive']({
      queueName,
      limit,
      ...(visibility !== undefined && { visibilitySeconds: visibility }),
    })
    if (deletes) {
      for (const { receiptHandle } of value.messages) await client['messages.delete']({ queueName, receiptHandle })
    }
    const text = messageList(value.messages, Date.now())
    return {
      value,
      text: text === '' ? 'No message is visible: the queue is empty, or others have taken what it has.' : text,
    }
  }

const peek =
  (queueName: string, { limit, hidden = false, text }: Options) =>
  async (client: ConsoleClient): Promise<Answer> => {
    const messages: Message[] = []
    let cursor: string | null = null
    do {
      const page: { messages: Message[]; nextCursor: string | null } = await client['messages.peek']({
        queueName,
        includeHidden: hidden,
        limit: limit - messages.length,
        ...(text !== undefined && { text }),
        ...(cursor !== null && { cursor }),
      })
      messages.push(...page.messages)
      cursor = page.nextCursor
    } while (messages.length < limit && cursor !== null)
    const shown = messageList(messages, Date.now())
    const none = hidden
      ? 'There is no such message.'
      : 'There is no such message; --hidden shows those that are hidden, too.'
    return { value: { messages, hasMore: cursor !== null }, text: shown === '' ? none : shown }
  }

const deleteMessage =
  (queueName: string, message: string) =>
  async (client: ConsoleClient): Promise<Answer> => {
    const by = message.includes('-') ? { receiptHandle: message } : { messageId: message }
    return { value: await client['messages.delete']({ queueName, ...by }), text: 'It is deleted.' }
  }

const purge =
  (queueName: string) =>
  async (client: ConsoleClient): Promise<Answer> => {
    const value = await client['messages.purge']({ queueName })
    return { value, text: `Deleted ${counted(value.deletedCount)}.` }
  }

const remove =
  (queueName: string) =>
  async (client: ConsoleClient): Promise<Answer> => {
    const value = await client['messages.deleteQueue']({ queueName })
    return { value, text: `Deleted the queue ${queueName} with ${counted(value.deletedCount)}.` }
  }

const counted = (count: number) => (count === 1 ? '1 message' : `${count} messages`)

function wholeNumber(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text)
    if (!/^\d{1,6}$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`)
    }
    return value
  }
}
