/** Which links may leave the window: to documents about what Taskyard runs, by https, in the user's own browser. */

export const LINK_HOSTS = [
  'developer.mozilla.org',
  'github.com',
  'help.aliyun.com',
  'nodejs.org',
  'www.alibabacloud.com',
] as const

export function isExternalLink(url: string): boolean {
  if (!URL.canParse(url)) return false
  const { protocol, hostname, port, username, password } = new URL(url)
  const isPlain = protocol === 'https:' && port === '' && username === '' && password === ''
  return isPlain && LINK_HOSTS.some((host) => host === hostname)
}
