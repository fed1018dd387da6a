/** Hands a text to the browser as a file to keep. */
export function saveFile(content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = `taskyard-logs-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.txt`
  link.click()
  URL.revokeObjectURL(url)
}
