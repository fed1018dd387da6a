/**
 * What keeps the namespaces of a program that has ended: a shell that ran it, ended everything else, tells
 * the exit code, and waits. Whoever has logged in stays. It ends when it is told to, and with its host,
 * because then its pipe closes.
 */
import type { Socket } from 'node:net'
import { LineSplitter } from './lineSplitter.ts'

/** A socket: the exit code comes out of it, and its end is the word to go. */
export const LINGER_FD = 4

/**
 * The stray processes of the program are ended one by one, because `kill -9 -1` would end terminals too:
 * those are known by their first process, which has no parent in here. Only from strays that fork faster
 * than they are ended nobody is spared. A child waits for the word, because a shell reaps only while it
 * waits for a child.
 */
export const LINGER = `
exec 9>&2 2> /dev/null
( exec 2>&9 9>&- ${LINGER_FD}>&-; exec "$@" )
code=$?
killed=' '
for round in 1 2 3 4 5 6 7 8 9 10; do
  guests=' ' before=
  while [ "$guests" != "$before" ]; do
    before=$guests strays=
    for folder in /proc/[0-9]*; do
      pid=\${folder#/proc/}
      case "$guests$killed" in *" $pid "*) continue ;; esac
      [ "$pid" = 1 ] || [ "$pid" = $$ ] || ! read -r line < "$folder/stat" && continue
      set -- \${line##*) }
      case "$1 $guests" in
        [ZX]*) ;;
        *" $2 "*) guests="$guests$pid " ;;
        *) [ "$2" = 0 ] && guests="$guests$pid " || strays="$strays $pid" ;;
      esac
    done
  done
  [ "$strays" = '' ] && break
  kill -9 $strays
  killed="$killed$strays "
done
[ "$strays" = '' ] || kill -9 -1
exec < /dev/null > /dev/null 3>&- 9>&-
echo "$code" >&${LINGER_FD}
( read -r line <&${LINGER_FD} )
exit "$code"
`

export class LingeringShell {
  readonly #socket: Socket

  /** `onEnded`: the program has ended, and nothing that it started lives; the namespaces wait for `release`. */
  constructor(socket: Socket, onEnded: (exitCode: number) => void) {
    this.#socket = socket
    const splitter = new LineSplitter((line) => onEnded(Number(line)))
    socket.setEncoding('utf8').on('data', (chunk: string) => splitter.push(chunk))
    socket.on('error', () => {}) // its end is told by that of the process
  }

  release(): void {
    this.#socket.destroy()
  }
}
