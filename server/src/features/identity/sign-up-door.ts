import type { Role } from '@bongsu/contract/permissions.ts'
import { text } from '@bongsu/contract/text.ts'
import { Failure, invalidField } from '#kernel/errors.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import type { IdentityService } from './identity-service.ts'
import { findOpenInvitation, useInvitation } from './invitation-store.ts'
import { claimFirstAccount, needsFirstAccount } from './person-store.ts'
import { isSameText, tokenHash } from './tokens.ts'

/** As what somebody comes in. */
export interface Standing {
  readonly role: Role
  readonly isApproved: boolean
}

interface Newcomer {
  readonly email: string
  readonly setup_code?: string | undefined
  readonly invitation?: string | undefined
}

interface Ticket extends Standing {
  readonly kind: 'first' | 'invited' | 'walk-in'
  readonly invitationId?: number
}

/** Whether, and as what, somebody may come in as things stand. Throws the refusal. */
export async function lookAtTicket(db: Db, identity: IdentityService, newcomer: Newcomer): Promise<Ticket> {
  if (await needsFirstAccount(db)) {
    requireSetupCode(identity, newcomer.setup_code)
    return { kind: 'first', role: 'admin', isApproved: true }
  }
  const { signUpMode, signUpRole } = identity.policy()
  if (newcomer.invitation) return invitedTicket(db, identity, newcomer.email, newcomer.invitation)
  if (signUpMode === 'open' || signUpMode === 'approval')
    return { kind: 'walk-in', role: signUpRole, isApproved: signUpMode === 'open' }
  throw signUpMode === 'closed' ? closed() : byInvitationOnly()
}

/** Takes the ticket, inside the transaction: of fifty first accounts at once, one is the first. */
export async function takeTicket(
  tx: Tx,
  identity: IdentityService,
  newcomer: Newcomer,
  now: number,
): Promise<Standing> {
  const ticket = await lookAtTicket(tx, identity, newcomer)
  const isOurs =
    ticket.kind === 'walk-in' ||
    (ticket.kind === 'first' && (await claimFirstAccount(tx, now))) ||
    (ticket.invitationId !== undefined && (await useInvitation(tx, ticket.invitationId, now)))
  // Somebody was quicker: with the first account gone, the door is looked at again as it is for everybody.
  return isOurs ? ticket : lookAtTicket(tx, identity, newcomer)
}

async function invitedTicket(db: Db, identity: IdentityService, email: string, code: string): Promise<Ticket> {
  if (identity.policy().signUpMode === 'closed') throw closed()
  const invitation = await findOpenInvitation(db, tokenHash(code.trim()), identity.clock.now())
  if (!invitation || (invitation.email !== null && invitation.email !== email))
    throw invalidField(
      'invitation',
      text(
        '초대가 올바르지 않거나 이미 쓰였거나 기한이 지났습니다. 새 초대를 요청하세요.',
        'This invitation is not valid for you, was used, or has expired. Please ask for a new one.',
      ),
    )
  return { kind: 'invited', role: invitation.role, isApproved: true, invitationId: invitation.id }
}

function requireSetupCode(identity: IdentityService, given: string | undefined): void {
  if (identity.setupCode === null || isSameText(given?.trim() ?? '', identity.setupCode)) return
  throw invalidField(
    'setup_code',
    given
      ? text(
          '설정 코드가 맞지 않습니다. 서버를 시작한 화면(로그)에 출력된 코드를 입력하세요.',
          'The set-up code is wrong. Enter the one the server printed when it started.',
        )
      : text(
          '첫 계정을 만들려면 서버를 시작한 화면(로그)에 출력된 설정 코드가 필요합니다.',
          'The first account needs the set-up code that the server printed when it started.',
        ),
  )
}

const closed = (): Failure =>
  new Failure(
    'forbidden',
    text('회원가입을 받지 않습니다. 관리자에게 문의하세요.', 'Sign-up is closed. Please ask your administrator.'),
  )

const byInvitationOnly = (): Failure =>
  new Failure('forbidden', text('초대를 받은 사람만 가입할 수 있습니다.', 'Sign-up is by invitation only.'))
