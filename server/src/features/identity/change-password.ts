import { changePasswordInput, done } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { second } from '#kernel/clock.ts'
import { Failure, invalidField } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { existingPerson, signedInPerson } from './acting-person.ts'
import { forgetDevices } from './device-store.ts'
import { type IdentityService, identityKey } from './identity-service.ts'
import { requireGoodPassword } from './password-rules.ts'
import { replacePassword } from './person-store.ts'
import { deviceOfSession } from './session-store.ts'
import { revokeSessions } from './sessions.ts'
import { admitAttempt, forgetAttempts, type ThrottleKey } from './throttle-store.ts'

export const changePassword = operation({
  name: 'change-password',
  summary: text(
    '현재 비밀번호를 확인하고 새 비밀번호로 바꿉니다. 다른 기기에서는 로그아웃됩니다.',
    'Changes my password, given the current one. Everywhere else I am signed out.',
  ),
  access: 'self.write',
  effect: 'write',
  transaction: 'none',
  rate: 'password',
  http: { method: 'PUT', path: '/api/v1/auth/me/password' },
  input: z.strictObject(changePasswordInput),
  output: done,
  async run(ctx, input) {
    const identity = ctx.use(identityKey)
    const { personId, sessionId } = signedInPerson(ctx.actor)
    const person = await existingPerson(ctx.db, personId)
    const guesses = await countGuess(identity, personId)
    if (!(await identity.hasher.verify(person.passwordHash, input.current_password))) throw wrongCurrent()
    requireGoodPassword(input.new_password, person, 'new_password')
    if (input.new_password === input.current_password) throw notNew()
    const passwordHash = await identity.hasher.hash(input.new_password)
    return ctx.transaction(async (tx) => {
      const now = ctx.clock.now()
      // Two changes at once: the second one's "current" password no longer is.
      if (!(await replacePassword(tx, personId, person.passwordHash, passwordHash, now))) throw wrongCurrent()
      await forgetAttempts(tx, [guesses])
      await forgetDevices(tx, personId, await deviceOfSession(tx, sessionId))
      const revoked = await revokeSessions(tx, personId, sessionId)
      ctx.audit({ target: { kind: 'person', id: personId, label: person.name }, details: { sessions_ended: revoked } })
      return { message: text('비밀번호가 변경되었습니다', 'Your password was changed.')[ctx.language] }
    })
  },
})

/** Whoever found a screen unlocked must not be able to guess the password at leisure. */
async function countGuess(identity: IdentityService, personId: number): Promise<ThrottleKey> {
  const now = identity.clock.now()
  const key: ThrottleKey = { subject: `password:${personId}`, source: '*', free: identity.policy().lockAfter }
  const admission = await identity.database.transaction((tx) => admitAttempt(tx, key, now))
  if (admission.admitted) return key
  throw new Failure(
    'rate_limited',
    text(
      '현재 비밀번호를 여러 번 틀렸습니다. 잠시 후 다시 시도하세요.',
      'The current password was wrong several times. Please wait a little.',
    ),
    { retry_after_seconds: Math.ceil((admission.blockedUntil - now) / second) },
  )
}

const wrongCurrent = (): Failure =>
  invalidField('current_password', text('현재 비밀번호가 올바르지 않습니다', 'The current password is not right.'))

const notNew = (): Failure =>
  invalidField(
    'new_password',
    text('현재 비밀번호와 다른 비밀번호를 입력하세요.', 'Choose one that you do not have now.'),
  )
