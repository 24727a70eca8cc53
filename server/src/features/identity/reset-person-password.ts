import { newPassword, resetPassword } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { existingPerson } from './acting-person.ts'
import { forgetDevices } from './device-store.ts'
import { generatePassword } from './generated-password.ts'
import { identityKey } from './identity-service.ts'
import { requireGoodPassword } from './password-rules.ts'
import { changePerson } from './person-store.ts'
import { revokeSessions } from './sessions.ts'
import { subjectsOf } from './sign-in-attempt.ts'
import { forgetSubjects } from './throttle-store.ts'
import { isSelf } from './update-person.ts'

export const resetPersonPassword = operation({
  name: 'reset-person-password',
  summary: text(
    '사용자의 비밀번호를 새로 정하거나 만들어 한 번만 보여줍니다. 모든 기기에서 로그아웃됩니다.',
    'Sets a person’s password, or makes one and shows it once. They are signed out everywhere.',
  ),
  access: 'people.write',
  effect: 'destructive',
  transaction: 'none',
  http: { method: 'POST', path: '/api/v1/people/{id}/reset-password' },
  input: z.strictObject({ id: z.int().min(1), password: newPassword.optional() }),
  output: resetPassword,
  async run(ctx, { id, password: given }) {
    const identity = ctx.use(identityKey)
    const person = await existingPerson(ctx.db, id)
    if (isSelf(ctx.actor, id)) throw useOwnForm()
    if (given) requireGoodPassword(given, person)
    const password = given ?? generatePassword()
    const passwordHash = await identity.hasher.hash(password)
    return ctx.transaction(async (tx) => {
      await changePerson(tx, id, { password_hash: passwordHash }, ctx.clock.now())
      // Deleted while the hash was computed: nobody is told a password that opens nothing.
      await existingPerson(tx, id)
      await forgetSubjects(tx, subjectsOf(person))
      await forgetDevices(tx, id)
      const revoked = await revokeSessions(tx, id)
      ctx.audit({ target: { kind: 'person', id, label: person.name }, details: { sessions_ended: revoked } })
      return { generated_password: given === undefined ? password : null }
    })
  },
})

/** One's own password takes the current one: an open screen must not be enough. */
const useOwnForm = (): Failure =>
  new Failure(
    'forbidden',
    text(
      '자신의 비밀번호는 내 정보에서 현재 비밀번호를 확인하고 바꿔 주세요.',
      'Change your own password in your profile, where it takes the current one.',
    ),
  )
