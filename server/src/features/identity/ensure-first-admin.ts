import { emailField, newPassword } from '@bongsu/contract/identity.ts'
import { z } from 'zod'
import { systemActor } from '#kernel/operation.ts'
import { parseInput } from '#platform/operations/parse.ts'
import type { IdentityService } from './identity-service.ts'
import { requireGoodPassword } from './password-rules.ts'
import { claimFirstAccount, insertPerson, needsFirstAccount } from './person-store.ts'

const given = z.strictObject({ email: emailField, password: newPassword })

/**
 * The first admin from the configuration, for installations set up without a browser. Does nothing once there is an
 * account, so the settings may stay in place. A bad address or password is refused like anywhere else.
 */
export async function ensureFirstAdmin(
  identity: IdentityService,
  account: { readonly email: string; readonly password: string },
): Promise<'created' | 'exists'> {
  if (!(await needsFirstAccount(identity.database))) return 'exists'
  const { email, password } = parseInput(given, account, identity.policy().language)
  requireGoodPassword(password, { email })
  const passwordHash = await identity.hasher.hash(password)
  const { language, timeZone } = identity.policy()
  return identity.database.transaction(async (tx) => {
    const now = identity.clock.now()
    if (!(await claimFirstAccount(tx, now))) return 'exists'
    const name = language === 'ko' ? '관리자' : 'Administrator'
    const id = await insertPerson(
      tx,
      { email, loginId: null, name, passwordHash, role: 'admin', isApproved: true, language, timeZone },
      now,
    )
    if (id === undefined) return 'exists'
    await identity.writeAudit(tx, {
      action: 'register',
      actor: systemActor('start'),
      origin: { door: 'system' },
      outcome: 'done',
      input: { email },
      target: { kind: 'person', id, label: name },
    })
    return 'created'
  })
}
