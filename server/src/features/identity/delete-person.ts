import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { existingPerson } from './acting-person.ts'
import { forgetDevices } from './device-store.ts'
import { personChanged } from './identity-events.ts'
import { keepingAnAdmin } from './last-admin.ts'
import { changePerson, savePicture } from './person-store.ts'
import { revokeSessions } from './sessions.ts'
import { isSelf, notOnSelf } from './update-person.ts'

export const deletePerson = operation({
  name: 'delete-person',
  summary: text(
    '사용자를 삭제합니다. 기록에는 이름이 남고, 이메일과 로그인 ID는 다시 쓸 수 있게 됩니다.',
    'Deletes a person. The record keeps the name; the e-mail address and login id become free.',
  ),
  access: 'people.write',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/people/{id}', status: 204 },
  input: z.strictObject({ id: z.int().min(1) }),
  output: z.null(),
  async run(ctx, { id }) {
    const { tx } = ctx
    const now = ctx.clock.now()
    await keepingAnAdmin(tx, async () => {
      const person = await existingPerson(tx, id)
      if (isSelf(ctx.actor, id)) throw notOnSelf(text('삭제', 'delete'))
      await changePerson(tx, id, { deleted_at: now }, now)
      await savePicture(tx, id, null)
      await forgetDevices(tx, id)
      await revokeSessions(tx, id)
      ctx.audit({ target: { kind: 'person', id, label: person.name }, details: { email: person.email } })
    })
    await tx.emit(personChanged, { personId: id })
    return null
  },
})
