import type { SignInReason } from '@bongsu/contract/identity.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { hour, second } from '#kernel/clock.ts'
import { Failure } from '#kernel/errors.ts'
import { anonymous, type Origin } from '#kernel/operation.ts'
import type { Tx } from '#platform/db/contract.ts'
import { networkOf } from '#platform/http/rate-limit.ts'
import type { Context } from '#platform/operations/operation.ts'
import { deviceCookie } from './cookies.ts'
import { findDevice, isKnownNetwork } from './device-store.ts'
import { personLocked } from './identity-events.ts'
import type { IdentityService } from './identity-service.ts'
import type { Person } from './person.ts'
import { findByLogin, findPerson, noteSignIn } from './person-store.ts'
import { insertSignIn } from './sign-in-store.ts'
import { type Admission, admitAttempt, forgetAttempts, type ThrottleKey } from './throttle-store.ts'
import { tokenHash } from './tokens.ts'

/** One try to sign in: what was typed, whose account that is (perhaps nobody's), and what it is counted against. */
export interface Attempt {
  readonly login: string
  readonly person: Person | undefined
  readonly origin: Origin
  readonly network: string
  readonly keys: readonly ThrottleKey[]
}

/**
 * Up to here every account, real or not, gets one answer after one time: what was typed is counted and looked at the
 * same way, and a password is hashed in any case. Only somebody who has the right password learns more.
 */
export async function checkPassword(
  identity: IdentityService,
  ctx: Pick<Context, 'db' | 'origin' | 'cookies'>,
  username: string,
  password: string,
): Promise<Attempt> {
  const attempt = await attemptOf(identity, ctx, username)
  const { person } = attempt
  const admission = await admit(identity, attempt)
  const fits = await identity.hasher.verify(admission.admitted && person ? person.passwordHash : null, password)
  if (!fits || !person) throw await refuse(identity, attempt, admission)
  if (!person.isEnabled) throw await refuseKnown(identity, attempt, 'disabled')
  if (!person.isApproved) throw await refuseKnown(identity, attempt, 'not_approved')
  return attempt
}

/** Decided again inside the transaction: much may have happened while the hash was computed. */
export async function requireUsable(tx: Tx, { person }: Attempt, now: number): Promise<Person> {
  const usable = person && (await noteSignIn(tx, person, now)) ? await findPerson(tx, person.id) : undefined
  if (!usable) throw wrongSignIn()
  return usable
}

export const recordAttempt = (tx: Tx, attempt: Attempt, reason: SignInReason, now: number): Promise<number> =>
  insertSignIn(
    tx,
    {
      personId: attempt.person?.id ?? null,
      login: attempt.login,
      address: attempt.origin.address ?? null,
      userAgent: attempt.origin.userAgent ?? null,
      door: attempt.origin.door,
      reason,
    },
    now,
  )

const loginSubject = (login: string): string => `login:${tokenHash(login.trim().toLowerCase())}`
const personSubject = (id: number): string => `person:${id}`

/** Everything that can be held against a person's sign-ins. */
export const subjectsOf = (person: Person): string[] => [
  personSubject(person.id),
  loginSubject(person.email),
  ...(person.loginId === null ? [] : [loginSubject(person.loginId)]),
]

/** Wrong passwords for one account from everywhere together, before strangers have to wait. */
const freeFromEverywhere = 50

async function attemptOf(
  identity: IdentityService,
  ctx: Pick<Context, 'db' | 'origin' | 'cookies'>,
  login: string,
): Promise<Attempt> {
  const person = await findByLogin(ctx.db, login)
  const network = networkOf(ctx.origin.address ?? 'unknown')
  const device = await knownDevice(ctx, person)
  const isKnown = person !== undefined && (device !== undefined || (await isKnownNetwork(ctx.db, person.id, network)))
  // A known device is counted by itself, so what strangers do elsewhere, or beside it, does not lock it out.
  const source = device === undefined ? `network:${network}` : `device:${device}`
  const free = identity.policy().lockAfter
  const byLogin: ThrottleKey = { subject: loginSubject(login), source, free }
  const byPerson: ThrottleKey = {
    subject: person ? personSubject(person.id) : `nobody:${byLogin.subject}`,
    source,
    free,
  }
  const everywhere: ThrottleKey = { subject: byLogin.subject, source: '*', free: freeFromEverywhere }
  return {
    login,
    person,
    origin: ctx.origin,
    network,
    keys: isKnown ? [byLogin, byPerson] : [byLogin, byPerson, everywhere],
  }
}

