import { personView } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { existingPerson } from './acting-person.ts'
import { personToView } from './person-view.ts'

export const getPerson = operation({
  name: 'get-person',
  summary: text('사용자 한 명을 조회합니다.', 'Shows one person.'),
  access: 'people.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/people/{id}' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: personView,
  run: async (ctx, { id }) => personToView(await existingPerson(ctx.db, id), ctx.clock.now()),
})
