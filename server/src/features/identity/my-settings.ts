import { preferencesInput, preferencesView } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { invalidField } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { actingPersonId, existingPerson, signedInPerson } from './acting-person.ts'
import { personChanged } from './identity-events.ts'
import type { Person } from './person.ts'
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
  run: async (ctx) => answer(await existingPerson(ctx.db, actingPersonId(ctx.actor))),
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
  async run(ctx, { email_notifications, timezone, time_zone = timezone, ...rest }) {
    if (timezone !== undefined && timezone !== time_zone) throw twoZones()
    const change = { ...rest, ...(time_zone === undefined ? {} : { time_zone }) }
    const { personId } = signedInPerson(ctx.actor)
    const emails =
      email_notifications === undefined ? {} : ({ email_notifications: email_notifications ? 1 : 0 } as const)
    await changePerson(ctx.tx, personId, { ...change, ...emails }, ctx.clock.now())
    const person = await existingPerson(ctx.tx, personId)
    ctx.audit({ target: { kind: 'person', id: personId, label: person.name } })
    await ctx.tx.emit(personChanged, { personId })
    return answer(person)
  },
})

/** `timezone` is what spec B calls it. */
const answer = (person: Person) => ({ ...preferencesToView(person), timezone: person.timeZone })

const twoZones = () =>
  invalidField(
    'timezone',
    text(
      'timezone은 time_zone과 같은 값입니다. 하나만 보내거나 같은 값을 보내세요.',
      'timezone is another name of time_zone: send one of them, or the same value.',
    ),
  )
