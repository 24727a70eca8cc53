import { eventType } from '#kernel/events.ts'

/** Wrong passwords from one source reached the limit. Told at most once an hour per person. */
export const personLocked = eventType<{
  personId: number
  personName: string
  personEmail: string
  address: string | null
  failures: number
  lockedUntil: number
}>('person-locked', 'everywhere')

/** Sessions have ended: whoever keeps a stream open for one of them closes it. `null` means all of the person's. */
export const sessionsRevoked = eventType<{ personId: number; sessionIds: number[] | null }>(
  'sessions-revoked',
  'everywhere',
)

/** Rules of tokens changed, or they are revoked: streams that they opened are judged anew, or closed. */
export const tokensChanged = eventType<{ tokenIds: number[]; revoked: boolean }>('tokens-changed', 'everywhere')

/** Role, state, name or preferences of a person changed, or the person is gone. */
export const personChanged = eventType<{ personId: number }>('person-changed', 'everywhere')

/** Somebody made an account by themselves and waits for an administrator. */
export const approvalWanted = eventType<{ personId: number; personName: string; personEmail: string }>(
  'approval-wanted',
)

/** The wait is over. */
export const personApproved = eventType<{ personId: number }>('person-approved')
