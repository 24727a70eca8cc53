import { personView } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { existingPerson } from './acting-person.ts'
import { personApproved, personChanged } from './identity-events.ts'
import { setApproved } from './person-store.ts'
import { personToView } from './person-view.ts'

export const approvePerson = operation({
  name: 'approve-person',
  summary: text('가입한 사람이 로그인할 수 있도록 승인합니다.', 'Lets somebody who signed up sign in.'),
  access: 'people.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/people/{id}/approve' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: personView,
  async run(ctx, { id }) {
    const now = ctx.clock.now()
    const before = await existingPerson(ctx.tx, id)
    ctx.audit({ target: { kind: 'person', id, label: before.name } })
    if (!(await setApproved(ctx.tx, id, now))) return personToView(await existingPerson(ctx.tx, id), now)
    await ctx.tx.emit(personApproved, { personId: id })
    await ctx.tx.emit(personChanged, { personId: id })
    return personToView(await existingPerson(ctx.tx, id), now)
  },
})
