import { addedPerson, addPersonInput } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { existingPerson } from './acting-person.ts'
import { duplicateOf, requireFreeNames } from './duplicate-person.ts'
import { generatePassword } from './generated-password.ts'
import { personChanged } from './identity-events.ts'
import { identityKey } from './identity-service.ts'
import { requireGoodPassword } from './password-rules.ts'
import { claimFirstAccount, insertPerson } from './person-store.ts'
import { personToView } from './person-view.ts'

export const addPerson = operation({
  name: 'add-person',
  summary: text('사용자를 추가합니다. 바로 로그인할 수 있습니다.', 'Adds a person, who can sign in at once.'),
  access: 'people.write',
  effect: 'write',
  transaction: 'none',
  http: { method: 'POST', path: '/api/v1/people', status: 201 },
  input: z.strictObject(addPersonInput),
  output: addedPerson,
  async run(ctx, input) {
    const identity = ctx.use(identityKey)
    await requireFreeNames(ctx.db, input)
    if (input.password) requireGoodPassword(input.password, { ...input, loginId: input.login_id })
    const password = input.password ?? generatePassword()
    const passwordHash = await identity.hasher.hash(password)
    return ctx.transaction(async (tx) => {
      const now = ctx.clock.now()
      const { language, timeZone } = identity.policy()
      const { email, name, role, login_id: loginId = null, phone = null } = input
      const id = await insertPerson(
        tx,
        { email, loginId, name, passwordHash, role, isApproved: true, phone, language, timeZone },
        now,
      )
      if (id === undefined) throw await duplicateOf(tx, input)
      // An admin made on the command line of an empty installation is its first: nobody may sign up into that place.
      if (role === 'admin') await claimFirstAccount(tx, now)
      ctx.audit({ target: { kind: 'person', id, label: name } })
      await tx.emit(personChanged, { personId: id })
      const person = personToView(await existingPerson(tx, id), now)
      return { ...person, generated_password: input.password === undefined ? password : null }
    })
  },
})
