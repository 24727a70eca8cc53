import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { day, hour } from '#kernel/clock.ts'
import { openChecks } from '#test/checks.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { type Answer, startHttpTarget } from '#test/targets/http-target.ts'
import { startTcpTarget } from '#test/targets/tcp-target.ts'
import type { LookMemory, Outcome } from '../outcome.ts'
import { domain } from './domain.ts'

const today = Date.parse('2026-03-02T00:00:00Z')
const clock = new FakeClock(today)
const { checks, room, outbound } = openChecks({ clock })
const open: { close(): Promise<void> }[] = []
let memory: LookMemory | undefined
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
  memory = undefined
})
afterAll(() => room.stop?.(new AbortController().signal))

const inDays = (days: number): string => new Date(clock.now() + days * day + hour).toISOString()

const object = (expires: string | null, more: object = {}) => ({
  objectClassName: 'domain',
  ldhName: 'EXAMPLE.COM',
  status: ['client transfer prohibited', 'active'],
  events: [
    { eventAction: 'registration', eventDate: '1995-08-14T04:00:00Z' },
    ...(expires === null ? [] : [{ eventAction: 'expiration', eventDate: expires }]),
  ],
  entities: [
    { roles: ['abuse'], vcardArray: ['vcard', [['fn', {}, 'text', 'Abuse desk']]] },
    {
      roles: ['registrar'],
      handle: '292',
      vcardArray: [
        'vcard',
        [
          ['version', {}, 'text', '4.0'],
          ['fn', {}, 'text', 'Mark Registrar Inc.'],
        ],
      ],
    },
  ],
  nameservers: [{ ldhName: 'NS1.EXAMPLE.COM' }],
  ...more,
})

async function serveRdap(answer: Answer | object): Promise<{ rdap_server: string; asked: () => string[] }> {
  const target = await startHttpTarget(
    typeof answer === 'function'
      ? (answer as Answer)
      : (_request, response) =>
          response.writeHead(200, { 'content-type': 'application/rdap+json' }).end(JSON.stringify(answer)),
  )
  open.push(target)
  return { rdap_server: `${target.url}/rdap`, asked: () => target.requests.map(({ url }) => url ?? '') }
}

async function serveWhois(said: string | null): Promise<{ whois_server: string; received: () => string }> {
  const target = await startTcpTarget((socket) => {
    socket.once('data', () => (said === null ? socket.destroy() : socket.end(said)))
  })
  open.push(target)
  return { whois_server: `127.0.0.1:${target.port}`, received: target.received }
}

type Tested = Readonly<Record<string, unknown>> & { readonly asked?: unknown; readonly received?: unknown }

/** Nothing listens there, so that nobody's real server is asked. */
const nobody = { whois_server: '127.0.0.1:1' }

/** What the servers of this file tell of themselves is no option. */
async function look({ asked: _, received: __, ...options }: Tested, timeoutMs = 10_000): Promise<Outcome> {
  const asked = domain.options.parse({ domain: 'www.example.com', ...nobody, ...options })
  const outcome = await checks.lookOnce('domain', asked, { timeoutMs, before: memory })
  memory = outcome.memory ?? memory
  return outcome
}

