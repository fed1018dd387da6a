/** Which tasks the list of a group's members asks for, in the grammar of the task list. Pure. */
import { readQuery } from '../../shared/query/terms.ts'

type Members = { groupId: number; hasOpenLetters: boolean; query: string }

/** Open letters only, unless there is none or the user's own terms say which. */
export function membersQuery({ groupId, hasOpenLetters, query }: Members): string {
  const isSaid = readQuery(query).some(({ text }) => /^-?letter[:：]/iu.test(text))
  const terms = [`group:${groupId}`, ...(hasOpenLetters && !isSaid ? ['letter:open'] : []), query.trim()]
  return terms.filter((term) => term !== '').join(' ')
}
