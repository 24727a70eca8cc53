import { text } from '@bongsu/contract/text.ts'
import type { HttpAnswer } from '#platform/outbound/index.ts'
import type { LookContext } from '../contract.ts'
import { readDate } from './dates.ts'
import { type LookedUp, type Registration, statusWord } from './registration.ts'

const mostBytes = 524_288

/** Asks an RDAP server for a domain (RFC 9082 section 3.1.3). `base` ends with a slash. */
export async function askRdap(
  base: string,
  name: string,
  { outbound, signal }: LookContext,
  timeoutMs: number,
): Promise<LookedUp> {
  const from = { source: 'rdap', server: new URL(base).host } as const
  const result = await outbound.http({
    url: `${base}domain/${name}`,
    headers: { accept: 'application/rdap+json, application/json' },
    redirects: 3,
    timeoutMs,
    maxBodyBytes: mostBytes,
    signal,
  })
  if (!result.ok) return { ...from, is: 'unclear', why: result.message, failure: result }
  if (result.status === 404) return { ...from, is: 'free' }
  if (result.status !== 200) return { ...from, is: 'unclear', why: statusText(result) }
  const registration = registrationIn(result.body.toString('utf8'), name)
  return registration ? { ...from, is: 'registered', registration } : { ...from, is: 'unclear', why: unreadable }
}

/** RFC 9083 section 5.3. Null where it is not the object of this domain. */
export function registrationIn(json: string, name: string): Registration | null {
  const domain = objectOf(parsed(json))
  if (!domain || !isAbout(domain, name)) return null
  const events = new Map(
    objectsOf(domain.events).map(({ eventAction, eventDate }) => [
      String(eventAction),
      readDate(String(eventDate ?? '')),
    ]),
  )
  return {
    expiresAt: events.get('expiration') ?? null,
    registeredAt: events.get('registration') ?? null,
    updatedAt: events.get('last changed') ?? null,
    registrar: registrarIn(objectsOf(domain.entities)),
    statuses: listOf(domain.status)
      .map((status) => statusWord(String(status)))
      .slice(0, 20),
    nameServers: objectsOf(domain.nameservers)
      .map(({ ldhName }) => String(ldhName ?? '').toLowerCase())
      .filter((one) => one !== '')
      .slice(0, 20),
  }
}

type Json = Readonly<Record<string, unknown>>

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

const objectOf = (value: unknown): Json | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const objectsOf = (value: unknown): Json[] =>
  listOf(value)
    .map(objectOf)
    .filter((one) => one !== null)

/** Some servers leave the class name out, none the name; a help page or an error object has neither. */
function isAbout({ objectClassName, ldhName }: Json, name: string): boolean {
  if (typeof ldhName === 'string') return ldhName.toLowerCase().replace(/\.$/, '') === name
  return objectClassName === 'domain'
}

/** The `fn` of the registrar's card (RFC 7095), else its handle. */
function registrarIn(entities: readonly Json[]): string | null {
  const registrar = entities.find(({ roles }) => listOf(roles).includes('registrar'))
  if (!registrar) return null
  const card = listOf(listOf(registrar.vcardArray)[1])
  const fullName = card.find((line) => listOf(line)[0] === 'fn')
  const name = listOf(fullName)[3] ?? registrar.handle
  return typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 200) : null
}

const statusText = ({ status }: HttpAnswer) =>
  status === 429
    ? text(
        '등록기관이 조회 횟수를 제한했습니다(HTTP 429).',
        'The registry limits how often it may be asked (HTTP 429).',
      )
    : text(
        `등록기관의 RDAP 서버가 HTTP ${status}으로 답했습니다.`,
        `The registry's RDAP server answered HTTP ${status}.`,
      )
const unreadable = text('등록기관의 RDAP 답을 읽을 수 없습니다.', "The registry's RDAP answer cannot be read.")
