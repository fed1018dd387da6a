/** What a person calls a destination: the name at the end of an ARN; an address as it stands. Pure. */
export function targetName(target: string): string {
  if (!target.startsWith('acs:')) return target
  const path = target.split(':').slice(4).join(':')
  const [, name] = /^functions\/([^/]+)/.exec(path) ?? []
  return name ?? path.split('/').findLast((part) => part !== '' && part !== 'messages') ?? target
}
