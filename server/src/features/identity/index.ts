/**
 * Identity: people and their roles, sign-up, sign-in with its history and back-off, sessions, profile and preferences.
 * It says who somebody is. What a permission means in a room is that room's own affair, and what a role may do is the
 * table in contract/src/permissions.ts.
 */
import type { Clock } from '#kernel/clock.ts'
import type { Room } from '#kernel/room.ts'
import type { Services } from '#kernel/service.ts'
import type { Database, Events } from '#platform/db/contract.ts'
import type { Authenticate, Caller } from '#platform/http/contract.ts'
import type { OnLimited } from '#platform/http/rate-limit.ts'
import type { AnyOperation } from '#platform/operations/operation.ts'
import type { WriteAudit } from '#platform/operations/runner.ts'
import { authenticateToken } from './access-tokens/authenticate-token.ts'
import { RecentTokens } from './access-tokens/recent-tokens.ts'
import { countNaming, tokenNames, tokenRefs } from './access-tokens/token-store.ts'
import { createAuthenticate } from './authenticate.ts'
import { cleanUpJob } from './clean-up.ts'
import { ensureFirstAdmin } from './ensure-first-admin.ts'
import { type IdentityService, identityKey, type People, peopleKey, tokenNamesKey } from './identity-service.ts'
import { identityOperations } from './operations.ts'
import { createPasswordHasher } from './password-hasher.ts'
import { defaultPolicy, type IdentityPolicy, refOf } from './person.ts'
import { activeAdmins, enabledPeople, findPerson, needsFirstAccount, peopleByIds } from './person-store.ts'
import { signIn } from './sign-in.ts'
import { TurnedAway } from './turned-away.ts'

export type { TokenRef } from './access-tokens/access-token.ts'
export { addSignInExport } from './export-sign-ins.ts'
export {
  approvalWanted,
  personApproved,
  personChanged,
  personLocked,
  sessionsRevoked,
  tokensChanged,
} from './identity-events.ts'
export { type People, peopleKey, type TokenNames, tokenNamesKey } from './identity-service.ts'
export { defaultPolicy, type IdentityPolicy, type PersonRef } from './person.ts'

export interface IdentityParts {
  readonly database: Database
  readonly events: Events
  readonly clock: Clock
  readonly services: Services
  readonly writeAudit: WriteAudit
  /** From the system settings; read at every use. */
  readonly policy?: () => IdentityPolicy
  warn(message: string): void
  /** What the first account must bring when the listener is reachable from other machines; else null. */
  readonly setupCode: string | null
}

export interface Identity {
  readonly room: Room<AnyOperation>
  readonly authenticate: Authenticate
  /** Who a token that came in an address speaks for; only some tokens may be sent that way. */
  authenticateQuery(token: string, address: string): Promise<Caller>
  /** BONGSU_ADMIN_EMAIL and BONGSU_ADMIN_PASSWORD: call it after the migrations. */
  ensureFirstAdmin(account: { readonly email: string; readonly password: string }): Promise<'created' | 'exists'>
  needsFirstAccount(): Promise<boolean>
  /** A request that the rate limit refused: an attempt to sign in is in the history all the same. */
  noteLimited: OnLimited
}

export function createIdentity(parts: IdentityParts): Identity {
  const service: IdentityService = {
    database: parts.database,
    clock: parts.clock,
    writeAudit: parts.writeAudit,
    hasher: createPasswordHasher(),
    tokens: new RecentTokens(parts),
    policy: parts.policy ?? (() => defaultPolicy),
    setupCode: parts.setupCode,
  }
  const turnedAway = new TurnedAway(service, parts.warn)
  parts.services
    .provide(identityKey, service)
    .provide(peopleKey, people)
    .provide(tokenNamesKey, { names: tokenNames, byIds: tokenRefs, countNaming })
  return {
    room: {
      name: 'identity',
      operations: identityOperations,
      jobs: [cleanUpJob(service)],
      stop: () => turnedAway.stop(),
    },
    authenticate: createAuthenticate(service),
    authenticateQuery: (token, address) => authenticateToken(service, token, address, true),
    ensureFirstAdmin: (account) => ensureFirstAdmin(service, account),
    needsFirstAccount: () => needsFirstAccount(parts.database),
    noteLimited(request) {
      if (request.routeOptions.url === signIn.http.path) turnedAway.note(request)
    },
  }
}

const people: People = {
  async byId(db, id) {
    const person = await findPerson(db, id)
    return person && refOf(person)
  },
  byIds: async (db, ids) => (await peopleByIds(db, ids)).map(refOf),
  admins: async (db) => (await activeAdmins(db)).map(refOf),
  allEnabled: async (db) => (await enabledPeople(db)).map(refOf),
}
