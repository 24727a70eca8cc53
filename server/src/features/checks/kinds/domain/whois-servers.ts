import { day } from '#kernel/clock.ts'
import type { Outbound } from '#platform/outbound/index.ts'
import type { LookContext } from '../contract.ts'
import { hear, type Place } from './hear.ts'

/** Of registries that answer no RDAP, as far as people register there; everybody else's is asked of IANA. */
const servers: Readonly<Record<string, string>> = {
  kr: 'whois.kr',
  'xn--3e0b707e': 'whois.kr',
  jp: 'whois.jprs.jp',
  cn: 'whois.cnnic.cn',
  hk: 'whois.hkirc.hk',
  io: 'whois.nic.io',
  co: 'whois.registry.co',
  me: 'whois.nic.me',
  us: 'whois.nic.us',
  de: 'whois.denic.de',
  at: 'whois.nic.at',
  ch: 'whois.nic.ch',
  li: 'whois.nic.li',
  eu: 'whois.eu',
  it: 'whois.nic.it',
  be: 'whois.dns.be',
  se: 'whois.iis.se',
  nu: 'whois.iis.nu',
  ru: 'whois.tcinet.ru',
  su: 'whois.tcinet.ru',
}

const iana: Place = { host: 'whois.iana.org', port: 43 }
const rememberFor = 7 * day

const asked = new WeakMap<Outbound['identity'], Map<string, { place: Place | null; until: number }>>()

/** The WHOIS server of a top-level domain; null where IANA names none or does not answer. */
export async function whoisServerOf(tld: string, context: LookContext, timeoutMs: number): Promise<Place | null> {
  const own = Object.hasOwn(servers, tld) ? servers[tld] : undefined
  if (own) return { host: own, port: 43 }
  const { clock, outbound } = context
  const memory = asked.get(outbound.identity) ?? new Map<string, { place: Place | null; until: number }>()
  asked.set(outbound.identity, memory)
  const known = memory.get(tld)
  if (known && known.until > clock.now()) return known.place
  const heard = await hear(iana, tld, context, timeoutMs)
  if (!heard.ok) return null
  const host = /^whois:\s*([\w.-]+)/im.exec(heard.said)?.[1]
  const place = host === undefined ? null : { host, port: 43 }
  memory.set(tld, { place, until: clock.now() + rememberFor })
  return place
}

/** What is sent before the line's end. Some registries answer in English, or at all, only when asked their way. */
export function questionFor(name: string, { host }: Place): string {
  if (host === 'whois.denic.de') return `-T dn,ace ${name}`
  if (host === 'whois.jprs.jp') return `${name}/e`
  return name
}
