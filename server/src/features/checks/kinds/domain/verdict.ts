import { type Text, text } from '@bongsu/contract/text.ts'
import { isoTime } from '#kernel/clock.ts'
import { particle } from '#kernel/korean.ts'
import type { Seen } from '../contract.ts'
import { daysLeft, daysText, expiryNotice, tierOf } from '../shared/expiry.ts'
import type { RegisteredName } from './registered-name.ts'
import type { LookedUp, Registration } from './registration.ts'

/** What is remembered, for the days on which the registry does not answer. */
export interface LastKnown {
  readonly registration: Registration
  /** ms since the epoch. */
  readonly seenAt: number
}

export interface Facts {
  readonly name: RegisteredName
  readonly warnDays: number
  readonly now: number
  readonly durationMs: number
}

type Verdict = Pick<Seen, 'state' | 'message' | 'errorCode'>

export function registeredSeen(facts: Facts, found: Extract<LookedUp, { is: 'registered' }>): Seen {
  const { registration, source, server } = found
  const { durationMs, now } = facts
  return {
    ...verdictOn(facts, registration),
    durationMs,
    evidence: { ...evidenceOf(facts, registration), source, registry_server: server },
    notices: noticesOf(facts, registration),
    ...(registration.expiresAt === null ? {} : { remember: { registration, seenAt: now } satisfies LastKnown }),
  }
}

/** Nobody registered it, or not any more: whoever wants to can. */
export const freeSeen = ({ name, durationMs }: Facts, { source, server }: LookedUp): Seen => ({
  state: 'down',
  errorCode: 'expiry',
  message: text(
    `${particle(name.unicode, '은', '는')} 등록되어 있지 않은 도메인입니다. 누구나 등록할 수 있습니다.`,
    `${name.unicode} is not registered: anybody can register it.`,
  ),
  durationMs,
  evidence: { ...namesOf(name), source, registry_server: server },
})

/** So long ago a registry may have answered to be believed still. */
const believedDays = 14

/**
 * The registry does not say. What it said before goes on being true for a while, except that nothing is called down by it:
 * a name that should have expired meanwhile may have been renewed.
 */
export function unclearSeen(
  facts: Facts,
  found: Extract<LookedUp, { is: 'unclear' }>,
  last: LastKnown | undefined,
): Seen {
  const { name, durationMs, now } = facts
  const asked = { source: found.source, registry_server: found.server, registry_said: found.why }
  if (last && daysLeft(last.seenAt, now) >= -believedDays) {
    const verdict = verdictOn(facts, last.registration)
    const since = isoTime(last.seenAt).slice(0, 10)
    if (verdict.state !== 'down')
      return {
        ...verdict,
        message: text(
          `${verdict.message.ko} 등록기관이 답하지 않아 ${since}에 확인한 내용입니다.`,
          `${verdict.message.en} As of ${since}: the registry does not answer.`,
        ),
        durationMs,
        evidence: { ...evidenceOf(facts, last.registration), ...asked, as_of: isoTime(last.seenAt) },
        notices: noticesOf(facts, last.registration),
      }
  }
  return {
    state: 'unknown',
    errorCode: found.failure?.fault === 'own' ? 'own_fault' : 'config',
    message: text(
      `도메인 등록 정보를 확인하지 못했습니다. ${found.why.ko}`,
      `The registration could not be looked up. ${found.why.en}`,
    ),
    durationMs,
    evidence: { ...namesOf(name), ...asked },
  }
}

function verdictOn({ warnDays, now }: Facts, { expiresAt, statuses }: Registration): Verdict {
  const days = expiresAt === null ? null : daysLeft(expiresAt, now)
  if (statuses.some((status) => status === 'redemption period' || status === 'pending delete'))
    return { state: 'down', errorCode: 'expiry', message: lapsedText }
  if (expiresAt !== null && days !== null && days < 0)
    return { state: 'down', errorCode: 'expiry', message: expiredText(expiresAt) }
  if (statuses.some((status) => status === 'client hold' || status === 'server hold'))
    return { state: 'degraded', errorCode: 'dns', message: heldText }
  if (expiresAt === null || days === null) return { state: 'up', message: noDateText }
  if (days <= warnDays) return { state: 'degraded', errorCode: 'expiry', message: expiringText(expiresAt, days) }
  return {
    state: 'up',
    message: text(
      `${dateOf(expiresAt)}까지 등록되어 있습니다(${days}일 남음).`,
      `It is registered until ${dateOf(expiresAt)} (${days} more days).`,
    ),
  }
}

function noticesOf({ name, now }: Facts, { expiresAt }: Registration): NonNullable<Seen['notices']> {
  if (expiresAt === null) return []
  const days = daysLeft(expiresAt, now)
  const message = days < 0 ? expiredText(expiresAt) : expiringText(expiresAt, days)
  const named = text(`${name.unicode}: ${message.ko}`, `${name.unicode}: ${message.en}`)
  return expiryNotice('domain', `${name.ascii}:${dateOf(expiresAt)}`, days, named)
}

function evidenceOf({ name, now }: Facts, registration: Registration): Record<string, unknown> {
  const { expiresAt, registeredAt, updatedAt, registrar, statuses, nameServers } = registration
  const days = expiresAt === null ? null : daysLeft(expiresAt, now)
  return {
    ...namesOf(name),
    ...(expiresAt === null ? {} : { expires_at: isoTime(expiresAt) }),
    days_left: days,
    tier: days === null ? null : tierOf(days),
    registrar,
    statuses,
    nameservers: nameServers,
    created_at: registeredAt === null ? null : isoTime(registeredAt),
    updated_at: updatedAt === null ? null : isoTime(updatedAt),
  }
}

const namesOf = ({ ascii, unicode }: RegisteredName) => ({ domain: unicode, ...(ascii === unicode ? {} : { ascii }) })

const dateOf = (at: number): string => isoTime(at).slice(0, 10)
const expiredText = (at: number): Text =>
  text(`도메인이 ${dateOf(at)}에 만료되었습니다.`, `The domain expired on ${dateOf(at)}.`)
const expiringText = (at: number, days: number): Text => {
  const when = daysText(days)
  return text(`도메인이 ${when.ko}(${dateOf(at)}) 만료됩니다.`, `The domain expires ${when.en} (${dateOf(at)}).`)
}
const lapsedText = text(
  '도메인이 만료되어 회수 절차에 들어갔습니다. 등록대행자에 바로 문의하세요.',
  'The domain has lapsed and is about to be taken back. Ask the registrar at once.',
)
const heldText = text(
  '등록기관이나 등록대행자가 도메인 사용을 정지했습니다(hold).',
  'The registry or the registrar has put the domain on hold: its name does not resolve.',
)
const noDateText = text(
  '등록되어 있습니다. 등록기관이 만료일을 공개하지 않습니다.',
  'It is registered. The registry does not publish when it expires.',
)