describe('a domain, by RDAP', () => {
  it('is registered until a date, with registrar, status and name servers', async () => {
    const { rdap_server, asked } = await serveRdap(object('2027-08-13T04:00:00Z'))
    expect(await look({ rdap_server })).toMatchObject({
      state: 'up',
      message: { en: 'It is registered until 2027-08-13 (529 more days).' },
      evidence: {
        domain: 'example.com',
        expires_at: '2027-08-13T04:00:00.000Z',
        days_left: 529,
        registrar: 'Mark Registrar Inc.',
        statuses: ['client transfer prohibited', 'active'],
        nameservers: ['ns1.example.com'],
        created_at: '1995-08-14T04:00:00.000Z',
        source: 'rdap',
      },
    })
    expect(asked()).toEqual(['/rdap/domain/example.com'])
  })

  it.each([
    [31, 'up', undefined, null],
    [30, 'up', 'domain_expiring', '30'],
    [14, 'degraded', 'domain_expiring', '14'],
    [5, 'degraded', 'domain_expiring', '7'],
    [0, 'degraded', 'domain_expiring', '0'],
    [-1, 'down', 'domain_expired', 'expired'],
  ])('with %i days left is %s', async (days, state, type, tier) => {
    const expires = inDays(days)
    const outcome = await look(await serveRdap(object(expires)))
    expect(outcome.state).toBe(state)
    expect(outcome.notices?.[0]?.type).toBe(type)
    if (tier !== null) expect(outcome.notices?.[0]?.key).toBe(`example.com:${expires.slice(0, 10)}:${tier}`)
  })

  it('that nobody registered is down', async () => {
    const free = await serveRdap((_request, response) => response.writeHead(404).end())
    const outcome = await look({ ...free })
    expect(outcome).toMatchObject({ state: 'down', errorCode: 'expiry', evidence: { source: 'rdap' } })
    expect(outcome.message.ko).toContain('등록되어 있지 않은')
  })

  it.each([
    ['redemption period', 'down', 'expiry'],
    ['pending delete', 'down', 'expiry'],
    ['clientHold', 'degraded', 'dns'],
  ])('in status %s is %s', async (status, state, errorCode) => {
    const outcome = await look(await serveRdap(object('2027-08-13T04:00:00Z', { status: [status] })))
    expect(outcome).toMatchObject({ state, errorCode })
  })

  it('is found behind a redirect', async () => {
    const { rdap_server } = await serveRdap(object('2027-08-13T04:00:00Z'))
    const moved = await serveRdap((request, response) =>
      response.writeHead(302, { location: `${rdap_server}${request.url?.replace('/rdap', '')}` }).end(),
    )
    expect(await look({ rdap_server: moved.rdap_server })).toMatchObject({ state: 'up' })
  })

  it('is asked for by its wire name, and shown as people write it', async () => {
    const ldhName = 'xn--9t4b11yi5a.xn--3e0b707e'
    const { rdap_server, asked } = await serveRdap(object('2027-08-13T04:00:00Z', { ldhName }))
    const outcome = await look({ domain: 'www.테스트.한국', rdap_server })
    expect(outcome.evidence).toMatchObject({ domain: '테스트.한국', ascii: ldhName })
    expect(asked()).toEqual([`/rdap/domain/${ldhName}`])
  })

  it.each([
    ['too many questions', (_: unknown, response) => response.writeHead(429, { 'retry-after': '60' }).end()],
    ['an error', (_: unknown, response) => response.writeHead(500).end('oops')],
    ['a page', (_: unknown, response) => response.writeHead(200).end('<p>hello</p>')],
    [
      'another name',
      (_: unknown, response) =>
        response.writeHead(200).end(JSON.stringify(object('2027-08-13', { ldhName: 'other.com' }))),
    ],
    ['silence', () => undefined],
  ] as [string, Answer][])('answered by %s is asked for by WHOIS', async (_what, answer) => {
    const { whois_server } = await serveWhois(
      'Domain Name: EXAMPLE.COM\r\nRegistry Expiry Date: 2027-08-13T04:00:00Z\r\n',
    )
    const { rdap_server } = await serveRdap(answer)
    expect(await look({ rdap_server, whois_server }, 3_000)).toMatchObject({
      state: 'up',
      evidence: { source: 'whois' },
    })
    const alone = await look({ domain: 'example.org', rdap_server, method: 'rdap' }, 1_000)
    expect(alone).toMatchObject({ state: 'unknown' })
  })

  it('whose date the registry keeps to itself is filled in from WHOIS, or simply registered', async () => {
    const thin = await serveRdap(object(null))
    const whois = await serveWhois('Expiration Date: 2027-08-13\n')
    expect(await look({ ...thin, ...whois })).toMatchObject({
      state: 'up',
      evidence: { source: 'rdap', registrar: 'Mark Registrar Inc.', expires_at: '2027-08-13T00:00:00.000Z' },
    })
    memory = undefined
    const outcome = await look({ ...thin, whois_server: (await serveWhois('No data here')).whois_server })
    expect(outcome).toMatchObject({ state: 'up', evidence: { days_left: null } })
    expect(outcome.memory).toBeUndefined()
  })

  it('goes on as it was known while the registry does not answer, and is never called down by that', async () => {
    const expires = inDays(20)
    await look(await serveRdap(object(expires)))
    const silent = await serveRdap((_request, response) => response.writeHead(429).end())
    clock.jump(3 * day)
    const stale = await look({ ...silent })
    expect(stale).toMatchObject({ state: 'up', evidence: { days_left: 17 } })
    expect(stale.message.en).toContain('As of ')
    clock.jump(5 * day)
    expect(await look({ ...silent })).toMatchObject({ state: 'degraded', errorCode: 'expiry' })
    clock.jump(8 * day)
    expect(await look({ ...silent })).toMatchObject({ state: 'unknown' })
  })

  it('gives nothing away of a server that may not be asked', async () => {
    expect(await look({ rdap_server: 'http://10.0.0.1/', method: 'rdap' })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
    })
  })
})

