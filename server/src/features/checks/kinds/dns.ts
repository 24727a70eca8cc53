import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { type DnsAnswer, type DnsRecord, type RecordType, readHost, recordTypes } from '#platform/outbound/index.ts'
import { result } from '../judging/assertions.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { reverseName, sameName } from './shared/dns-names.ts'
import { failedLook } from './shared/failed-look.ts'
import { hostName, ipChoice, ipVersion, portNumber } from './shared/fields.ts'

const options = z
  .strictObject({
    name: hostName().meta({
      label: text('이름', 'Name'),
      help: text('PTR은 IP 주소를 적습니다.', 'For PTR, an IP address.'),
    }),
    type: z
      .enum(recordTypes)
      .default('A')
      .meta({ label: text('레코드 종류', 'Record type') }),
    expected: z
      .array(z.string().trim().min(1).max(1000))
      .max(50)
      .default([])
      .meta({
        label: text('기대하는 값', 'Expected values'),
        help: text(
          '비워 두면 레코드가 있기만 하면 정상입니다. 예: 192.0.2.1, 10 mail.example.com',
          'Left empty, any record will do. Such as 192.0.2.1 or 10 mail.example.com',
        ),
      }),
    match: z
      .enum(['any', 'all', 'exact'])
      .default('any')
      .meta({
        label: text('비교 방식', 'Comparison'),
        choices: {
          any: text('하나라도 있으면 됨', 'One of them is enough'),
          all: text('모두 있어야 함', 'All of them are there'),
          exact: text('정확히 이것들뿐이어야 함', 'These and no others'),
        },
      }),
    server: hostName()
      .optional()
      .meta({
        label: text('DNS 서버', 'DNS server'),
        help: text('비워 두면 이 서버의 리졸버에 묻습니다.', "Left empty, this server's own resolver is asked."),
        advanced: true,
      }),
    server_port: portNumber()
      .default(53)
      .meta({ label: text('DNS 서버 포트', 'Port of the DNS server'), advanced: true }),
    ip_version: ipVersion,
  })
  .check((context) => {
    const { name, type } = context.value
    const host = readHost(name)
    if (typeof host !== 'string') return
    const isAddress = reverseName(host) !== undefined
    const problem =
      type === 'PTR'
        ? isAddress || host.endsWith('.arpa')
          ? undefined
          : wantsAddress
        : isAddress
          ? wantsName
          : undefined
    if (problem)
      context.issues.push({
        code: 'custom',
        input: name,
        path: ['name'],
        message: problem.en,
        params: { text: problem },
      })
  })
type DnsOptions = z.output<typeof options>

const wantsAddress = text('PTR 조회에는 IP 주소를 적으세요.', 'A PTR query takes an IP address.')
const wantsName = text('IP 주소는 PTR 조회에만 쓸 수 있습니다.', 'An IP address is for PTR queries only.')

/** The machine's own resolver, as a name for the cap per host: checks must not drown it. */
const ownResolver = 'system-resolver'

export const dns = checkKind({
  label: text('DNS 레코드', 'DNS record'),
  summary: text(
    'DNS 레코드를 조회하여 값과 TTL을 확인합니다.',
    'Asks for DNS records and looks at their values and TTL.',
  ),
  group: 'network',
  options,
  example: { name: 'example.com', type: 'A' },
  defaults: { check_interval: 300, timeout: 10 },
  host: ({ server }) => server ?? ownResolver,
  look,
})

async function look(asked: DnsOptions, { outbound, signal, timeoutMs }: LookContext): Promise<Seen> {
  const host = String(readHost(asked.name))
  const answer = await outbound.dns({
    name: asked.type === 'PTR' ? (reverseName(host) ?? host) : host,
    type: asked.type,
    ...(asked.server ? { server: asked.server, serverPort: asked.server_port } : {}),
    ip: ipChoice[asked.ip_version],
    timeoutMs,
    signal,
  })
  // A server somebody chose is the target; our own resolver is not.
  if (!answer.ok) return withoutResolverDoubt(asked, failedLook(answer))
  const records = answer.records.filter(({ type }) => type === asked.type)
  const seen = { durationMs: answer.durationMs, timings: answer.timings, evidence: evidenceOf(asked, answer, records) }
  if (answer.rcode !== 'NOERROR') {
    const suspicious = answer.rcode === 'SERVFAIL' || answer.rcode === 'REFUSED'
    return withoutResolverDoubt(asked, {
      ...seen,
      state: 'down',
      errorCode: 'dns',
      message: rcodeText(asked, answer.rcode),
      ...(suspicious ? { doubt: 'resolver' as const } : {}),
    })
  }
  if (records.length === 0) {
    return {
      ...seen,
      state: 'down',
      errorCode: 'dns',
      message: text(`${asked.name}에 ${asked.type} 레코드가 없습니다.`, `${asked.name} has no ${asked.type} record.`),
    }
  }
  return { ...seen, ...compared(asked, records) }
}

