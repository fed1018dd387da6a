/** Whoever reads what a process prints may go before it: a terminal that is closed, a pipe's other end. */

/** Without this a process that prints then would end at once, and a host with it, in the middle of its work. */
export function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {}) // EPIPE, EIO: nobody reads
}
