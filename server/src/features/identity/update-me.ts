import { meView, updateMeInput } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { existingPerson, signedInPerson } from './acting-person.ts'
import { changeNamedPerson } from './duplicate-person.ts'
import { personChanged } from './identity-events.ts'
import { savePicture } from './person-store.ts'
import { meToView } from './person-view.ts'
import { requirePicture } from './picture.ts'

export const updateMe = operation({
  name: 'update-me',
  summary: text(
    '내 이름, 로그인 ID, 사진, 전화번호를 바꿉니다.',
    'Changes my name, login id, picture or phone number.',
  ),
  access: 'self.write',
  effect: 'write',
  http: { method: 'PATCH', path: '/api/v1/auth/me' },
  unrecorded: ['picture'],
  input: z.strictObject(updateMeInput),
  output: meView,
  async run(ctx, input) {
    const { personId } = signedInPerson(ctx.actor)
    if (input.picture) requirePicture(input.picture)
    const { picture, ...change } = input
    await changeNamedPerson(ctx.tx, personId, change, ctx.clock.now())
    if (picture !== undefined) await savePicture(ctx.tx, personId, picture)
    const person = await existingPerson(ctx.tx, personId)
    ctx.audit({ target: { kind: 'person', id: personId, label: person.name } })
    await ctx.tx.emit(personChanged, { personId })
    return meToView(ctx.tx, person)
  },
})
