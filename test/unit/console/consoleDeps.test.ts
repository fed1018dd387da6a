import { describe, expect, it } from 'vitest'
import { accountId, type ConsoleDeps } from '../../../electron/api/console/consoleDeps.ts'
import type { AccessKey } from '../../../electron/engine/ports.ts'

const keyOf = (name: string, id: number): AccessKey => ({
  id: `key-${id}`,
  secret: 's',
  account: { id, name, uid: '1' },
})

function deps(projectAccount: { id: number } | null) {
  let asked = 0
  const accessKeys = async () => {
    asked++
    return [keyOf('shop', 7), keyOf('default', 3)]
  }
  const given = { queries: { accessKeys }, project: projectAccount && { account: projectAccount } }
  return { deps: given as unknown as ConsoleDeps, asked: () => asked } // what is looked at
}

describe('the account that the console acts for', () => {
  it('is the default one without a project, and is looked up once', async () => {
    const { deps: given, asked } = deps(null)
    expect([await accountId(given), await accountId(given), asked()]).toEqual([3, 3, 1])
  })

  it("is the project's as long as that stays, and the new one when it changes", async () => {
    const account = { id: 7 }
    const { deps: given, asked } = deps(account)
    expect(await accountId(given)).toBe(7)
    account.id = 8
    expect([await accountId(given), asked()]).toEqual([8, 0])
  })
})