function withoutResolverDoubt(asked: DnsOptions, seen: Seen): Seen {
  if (!asked.server || seen.doubt !== 'resolver') return seen
  const { doubt: _chosen, ...certain } = seen
  return certain
}

function compared(
  asked: DnsOptions,
  records: readonly DnsRecord[],
): Pick<Seen, 'state' | 'message' | 'errorCode' | 'assertions'> {
  const values = records.map(({ value }) => value)
  const found = text(
    `${asked.type} 레코드 ${values.length}개를 찾았습니다.`,
    `Found ${values.length} ${asked.type} record${values.length === 1 ? '' : 's'}.`,
  )
  if (asked.expected.length === 0) return { state: 'up', message: found }
  const isThere = (wanted: string) => values.some((value) => sameValue(asked.type, wanted, value))
  const isWanted = (value: string) => asked.expected.some((wanted) => sameValue(asked.type, wanted, value))
  const passed = {
    any: () => asked.expected.some(isThere),
    all: () => asked.expected.every(isThere),
    exact: () => asked.expected.every(isThere) && values.every(isWanted),
  }[asked.match]()
  const assertions = [result(`${asked.type} ${asked.match}`, asked.expected.join(', '), values.join(', '), passed)]
  return passed
    ? { state: 'up', message: found, assertions }
    : {
        state: 'down',
        errorCode: 'assertion',
        message: text(
          `${asked.type} 레코드가 기대한 값이 아닙니다. 기대: ${short(asked.expected)} · 실제: ${short(values)}`,
          `The ${asked.type} records are not the expected ones. Expected ${short(asked.expected)}, got ${short(values)}.`,
        ),
        assertions,
      }
}

/** As much of a list as fits into a sentence. */
const short = (values: readonly string[]): string => {
  const words = values.join(', ')
  return words.length > 200 ? `${words.slice(0, 199)}…` : words
}

/** As people write values: names in any case, addresses in any spelling, MX and SRV also by their host alone. */
function sameValue(type: RecordType, wanted: string, value: string): boolean {
  if (type === 'TXT' || type === 'CAA') return wanted === value
  if (type === 'A' || type === 'AAAA') return readHost(wanted) === readHost(value)
  if (sameName(wanted, value)) return true
  return (type === 'MX' || type === 'SRV') && sameName(wanted, value.split(' ').at(-1) ?? '')
}

const rcodes: Readonly<Record<string, Text>> = {
  NXDOMAIN: text('존재하지 않는 이름입니다(NXDOMAIN).', 'This name does not exist (NXDOMAIN).'),
  SERVFAIL: text('이름 서버가 처리하지 못했습니다(SERVFAIL).', 'The name servers could not answer (SERVFAIL).'),
  REFUSED: text('DNS 서버가 조회를 거부했습니다(REFUSED).', 'The DNS server refused to answer (REFUSED).'),
}

const rcodeText = ({ name }: DnsOptions, rcode: string): Text => {
  const words = rcodes[rcode] ?? text(`DNS 오류 응답입니다(${rcode}).`, `The answer is an error (${rcode}).`)
  return text(`${name}: ${words.ko}`, `${name}: ${words.en}`)
}

const evidenceOf = (asked: DnsOptions, answer: DnsAnswer, records: readonly DnsRecord[]): Record<string, unknown> => ({
  rcode: answer.rcode,
  is_resolved: answer.rcode === 'NOERROR' && records.length > 0,
  server: answer.server.address,
  over: answer.over,
  authoritative: answer.authoritative,
  ttl: records.length > 0 ? Math.min(...records.map(({ ttl }) => ttl)) : null,
  records: answer.records
    .slice(0, 50)
    .map(({ name, type, ttl, value }) => ({ name, type, ttl, value: value.slice(0, 500) })),
  ...(asked.type === 'CNAME' || answer.records.length === records.length
    ? {}
    : { aliases: answer.records.filter(({ type }) => type === 'CNAME').map(({ value }) => value) }),
})
