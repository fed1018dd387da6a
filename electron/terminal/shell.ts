/** What runs when somebody logs in: a shell in the folder of the code, with a prompt that says where it is. */
import { shortInstanceId } from '../../shared/format/shortInstanceId.ts'
import type { LoginTarget } from '../base/instanceCalls.ts'

const ESCAPE = '\x1b'
const FUNCTION_COLOUR = `${ESCAPE}[36m`
const INSTANCE_COLOUR = `${ESCAPE}[90m`
const PLAIN = `${ESCAPE}[0m`

/** Says on descriptor 3 that it is inside, and lets go of what it came in by. */
const ARRIVE = `
cd -- "$1" 2> /dev/null || cd /
{ echo >&3; } 2> /dev/null
exec 3>&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-
`
const BASH = `for shell in /bin/bash /usr/bin/bash /usr/local/bin/bash; do
  if [ -x "$shell" ]; then exec "$shell" --noprofile --norc`
/** Neither the user's start-up files, which belong to another environment, nor into their history. */
const INTERACTIVE_SHELL = `${ARRIVE}
PS1=$2; export PS1
${BASH} -i; fi
done
PS1=$3
exec /bin/sh -i
`
const SHELL_BETWEEN_PIPES = `${ARRIVE}
${BASH}; fi
done
exec /bin/sh
`
const COMMAND = `${ARRIVE}
shift
exec "$@"
`

/** Arguments of /bin/sh. An empty command is a shell. */
export function shellArguments(target: LoginTarget, wish: { command: string[]; isTerminal: boolean }): string[] {
  const { codePath } = target
  if (wish.command.length > 0) return ['-c', COMMAND, 'taskyard', codePath, ...wish.command]
  if (!wish.isTerminal) return ['-c', SHELL_BETWEEN_PIPES, 'taskyard', codePath]
  return ['-c', INTERACTIVE_SHELL, 'taskyard', codePath, bashPrompt(target), plainPrompt(target)]
}

/** `order-charge c-7f3a /code $ ` */
function bashPrompt(target: LoginTarget): string {
  const coloured = (colour: string, text: string) => `\\[${colour}\\]${text}\\[${PLAIN}\\]`
  return `${coloured(FUNCTION_COLOUR, safe(target.functionName))} ${coloured(INSTANCE_COLOUR, shortId(target))} \\w $ `
}

/** Shells other than bash know nothing but variables in it. */
function plainPrompt(target: LoginTarget): string {
  return `${FUNCTION_COLOUR}${safe(target.functionName)}${PLAIN} ${INSTANCE_COLOUR}${shortId(target)}${PLAIN} $PWD $ `
}

const shortId = ({ instanceId }: LoginTarget) => safe(shortInstanceId(instanceId))
/** A shell evaluates its prompt. */
const safe = (text: string) => text.replace(/[^\w.-]/g, '')

/** The instance's own, and what a terminal and the helper need. `extra` is what the caller adds. */
export function shellEnvironment(
  { environment, runtimeDir }: LoginTarget,
  { isTerminal, extra }: { isTerminal: boolean; extra: Record<string, string> },
): Record<string, string> {
  const hasLocale = ['LC_ALL', 'LC_CTYPE', 'LANG'].some((name) => environment[name])
  return {
    ...environment,
    ...(!hasLocale && { LC_CTYPE: 'C.UTF-8' }), // else shells take letters beyond ASCII apart
    ...(isTerminal && { TERM: 'xterm-256color', HISTFILE: '' }),
    ...extra,
    PATH: [`${runtimeDir}/bin`, environment.PATH ?? '/usr/local/bin:/usr/bin:/bin'].join(':'),
  }
}