async function knownDevice(
  ctx: Pick<Context, 'db' | 'cookies'>,
  person: Person | undefined,
): Promise<number | undefined> {
  const token = ctx.cookies.get(deviceCookie(ctx.cookies.isSecure))
  return token && person ? findDevice(ctx.db, person.id, tokenHash(token)) : undefined
}

/**
 * Counts the attempt. A wait by what was typed is said openly, as it looks the same for accounts that do not exist. A
 * wait of the account itself (its other name was tried) is kept silent, or it would tell that both names are one person.
 */
async function admit(identity: IdentityService, attempt: Attempt): Promise<Admission> {
  const now = identity.clock.now()
  const [byLogin, byPerson, everywhere] = attempt.keys
  const { open, silent } = await identity.database.transaction(async (tx) => {
    const open = [await admitAttempt(tx, byLogin as ThrottleKey, now)]
    if (everywhere && open[0]?.admitted) open.push(await admitAttempt(tx, everywhere, now))
    const refusal = open.find((one) => !one.admitted)
    if (refusal) await recordAttempt(tx, attempt, 'throttled', now)
    return { open: refusal, silent: await admitAttempt(tx, byPerson as ThrottleKey, now) }
  })
  if (open) throw mustWait(open.blockedUntil - now)
  return silent
}

async function refuse(identity: IdentityService, attempt: Attempt, admission: Admission): Promise<Failure> {
  const now = identity.clock.now()
  const { person } = attempt
  const reason = person ? (admission.admitted ? 'wrong_password' : 'throttled') : 'unknown_account'
  await identity.database.transaction(async (tx) => {
    await recordAttempt(tx, attempt, reason, now)
    if (!person) return
    if (admission.admitted && admission.failures >= identity.policy().lockAfter)
      await tellLocked(tx, person, attempt, admission, now)
    await identity.writeAudit(tx, {
      action: 'sign-in',
      actor: anonymous,
      origin: attempt.origin,
      outcome: 'refused',
      input: null,
      target: { kind: 'person', id: person.id, label: person.name },
      details: { reason },
    })
  })
  return wrongSignIn()
}

/** The password was right, so this person may know what is wrong, and no guess is held against them. */
async function refuseKnown(
  identity: IdentityService,
  attempt: Attempt,
  reason: 'disabled' | 'not_approved',
): Promise<Failure> {
  const now = identity.clock.now()
  await identity.database.transaction(async (tx) => {
    await forgetAttempts(tx, attempt.keys)
    await recordAttempt(tx, attempt, reason, now)
  })
  return new Failure('forbidden', standingWords[reason], { reason })
}

/** An attack from a thousand places is one piece of news, not a thousand. */
async function tellLocked(
  tx: Tx,
  person: Person,
  attempt: Attempt,
  admission: Extract<Admission, { admitted: true }>,
  now: number,
): Promise<void> {
  const isNews = await tx.run(
    'update person set lock_notified_at = ? where id = ? and (lock_notified_at is null or lock_notified_at <= ?)',
    [now, person.id, now - hour],
  )
  if (isNews === 0) return
  await tx.emit(personLocked, {
    personId: person.id,
    personName: person.name,
    personEmail: person.email,
    address: attempt.origin.address ?? null,
    failures: admission.failures,
    lockedUntil: admission.blockedUntil,
  })
}

const standingWords: Readonly<Record<'disabled' | 'not_approved', Text>> = {
  disabled: text('현재 계정이 비활성화 되었습니다', 'This account is disabled.'),
  not_approved: text(
    '관리자 승인을 기다리는 계정입니다. 승인 후 로그인할 수 있습니다.',
    'This account is waiting for an administrator to approve it.',
  ),
}

const wrongSignIn = (): Failure =>
  new Failure(
    'unauthenticated',
    text(
      '로그인 정보가 올바르지 않습니다. 여러 번 틀렸다면 잠시 후 다시 시도하세요.',
      'That is not a valid combination of login and password. After several tries, please wait a little.',
    ),
  )

function mustWait(ms: number): Failure {
  const seconds = Math.max(1, Math.ceil(ms / second))
  const minutes = Math.ceil(seconds / 60)
  return new Failure(
    'rate_limited',
    text(
      `비밀번호를 여러 번 틀려 잠시 로그인할 수 없습니다. 약 ${minutes}분 뒤에 다시 시도하거나 관리자에게 잠금 해제를 요청하세요.`,
      `Too many wrong passwords. Try again in about ${minutes} min, or ask an administrator to unlock the account.`,
    ),
    { retry_after_seconds: seconds },
  )
}
