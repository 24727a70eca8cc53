import { registered, registerInput } from '@bongsu/contract/identity.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { duplicateOf, requireFreeNames } from './duplicate-person.ts'
import { approvalWanted } from './identity-events.ts'
import { identityKey } from './identity-service.ts'
import { requireGoodPassword } from './password-rules.ts'
import { insertPerson } from './person-store.ts'
import { lookAtTicket, takeTicket } from './sign-up-door.ts'

export const register = operation({
  name: 'register',
  summary: text(
    '계정을 만듭니다. 빈 설치의 첫 계정은 관리자가 됩니다.',
    'Makes an account. The first one of an empty installation becomes its admin.',
  ),
  access: 'public',
  effect: 'write',
  transaction: 'none',
  rate: 'sign-up',
  http: { method: 'POST', path: '/api/v1/auth/register', status: 201 },
  unrecorded: ['invitation'],
  input: z.strictObject(registerInput),
  output: registered,
  async run(ctx, input) {
    const identity = ctx.use(identityKey)
    // Cheap refusals come before the expensive hash. What races is decided again inside the transaction.
    await lookAtTicket(ctx.db, identity, input)
    await requireFreeNames(ctx.db, input)
    requireGoodPassword(input.password, { email: input.email, loginId: input.login_id, name: input.name })
    const passwordHash = await identity.hasher.hash(input.password)
    return ctx.transaction(async (tx) => {
      const now = ctx.clock.now()
      const { role, isApproved } = await takeTicket(tx, identity, input, now)
      const { timeZone } = identity.policy()
      // Whoever reads the form in a language goes on in it.
      const { language } = ctx
      const { email, name, login_id: loginId = null } = input
      const id = await insertPerson(
        tx,
        { email, loginId, name, passwordHash, role, isApproved, language, timeZone },
        now,
      )
      if (id === undefined) throw await duplicateOf(tx, input)
      ctx.audit({ target: { kind: 'person', id, label: name }, details: { role, is_approved: isApproved } })
      if (!isApproved) await tx.emit(approvalWanted, { personId: id, personName: name, personEmail: email })
      return {
        id,
        email,
        login_id: loginId,
        name,
        role,
        is_approved: isApproved,
        message: welcome(isApproved)[ctx.language],
      }
    })
  },
})

const welcome = (isApproved: boolean): Text =>
  isApproved
    ? text('회원가입이 완료되었습니다. 이제 로그인할 수 있습니다.', 'Your account is ready. You can sign in now.')
    : text(
        '회원가입이 완료되었습니다. 관리자 승인 후 로그인 가능합니다.',
        'Your account was made. You can sign in once an administrator has approved it.',
      )
