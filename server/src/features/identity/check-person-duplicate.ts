import { duplicateCheck } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { takenNames } from './person-store.ts'

export const checkPersonDuplicate = operation({
  name: 'check-person-duplicate',
  summary: text(
    '이메일이나 로그인 ID를 쓸 수 있는지 확인합니다.',
    'Tells whether an e-mail address or login id is free.',
  ),
  access: 'people.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/people/check' },
  // Half-typed values are asked about too: what is not even valid is simply not taken.
  input: z.strictObject({
    email: z.string().trim().toLowerCase().max(254).optional(),
    login_id: z.string().trim().toLowerCase().max(100).optional(),
    except_id: z.int().min(1).optional().describe('The person being edited'),
  }),
  output: duplicateCheck,
  async run(ctx, { email, login_id, except_id }) {
    const taken = await takenNames(ctx.db, { email, loginId: login_id }, except_id)
    return { is_available: taken.length === 0, taken }
  },
})
