import type { MeView, PersonView } from '@bongsu/contract/identity.ts'
import { mayRole, type Permission, permissions } from '@bongsu/contract/permissions.ts'
import { isoTime, isoTimeOrNull } from '#kernel/clock.ts'
import type { Db } from '#platform/db/contract.ts'
import type { Person } from './person.ts'
import { pictureOf } from './person-store.ts'

export const personToView = (person: Person, now: number): PersonView => {
  const lockedUntil = person.lockedUntil !== null && person.lockedUntil > now ? person.lockedUntil : null
  return {
    id: person.id,
    email: person.email,
    login_id: person.loginId,
    name: person.name,
    role: person.role,
    is_enabled: person.isEnabled,
    is_approved: person.isApproved,
    is_locked: lockedUntil !== null,
    locked_until: isoTimeOrNull(lockedUntil),
    phone: person.phone,
    language: person.language,
    time_zone: person.timeZone,
    email_notifications: person.emailNotifications,
    last_login_at: isoTimeOrNull(person.lastLoginAt),
    created_at: isoTime(person.createdAt),
  }
}

export async function meToView(db: Db, person: Person): Promise<MeView> {
  return {
    id: person.id,
    email: person.email,
    login_id: person.loginId,
    name: person.name,
    role: person.role,
    phone: person.phone,
    picture: await pictureOf(db, person.id),
    ...preferencesToView(person),
    last_login_at: isoTimeOrNull(person.lastLoginAt),
    created_at: isoTime(person.createdAt),
    permissions: (Object.keys(permissions) as Permission[]).filter((permission) => mayRole(person.role, permission)),
  }
}

export const preferencesToView = (person: Person) => ({
  theme: person.theme,
  language: person.language,
  time_zone: person.timeZone,
  email_notifications: person.emailNotifications,
})
