/** Hands a text to the browser as a file to keep. */
type FileName = { kind: string; extension: string }

export function saveFile(content: Blob, { kind, extension }: FileName = { kind: 'logs', extension: 'txt' }): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = `taskyard-${kind}-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${extension}`
  link.click()
  URL.revokeObjectURL(url)
}