describe('a domain, by WHOIS', () => {
  const kr = `query : example.co.kr

# KOREAN(UTF8)

도메인이름                  : example.co.kr
등록인                      : 주식회사 예시
등록일                      : 1999. 07. 05.
최근 정보 변경일            : 2025. 01. 02.
사용 종료일                 : 2027. 07. 05.
정보공개여부                : N
등록대행자                  : (주)가비아(http://www.gabia.co.kr)
DNSSEC                      : 미서명

1차 네임서버 정보
   호스트이름               : ns.example.co.kr

# ENGLISH

Domain Name                 : example.co.kr
Registrant                  : Example Inc.
Registered Date             : 1999. 07. 05.
Last Updated Date           : 2025. 01. 02.
Expiration Date             : 2027. 07. 05.
Publishes                   : N
Authorized Agency           : Gabia, Inc.(http://www.gabia.co.kr)
DNSSEC                      : unsigned

Primary Name Server
   Host Name                : ns.example.co.kr
`

  it('of Korea is understood', async () => {
    const { whois_server, received } = await serveWhois(kr)
    expect(await look({ domain: 'shop.example.co.kr', method: 'whois', whois_server })).toMatchObject({
      state: 'up',
      evidence: {
        domain: 'example.co.kr',
        expires_at: '2027-07-05T00:00:00.000Z',
        created_at: '1999-07-05T00:00:00.000Z',
        registrar: 'Gabia, Inc.(http://www.gabia.co.kr)',
        nameservers: ['ns.example.co.kr'],
        source: 'whois',
      },
    })
    expect(received()).toBe('example.co.kr\r\n')
  })

  it.each([
    'No match for "EXAMPLE.COM".\r\n>>> Last update of whois database: 2026-03-02T00:00:00Z <<<',
    'The requested domain was not found in the Registry or Registrar’s WHOIS Server.',
    '상기 도메인이름은 등록되어 있지 않은 도메인이름입니다.',
    'Domain: example.de\nStatus: free\n',
    'Domain:\texample.be\nStatus:\tAVAILABLE\n',
    'NOT FOUND',
    'Domain example.io not found.',
    '%% No entries found for the selected source(s).',
    'The queried object does not exist: no such domain',
    'This domain name has not been registered.',
  ])('says that a name is free: %j', async (said) => {
    const { whois_server } = await serveWhois(said)
    expect(await look({ method: 'whois', whois_server })).toMatchObject({ state: 'down', errorCode: 'expiry' })
  })

  it.each([
    ['nothing', '', 'said nothing'],
    ['that it was asked too often', 'WHOIS LIMIT EXCEEDED - SEE WWW.PIR.ORG/WHOIS FOR DETAILS', 'limits how often'],
    ['that it was asked too often', 'Error: quota exceeded. Try again later.', 'limits how often'],
    ['what nobody understands', 'Welcome to our server!', 'cannot be read'],
    ['nothing, and hangs up', null, 'said nothing'],
  ])('that says %s leaves it open', async (_what, said, why) => {
    const { whois_server } = await serveWhois(said)
    const outcome = await look({ method: 'whois', whois_server })
    expect(outcome.state).toBe('unknown')
    expect(outcome.message.en).toContain(why)
  })
})

it('comes with a new project where there is a name to renew', () => {
  const from = (url: string) => domain.fromProject?.({ url, title: 'x', headers: [] })
  expect(from('https://www.shop.example.co.kr:8443/a')).toEqual({ domain: 'example.co.kr' })
  for (const url of ['http://example.com/', 'https://192.0.2.1/', 'https://[2001:db8::1]/', 'https://intranet/'])
    expect(from(url)).toBeNull()
  expect(outbound).toBeDefined()
})

it.each([
  { domain: 'localhost' },
  { domain: 'co.kr' },
  { domain: 'example.com', whois_server: 'a b' },
  { domain: 'example.com', whois_server: 'whois.kr:99999' },
  { domain: 'example.com', rdap_server: 'ftp://a' },
])('refuses %j', (options) => {
  expect(domain.options.safeParse(options).success).toBe(false)
})
