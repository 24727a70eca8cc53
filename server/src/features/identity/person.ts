import type { SignUpMode, themes } from '@bongsu/contract/identity.ts'
import type { Role } from '@bongsu/contract/permissions.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { day, hour, minute } from '#kernel/clock.ts'

/** A person of the installation. */
export interface Person {
  readonly id: number
  readonly email: string
  readonly loginId: string | null
  readonly name: string
  readonly passwordHash: string
  readonly role: Role
  readonly isEnabled: boolean
  readonly isApproved: boolean
  readonly phone: string | null
  readonly theme: (typeof themes)[number]
  readonly language: Language
  readonly timeZone: string
  readonly emailNotifications: boolean
  readonly lastLoginAt: number | null
  readonly createdAt: number
  /** Until when sign-ins from the most insistent source must wait; past or null when none must. */
  readonly lockedUntil: number | null
}

/** What other rooms may know of a person. */
export interface PersonRef {
  readonly id: number
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly language: Language
  readonly timeZone: string
  readonly emailNotifications: boolean
  readonly isEnabled: boolean
}

export const refOf = (person: Person): PersonRef => ({
  id: person.id,
  name: person.name,
  email: person.email,
  role: person.role,
  language: person.language,
  timeZone: person.timeZone,
  emailNotifications: person.emailNotifications,
  isEnabled: person.isEnabled && person.isApproved,
})

/** What the system settings say about accounts. Read at every use: a change counts at once. */
export interface IdentityPolicy {
  readonly signUpMode: SignUpMode
  /** What somebody who signs up by themselves becomes. */
  readonly signUpRole: Role
  readonly language: Language
  readonly timeZone: string
  readonly accessTokenMs: number
  readonly sessionIdleMs: number
  readonly sessionAbsoluteMs: number
  /** Wrong passwords from one source before it must wait. */
  readonly lockAfter: number
  /** How long the sign-in history is kept. */
  readonly historyMs: number
}

export const defaultPolicy: IdentityPolicy = {
  signUpMode: 'approval',
  signUpRole: 'user',
  language: 'ko',
  timeZone: 'Asia/Seoul',
  accessTokenMs: hour,
  sessionIdleMs: 12 * hour,
  sessionAbsoluteMs: 14 * day,
  lockAfter: 5,
  historyMs: 365 * day,
}

/** How long a source must wait after so many failures: 1 min, 2, 4 … up to an hour. Never for good. */
export function waitAfter(failures: number, free: number): number {
  if (failures < free) return 0
  return Math.min(minute * 2 ** Math.min(failures - free, 10), hour)
}
