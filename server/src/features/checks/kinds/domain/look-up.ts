import { text } from '@bongsu/contract/text.ts'
import type { LookContext } from '../contract.ts'
import { rdapServerOf, withSlash } from './bootstrap.ts'
import type { Place } from './hear.ts'
import { askRdap } from './rdap.ts'
import type { RegisteredName } from './registered-name.ts'
import type { LookedUp } from './registration.ts'
import { askWhois } from './whois.ts'
import { whoisServerOf } from './whois-servers.ts'

export interface HowToLookUp {
  readonly method: 'auto' | 'rdap' | 'whois'
  /** Instead of the server that IANA names. */
  readonly rdapServer: string | undefined
  readonly whoisServer: Place | undefined
}

/**
 * RDAP where the registry answers it, else WHOIS; also where RDAP fails or keeps the date of expiry to itself. What the
 * registry says nothing about stays unclear.
 */
export async function lookUp(name: RegisteredName, how: HowToLookUp, context: LookContext): Promise<LookedUp> {
  const { clock, timeoutMs, tell } = context
  const startedAt = clock.monotonic()
  const left = () => Math.max(1, timeoutMs - (clock.monotonic() - startedAt))
  if (how.method !== 'whois') tell?.({ phase: 'rdap' })
  const byRdap = how.method === 'whois' ? null : await throughRdap(name, how, context, left)
  if (byRdap && isEnough(byRdap)) return byRdap
  if (how.method === 'rdap') return byRdap ?? noServer('rdap', name)
  tell?.({ phase: 'whois' })
  const place = how.whoisServer ?? (await whoisServerOf(name.tld, context, Math.min(left(), timeoutMs / 3)))
  const byWhois = place ? await askWhois(place, name.ascii, context, left()) : noServer('whois', name)
  return byRdap ? better(byRdap, byWhois) : byWhois
}

async function throughRdap(
  { ascii, tld }: RegisteredName,
  { method, rdapServer }: HowToLookUp,
  context: LookContext,
  left: () => number,
): Promise<LookedUp | null> {
  const base = rdapServer ?? (await rdapServerOf(tld, context))
  // Half of the time: should the server keep silent, there is another way.
  return base === undefined ? null : askRdap(withSlash(base), ascii, context, method === 'auto' ? left() / 2 : left())
}

const isEnough = (found: LookedUp): boolean =>
  found.is === 'free' || (found.is === 'registered' && found.registration.expiresAt !== null)

/** RDAP has said less than enough: WHOIS speaks if it says more, and fills in the date. */
function better(byRdap: LookedUp, byWhois: LookedUp): LookedUp {
  if (byRdap.is !== 'registered') return byWhois.is === 'unclear' && byWhois.failure ? byRdap : byWhois
  if (byWhois.is !== 'registered') return byRdap
  return { ...byRdap, registration: { ...byRdap.registration, expiresAt: byWhois.registration.expiresAt } }
}

const noServer = (source: 'rdap' | 'whois', { tld }: RegisteredName): LookedUp => ({
  is: 'unclear',
  source,
  server: '',
  why: text(
    `.${tld} 등록기관이 만료일을 조회할 방법을 제공하지 않습니다.`,
    `The registry of .${tld} offers no way to look a name up.`,
  ),
})
