import type { Clock } from '#kernel/clock.ts'
import { serviceKey } from '#kernel/service.ts'
import type { Database, Db } from '#platform/db/contract.ts'
import type { WriteAudit } from '#platform/operations/runner.ts'
import type { TokenRef } from './access-tokens/access-token.ts'
import type { RecentTokens } from './access-tokens/recent-tokens.ts'
import type { PasswordHasher } from './password-hasher.ts'
import type { IdentityPolicy, PersonRef } from './person.ts'

/** What this room's own verbs share. */
export interface IdentityService {
  readonly database: Database
  readonly clock: Clock
  readonly hasher: PasswordHasher
  readonly tokens: RecentTokens
  readonly writeAudit: WriteAudit
  policy(): IdentityPolicy
  /** What the first account must bring when others than this machine can reach the listener. */
  readonly setupCode: string | null
}

export const identityKey = serviceKey<IdentityService>('identity')

/** People as later rooms may look them up. Deleted ones are not found. */
export interface People {
  byId(db: Db, id: number): Promise<PersonRef | undefined>
  byIds(db: Db, ids: readonly number[]): Promise<PersonRef[]>
  /** Admins who can act: enabled and approved. */
  admins(db: Db): Promise<PersonRef[]>
  allEnabled(db: Db): Promise<PersonRef[]>
}

/** Tokens, for rooms that keep their ids. */
export interface TokenNames {
  names(db: Db, ids: readonly number[]): Promise<Map<number, string>>
  byIds(db: Db, ids: readonly number[]): Promise<TokenRef[]>
  /** How many usable tokens have a tool of this name on their list. */
  countNaming(db: Db, tool: string, now: number): Promise<number>
}

export const tokenNamesKey = serviceKey<TokenNames>('token-names')

export const peopleKey = serviceKey<People>('people')
