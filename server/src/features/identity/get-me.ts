import { meView } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { actingPersonId, existingPerson } from './acting-person.ts'
import { meToView } from './person-view.ts'

export const getMe = operation({
  name: 'get-me',
  summary: text('내 정보를 조회합니다.', 'Shows my own account.'),
  access: 'self.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/auth/me' },
  input: z.strictObject({}),
  output: meView,
  run: async (ctx) => meToView(ctx.db, await existingPerson(ctx.db, actingPersonId(ctx.actor))),
})
