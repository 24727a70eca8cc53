import { personView, updatePersonInput } from '@bongsu/contract/identity.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { Failure } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import { operation } from '#platform/operations/operation.ts'
import { existingPerson } from './acting-person.ts'
import { changeNamedPerson } from './duplicate-person.ts'
import { personChanged } from './identity-events.ts'
import { keepingAnAdmin } from './last-admin.ts'
import type { Person } from './person.ts'
import { personToView } from './person-view.ts'
import { revokeSessions } from './sessions.ts'

export const updatePerson = operation({
  name: 'update-person',
  summary: text(
    '사용자의 이름, 역할, 사용 여부 등을 바꿉니다. 비활성화하면 바로 로그아웃됩니다.',
    'Changes a person’s name, role, state and so on. Disabling signs them out at once.',
  ),
  access: 'people.write',
  effect: 'write',
  http: { method: 'PATCH', path: '/api/v1/people/{id}' },
  input: z.strictObject({ id: z.int().min(1), ...updatePersonInput }),
  output: personView,
  async run(ctx, { id, is_enabled, ...change }) {
    const { tx } = ctx
    const now = ctx.clock.now()
    const after = await keepingAnAdmin(tx, async () => {
      const before = await existingPerson(tx, id)
      refuseOnSelf(ctx.actor, before, { role: change.role, isEnabled: is_enabled })
      const enabled = is_enabled === undefined ? {} : ({ is_enabled: is_enabled ? 1 : 0 } as const)
      await changeNamedPerson(tx, id, { ...change, ...enabled }, now)
      if (before.isEnabled && is_enabled === false) await revokeSessions(tx, id)
      const after = await existingPerson(tx, id)
      ctx.audit({ target: { kind: 'person', id, label: after.name }, details: { changes: changesOf(before, after) } })
      return after
    })
    await tx.emit(personChanged, { personId: id })
    return personToView(after, now)
  },
})

function refuseOnSelf(
  actor: Actor,
  before: Person,
  wanted: { role: Person['role'] | undefined; isEnabled: boolean | undefined },
): void {
  if (!isSelf(actor, before.id)) return
  if (wanted.role !== undefined && wanted.role !== before.role)
    throw new Failure('forbidden', text('자신의 역할은 변경할 수 없습니다', 'You cannot change your own role.'))
  if (wanted.isEnabled === false) throw notOnSelf(text('비활성화', 'disable'))
}

export const isSelf = (actor: Actor, personId: number): boolean =>
  (actor.kind === 'person' || actor.kind === 'token') && actor.personId === personId

export const notOnSelf = (what: Text): Failure =>
  new Failure('forbidden', text(`자신의 계정은 ${what.ko}할 수 없습니다.`, `You cannot ${what.en} your own account.`))

const recorded = ['email', 'loginId', 'name', 'role', 'isEnabled', 'phone'] as const

/** For the audit line: what really changed, from what to what. */
const changesOf = (before: Person, after: Person): Record<string, unknown> =>
  Object.fromEntries(
    recorded
      .filter((field) => before[field] !== after[field])
      .map((field) => [field, { from: before[field], to: after[field] }]),
  )
