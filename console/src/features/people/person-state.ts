import type { OutputOf } from '#lib/api.ts'

export type Person = OutputOf<'list-people'>['items'][number]

/** What stands between a person and signing in; the first that holds is what to say. */
export const personStates = ['active', 'waiting', 'locked', 'disabled'] as const
export type PersonState = (typeof personStates)[number]

export function personState(person: Pick<Person, 'is_enabled' | 'is_approved' | 'is_locked'>): PersonState {
  if (!person.is_enabled) return 'disabled'
  if (!person.is_approved) return 'waiting'
  return person.is_locked ? 'locked' : 'active'
}

/** What the list operation is asked for, so that the filter finds exactly those the column says it of. */
export const stateFilter: Readonly<
  Record<PersonState, { is_enabled: boolean; is_approved?: boolean; is_locked?: boolean }>
> = {
  active: { is_enabled: true, is_approved: true, is_locked: false },
  waiting: { is_enabled: true, is_approved: false },
  locked: { is_enabled: true, is_approved: true, is_locked: true },
  disabled: { is_enabled: false },
}

export const isPersonState = (value: string): value is PersonState =>
  (personStates as readonly string[]).includes(value)

/** What a row's menu opens besides the drawer. */
export type PersonDialog = { readonly kind: 'reset' | 'remove'; readonly person: Person }
