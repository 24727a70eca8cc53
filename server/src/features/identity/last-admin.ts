import { text } from '@bongsu/contract/text.ts'
import { Failure } from '#kernel/errors.ts'
import type { Tx } from '#platform/db/contract.ts'
import { activeAdmins, takeTurn } from './person-store.ts'

/**
 * Does a change that may take an admin away, and refuses it when none would be left who can act. Such changes go one
 * after the other, so that two admins cannot demote each other at the same moment.
 */
export async function keepingAnAdmin<Result>(tx: Tx, change: () => Promise<Result>): Promise<Result> {
  await takeTurn(tx)
  const result = await change()
  if ((await activeAdmins(tx)).length > 0) return result
  throw new Failure(
    'conflict',
    text(
      '마지막 관리자입니다. 다른 관리자를 먼저 지정하세요.',
      'This is the last administrator. Make somebody else one first.',
    ),
  )
}
