/** Turns chunks of text into calls of `use`, one for each line. */
export function lines(use: (line: string) => void): (chunk: string) => void {
  let rest = ''
  return (chunk) => {
    const text = rest + chunk
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      use(text.slice(start, end))
      start = end + 1
    }
    rest = text.slice(start)
  }
}
