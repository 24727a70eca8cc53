import { preferencesInput, preferencesView } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { actingPersonId, existingPerson, signedInPerson } from './acting-person.ts'
import { personChanged } from './identity-events.ts'
import { changePerson } from './person-store.ts'
import { preferencesToView } from './person-view.ts'

export const getMySettings = operation({
  name: 'get-my-settings',
  summary: text(
    '내 화면 테마, 언어, 시간대, 메일 알림 설정을 조회합니다.',
    'Shows my theme, language, time zone and e-mail alerts.',
  ),
  access: 'self.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/auth/me/settings' },
  input: z.strictObject({}),
  output: preferencesView,
  run: async (ctx) => preferencesToView(await existingPerson(ctx.db, actingPersonId(ctx.actor))),
})

export const updateMySettings = operation({
  name: 'update-my-settings',
  summary: text(
    '내 화면 테마, 언어, 시간대, 메일 알림 설정을 바꿉니다. 보내지 않은 항목은 그대로 둡니다.',
    'Changes my theme, language, time zone or e-mail alerts. What is left out stays.',
  ),
  access: 'self.write',
  effect: 'write',
  http: { method: 'PUT', path: '/api/v1/auth/me/settings' },
  input: z.strictObject(preferencesInput),
  output: preferencesView,
  async run(ctx, { email_notifications, ...change }) {
    const { personId } = signedInPerson(ctx.actor)
    const emails =
      email_notifications === undefined ? {} : ({ email_notifications: email_notifications ? 1 : 0 } as const)
    await changePerson(ctx.tx, personId, { ...change, ...emails }, ctx.clock.now())
    const person = await existingPerson(ctx.tx, personId)
    ctx.audit({ target: { kind: 'person', id: personId, label: person.name } })
    await ctx.tx.emit(personChanged, { personId })
    return preferencesToView(person)
  },
})
