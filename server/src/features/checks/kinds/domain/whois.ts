import { text } from '@bongsu/contract/text.ts'
import type { LookContext } from '../contract.ts'
import { readDate } from './dates.ts'
import { hear, type Place } from './hear.ts'
import { type LookedUp, type Registration, statusWord } from './registration.ts'
import { questionFor } from './whois-servers.ts'

/** Asks the registry's WHOIS server. */
export async function askWhois(place: Place, name: string, context: LookContext, timeoutMs: number): Promise<LookedUp> {
  const from = { source: 'whois', server: place.host } as const
  const heard = await hear(place, questionFor(name, place), context, timeoutMs)
  if (!heard.ok) return { ...from, is: 'unclear', why: heard.message, failure: heard }
  return { ...from, ...readWhois(heard.said) }
}

type Read =
  | { readonly is: 'registered'; readonly registration: Registration }
  | { readonly is: 'free' }
  | { readonly is: 'unclear'; readonly why: ReturnType<typeof text> }

const keys = {
  expires: [
    'registry expiry date',
    'registrar registration expiration date',
    'expiration date',
    'expiration time',
    'expiry date',
    'expire date',
    'expires on',
    'expires',
    'expire',
    'exp date',
    'domain expires',
    'paid-till',
    'renewal date',
    'valid until',
    'validity',
    '사용 종료일',
    '有効期限',
  ],
  registered: [
    'creation date',
    'created on',
    'created',
    'registered date',
    'registered on',
    'registration date',
    'registration time',
    'domain registered',
    '등록일',
    '登録年月日',
  ],
  updated: [
    'updated date',
    'last updated date',
    'last updated on',
    'last updated',
    'last-update',
    'last modified',
    'modified',
    'changed',
    '최근 정보 변경일',
    '最終更新',
  ],
  registrar: ['registrar', 'registrar name', 'sponsoring registrar', 'authorized agency', '등록대행자'],
  status: ['domain status', 'status', 'state', 'registration status', '状態'],
  nameServer: ['name server', 'nserver', 'nameserver', 'host name', 'p. [name server]'],
} as const

/** At the beginning of a line, or at the end of a sentence about the name. Blanks only, so that no line is read twice. */
const freeWords =
  /^[ \t%#>]*(?:no match\b|no entries found|no data found|no object found|nothing found|not found\b|domain not found|the requested domain was not found|status:[ \t]*(?:free|available)|domain status:[ \t]*(?:no object found|free|available)|.*\bis (?:free|available)\b|.*not (?:been )?registered|.*object does not exist|.*no such domain|.*등록되어 있지 않|.*\bnot found\.?[ \t]*$)/im
const limitWords =
  /quota exceeded|limit exceeded|too many (?:requests|queries|connections)|rate limit|try again later|access (?:denied|control limit)|exceeded the|query rate/i

/** What a WHOIS answer says, whoever wrote it. A name with a date or a registrar is registered, whatever else is said. */
export function readWhois(said: string): Read {
  const fields = fieldsOf(said)
  const first = (names: readonly string[]): string | null =>
    names.flatMap((name) => fields.get(name) ?? []).at(0) ?? null
  const date = (names: readonly string[]): number | null =>
    names
      .flatMap((name) => fields.get(name) ?? [])
      .map(readDate)
      .find((at) => at !== null) ?? null
  const expiresAt = date(keys.expires)
  const registrar = first(keys.registrar)
  const registeredAt = date(keys.registered)
  const nameServers = keys.nameServer.flatMap((name) => fields.get(name) ?? [])
  const statuses = keys.status.flatMap((name) => fields.get(name) ?? []).map(statusWord)
  const isThere = expiresAt !== null || registrar !== null || registeredAt !== null || nameServers.length > 0
  if (isThere || statuses.some((status) => status === 'connect' || status === 'active')) {
    return {
      is: 'registered',
      registration: {
        expiresAt,
        registeredAt,
        updatedAt: date(keys.updated),
        registrar: registrar?.slice(0, 200) ?? null,
        statuses: [...new Set(statuses)].slice(0, 20),
        nameServers: [...new Set(nameServers.map((one) => (one.split(/\s/)[0] ?? '').toLowerCase()))].slice(0, 20),
      },
    }
  }
  if (said.trim() === '') return { is: 'unclear', why: saidNothing }
  if (limitWords.test(said)) return { is: 'unclear', why: limited }
  return freeWords.test(said) ? { is: 'free' } : { is: 'unclear', why: unreadable }
}

const mostLines = 1_000
const longestKey = 60

/** `Key: value`, `key. . . : value` and `[Key]   value`, by key in lower case. A value may stand on the next line. */
function fieldsOf(said: string): Map<string, string[]> {
  const fields = new Map<string, string[]>()
  const lines = said.split('\n', mostLines).map((line) => line.trim().slice(0, 500))
  lines.forEach((line, at) => {
    const [key, value] = fieldIn(line)
    const below = value === '' ? (lines[at + 1] ?? '') : value
    if (key === '' || below === '' || (value === '' && below.includes(': '))) return
    fields.set(key, [...(fields.get(key) ?? []), below])
  })
  return fields
}

/** Without patterns: this is somebody else's text, and patterns for it would have to look back. */
function fieldIn(line: string): [key: string, value: string] {
  const isBracketed = line.startsWith('[')
  const end = line.indexOf(isBracketed ? ']' : ':')
  if (end < 1 || end > longestKey + 20 || '%#>'.includes(line.charAt(0))) return ['', '']
  let last = end
  while (last > 0 && ' .\t'.includes(line.charAt(last - 1))) last--
  const key = line
    .slice(isBracketed ? 1 : 0, last)
    .trim()
    .toLowerCase()
  return key.length > longestKey ? ['', ''] : [key, line.slice(end + 1).trim()]
}

const saidNothing = text(
  '등록기관의 WHOIS 서버가 아무 답도 하지 않았습니다.',
  "The registry's WHOIS server said nothing.",
)
const limited = text('등록기관이 조회 횟수를 제한했습니다.', 'The registry limits how often it may be asked.')
const unreadable = text('등록기관의 WHOIS 답을 읽을 수 없습니다.', "The registry's WHOIS answer cannot be read.")
