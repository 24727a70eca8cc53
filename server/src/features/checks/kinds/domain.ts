import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { readHost } from '#platform/outbound/index.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { lookUp } from './domain/look-up.ts'
import { registeredNameOf } from './domain/registered-name.ts'
import { type Facts, freeSeen, type LastKnown, registeredSeen, unclearSeen } from './domain/verdict.ts'
import { hostOf } from './shared/fetch-answer.ts'
import { hostName, saying, webUrl } from './shared/fields.ts'

const registry = text('등록기관', 'Registry')

const options = z.strictObject({
  domain: hostName()
    .check(saying((value) => (registeredNameOf(value) ? undefined : nothingRegistered)))
    .meta({
      label: text('도메인', 'Domain'),
      help: text(
        'www 같은 앞부분은 있어도 됩니다. 등록된 이름(example.co.kr)을 찾아 확인합니다.',
        'A name in front such as www does not matter: the registered name (example.co.kr) is looked up.',
      ),
    }),
  warn_days: z
    .int()
    .min(0)
    .max(365)
    .default(14)
    .meta({
      label: text('만료 경고 기준', 'Warn from'),
      help: text(
        '남은 날이 이 이하이면 "저하"로 봅니다. 30·14·7·3·1·0일 전 알림은 이와 별개로 보냅니다.',
        'So many days or fewer left count as degraded. The news at 30, 14, 7, 3, 1 and 0 days comes regardless.',
      ),
      unit: text('일', 'd'),
    }),
  method: z
    .enum(['auto', 'rdap', 'whois'])
    .default('auto')
    .meta({
      label: text('조회 방법', 'Looked up through'),
      choices: {
        auto: text('RDAP, 안 되면 WHOIS', 'RDAP, else WHOIS'),
        rdap: text('RDAP만', 'RDAP only'),
        whois: text('WHOIS만', 'WHOIS only'),
      },
      section: registry,
      advanced: true,
    }),
  rdap_server: webUrl()
    .optional()
    .meta({
      label: text('RDAP 서버 주소', 'Address of the RDAP server'),
      help: text('비워 두면 IANA 목록에서 찾습니다.', "Left empty, it is found in IANA's list."),
      section: registry,
      advanced: true,
    }),
  whois_server: z
    .string()
    .trim()
    .min(1)
    .max(260)
    .check(saying((value) => ('problem' in placeOf(value) ? notAPlace : undefined)))
    .optional()
    .meta({
      label: text('WHOIS 서버', 'WHOIS server'),
      help: text('호스트 또는 호스트:포트. 예: whois.kr', 'A host, or host:port, such as whois.kr'),
      section: registry,
      advanced: true,
    }),
})
type DomainOptions = z.output<typeof options>

const nothingRegistered = text(
  '등록할 수 있는 도메인 이름이 아닙니다. 예: example.com, example.co.kr',
  'This is no name that can be registered. Such as example.com or example.co.kr.',
)
const notAPlace = text('호스트 또는 호스트:포트로 적으세요.', 'Write a host, or host:port.')

/** When a name has to be renewed, and whether it is still anybody's. */
export const domain = checkKind({
  label: text('도메인 만료', 'Domain expiry'),
  summary: text(
    '등록기관에 RDAP 또는 WHOIS로 물어 만료일, 등록대행자, 상태를 확인합니다.',
    'Asks the registry (RDAP or WHOIS) when a domain expires, who its registrar is and which status it has.',
  ),
  group: 'certificate',
  options,
  example: { domain: 'example.com' },
  defaults: { check_interval: 86_400, timeout: 30 },
  // Registries count how often they are asked.
  ownConcurrency: 2,
  host: ({ domain: asked }) => registeredNameOf(asked)?.ascii ?? asked,
  reaches: ({ domain: asked, rdap_server, whois_server }) => [
    registeredNameOf(asked)?.ascii ?? asked,
    ...(rdap_server === undefined ? [] : [hostOf(rdap_server)]),
    ...(whois_server === undefined ? [] : [hostIn(whois_server)]),
  ],
  fromProject({ url }) {
    const { protocol, hostname } = new URL(url)
    if (protocol !== 'https:') return null
    const name = registeredNameOf(hostname)
    return name ? { domain: name.ascii } : null
  },
  remembers: ({ domain: asked }) => registeredNameOf(asked)?.ascii,
  look,
})

async function look(asked: DomainOptions, context: LookContext): Promise<Seen> {
  const name = registeredNameOf(asked.domain)
  if (!name) throw new Error('a domain that was accepted has a registered name')
  const startedAt = context.clock.monotonic()
  const place = asked.whois_server === undefined ? undefined : placeOf(asked.whois_server)
  const how = {
    method: asked.method,
    rdapServer: asked.rdap_server,
    whoisServer: place && 'host' in place ? place : undefined,
  }
  const found = await lookUp(name, how, context)
  const facts: Facts = {
    name,
    warnDays: asked.warn_days,
    now: context.clock.now(),
    durationMs: context.clock.monotonic() - startedAt,
  }
  switch (found.is) {
    case 'registered':
      return registeredSeen(facts, found)
    case 'free':
      return freeSeen(facts, found)
    case 'unclear':
      // Safe because only `registeredSeen` made what is remembered.
      return unclearSeen(facts, found, context.remembered as LastKnown | undefined)
  }
}

const whoisPort = 43

function placeOf(source: string): { readonly host: string; readonly port: number } | { readonly problem: Text } {
  const [, named = source, port] = /^(.*?)(?::(\d{1,5}))?$/.exec(source) ?? []
  const host = readHost(named)
  if (typeof host !== 'string') return host
  const number = port === undefined ? whoisPort : Number(port)
  return number >= 1 && number <= 65_535 ? { host, port: number } : { problem: notAPlace }
}

const hostIn = (source: string): string => {
  const place = placeOf(source)
  return 'host' in place ? place.host : source
}
