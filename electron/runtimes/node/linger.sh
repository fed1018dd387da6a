# Keeps the namespaces of a program that has ended: runs it, ends what it left behind, tells its exit code on
# file descriptor 4, and waits there for the end of the file, which also comes when the host dies. Read with
# `.` by the first shell inside; "$@" is the program. Only what every shell has, and few processes: it is part
# of each start of a function that holds its failures.

exec 9>&2 2> /dev/null
( exec 2>&9 9>&- 4>&-; exec "$@" )
code=$?

# Whoever has logged in stays, so this is no `kill -9 -1`: a guest is known by its first process, which has no
# parent in here. What forks faster than it is ended spares nobody.
killed=' '
for round in 1 2 3 4 5 6 7 8 9 10; do
  guests=' ' before=
  while [ "$guests" != "$before" ]; do
    before=$guests strays=
    for folder in /proc/[0-9]*; do
      pid=${folder#/proc/}
      case "$guests$killed" in *" $pid "*) continue ;; esac
      [ "$pid" = 1 ] || [ "$pid" = $$ ] || ! read -r line < "$folder/stat" && continue
      set -- ${line##*) } # its state, its parent, and so on
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
echo "$code" >&4
( read -r line <&4 ) # in a child, because a shell reaps only while it waits for one
exit "$code"
