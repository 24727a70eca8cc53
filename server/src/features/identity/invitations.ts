import { emailField, invitationView, newInvitation, roleField } from '@bongsu/contract/identity.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { day, isoTime, isoTimeOrNull } from '#kernel/clock.ts'
import { notFound } from '#kernel/errors.ts'
import { operation } from '#platform/operations/operation.ts'
import { actingPersonId } from './acting-person.ts'
import { requireFreeNames } from './duplicate-person.ts'
import { allInvitations, deleteInvitation, type Invitation, insertInvitation } from './invitation-store.ts'
import { newToken, tokenHash } from './tokens.ts'

export const invitePerson = operation({
  name: 'invite-person',
  summary: text(
    '초대 코드를 만듭니다. 코드를 받은 사람은 승인 없이 가입할 수 있습니다.',
    'Makes an invitation. Whoever has its code can sign up without waiting for approval.',
  ),
  access: 'people.write',
  effect: 'write',
  http: { method: 'POST', path: '/api/v1/invitations', status: 201 },
  input: z.strictObject({
    email: emailField.optional().describe('Only this address may use it'),
    role: roleField.default('user'),
    valid_days: z.int().min(1).max(90).default(7),
  }),
  output: newInvitation,
  async run(ctx, { email = null, role, valid_days }) {
    if (email) await requireFreeNames(ctx.tx, { email })
    const now = ctx.clock.now()
    const code = newToken()
    const invitation = await insertInvitation(
      ctx.tx,
      {
        codeHash: tokenHash(code),
        email,
        role,
        createdBy: actingPersonId(ctx.actor),
        expiresAt: now + valid_days * day,
      },
      now,
    )
    ctx.audit({ target: { kind: 'invitation', id: invitation.id, ...(email ? { label: email } : {}) } })
    return { ...invitationToView(invitation), code }
  },
})

export const listInvitations = operation({
  name: 'list-invitations',
  summary: text('초대를 최신순으로 조회합니다.', 'Lists invitations, newest first.'),
  access: 'people.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/invitations' },
  input: z.strictObject({}),
  output: z.object({ items: z.array(invitationView) }),
  run: async (ctx) => ({ items: (await allInvitations(ctx.db)).map(invitationToView) }),
})

export const revokeInvitation = operation({
  name: 'revoke-invitation',
  summary: text('초대를 거둡니다.', 'Takes an invitation back.'),
  access: 'people.write',
  effect: 'destructive',
  http: { method: 'DELETE', path: '/api/v1/invitations/{id}', status: 204 },
  input: z.strictObject({ id: z.int().min(1) }),
  output: z.null(),
  async run(ctx, { id }) {
    if ((await deleteInvitation(ctx.tx, id)) === 0) throw notFound(text('초대', 'The invitation'))
    ctx.audit({ target: { kind: 'invitation', id } })
    return null
  },
})

const invitationToView = (invitation: Invitation) => ({
  id: invitation.id,
  email: invitation.email,
  role: invitation.role,
  created_at: isoTime(invitation.created_at),
  expires_at: isoTime(invitation.expires_at),
  used_at: isoTimeOrNull(invitation.used_at),
})
