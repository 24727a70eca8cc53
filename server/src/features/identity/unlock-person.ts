import { personView } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { operation } from '#platform/operations/operation.ts'
import { existingPerson } from './acting-person.ts'
import { personToView } from './person-view.ts'
import { subjectsOf } from './sign-in-attempt.ts'
import { forgetSubjects } from './throttle-store.ts'

export const unlockPerson = operation({
  name: 'unlock-person',
  summary: text(
    '비밀번호를 여러 번 틀려 잠긴 계정을 풀고 틀린 횟수를 0으로 되돌립니다.',
    'Ends every wait after wrong passwords and sets their count back to zero.',
  ),
  access: 'people.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/people/{id}/unlock' },
  input: z.strictObject({ id: z.int().min(1) }),
  output: personView,
  async run(ctx, { id }) {
    const person = await existingPerson(ctx.tx, id)
    await forgetSubjects(ctx.tx, subjectsOf(person))
    ctx.audit({ target: { kind: 'person', id, label: person.name } })
    return personToView(await existingPerson(ctx.tx, id), ctx.clock.now())
  },
})
