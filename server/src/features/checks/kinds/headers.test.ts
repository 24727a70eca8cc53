import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { parseInput } from '#platform/operations/parse.ts'
import { openChecks } from '#test/checks.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { type Answer, startHttpTarget, startTlsTarget } from '#test/targets/http-target.ts'
import { kindOf } from './catalogue.ts'
import { policiesOf } from './headers/csp.ts'
import { gradeOf } from './headers/grade.ts'
import { headerRules } from './headers/rules.ts'

const { look, room } = openChecks()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
afterAll(() => room.stop?.(new AbortController().signal))

const best: Record<string, string> = {
  'strict-transport-security': 'max-age=63072000; includeSubDomains; preload',
  'content-security-policy':
    "default-src 'none'; script-src 'nonce-abc' 'strict-dynamic' 'unsafe-inline' https:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'x-xss-protection': '0',
  'referrer-policy': 'no-referrer, strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), geolocation=(self "https://example.com"), microphone=()',
}

const answering =
  (headers: Record<string, string | string[]>, status = 200): Answer =>
  (_request, response) =>
    response.writeHead(status, headers).end('x')
async function overTls(headers: Record<string, string | string[]>, options: object = {}) {
  const target = await startTlsTarget({ answer: answering(headers) })
  open.push(target)
  return look('headers', { url: target.url, ca: testRoot, ...options }, 20_000)
}

/** What one rule makes of some headers, over https. */
function judged(name: string, headers: Record<string, string>, secure = true) {
  const rule = headerRules.find((one) => one.name.toLowerCase() === name)
  if (!rule) throw new Error(`no rule ${name}`)
  return rule.judge({ header: (wanted) => headers[wanted], secure })
}
const points = (name: string, value: string, secure = true) => judged(name, { [name]: value }, secure).points

describe('a page', () => {
  it('with everything in order scores 100', async () => {
    const outcome = await overTls(best)
    expect(outcome).toMatchObject({
      state: 'up',
      message: { ko: '보안 헤더 점수는 100점(A+)입니다.' },
      evidence: { score: 100, grade: 'A+' },
    })
    expect(outcome.evidence.headers).toHaveLength(7)
    expect(outcome.evidence.headers).toContainEqual({
      name: 'X-Frame-Options',
      description: {
        ko: '다른 사이트의 틀 안에 들어가지 않게 합니다(클릭재킹 방지).',
        en: 'Keeps the page out of frames of other sites (clickjacking).',
      },
      value: 'DENY',
      is_present: true,
      is_recommended: true,
      level: 'good',
      score: 10,
      most: 10,
    })
  })

  it('without any scores next to nothing, and says why, in both languages', async () => {
    const outcome = await overTls({ server: 'nginx/1.2' })
    expect(outcome).toMatchObject({
      state: 'up',
      evidence: { score: 5, grade: 'F', other_headers: { Server: 'nginx/1.2' } },
    })
    for (const header of outcome.evidence.headers as {
      score: number
      most: number
      reason: { ko: string; en: string }
    }[]) {
      expect(header.reason.ko).toMatch(/[가-힣]/)
      expect(header.reason.en).toMatch(/^[A-Z]/)
    }
  })

  it.each([
    [{ minimum_grade: 'A' }, 'degraded'],
    [{ minimum_grade: 'A', below: 'down' }, 'down'],
    [{ minimum_score: 76, below: 'down' }, 'down'],
    [{ minimum_score: 75 }, 'up'],
    [{ minimum_grade: 'B', minimum_score: 75 }, 'up'],
  ])('without HSTS is, with %j, %s', async (options, state) => {
    const { 'strict-transport-security': _none, ...others } = best
    const outcome = await overTls(others, options)
    expect(outcome).toMatchObject({ state, evidence: { score: 75, grade: 'B' } })
    if (state === 'up') return
    expect(outcome).toMatchObject({ errorCode: 'assertion' })
    expect(outcome.message.en).toContain('Strict-Transport-Security: The header is missing.')
    expect(outcome.assertions?.some(({ passed }) => !passed)).toBe(true)
  })

  it('is judged where its redirects end, and not at all when it is an error', async () => {
    const target = await startHttpTarget((request, response) =>
      request.url === '/'
        ? response.writeHead(302, { location: '/next', ...best }).end()
        : response.writeHead(200, { 'x-content-type-options': 'nosniff' }).end(),
    )
    open.push(target)
    expect(await look('headers', { url: target.url })).toMatchObject({
      state: 'up',
      evidence: { score: 15, judged_url: `${target.url}/next` },
    })
    const broken = await startHttpTarget(answering(best, 503))
    open.push(broken)
    expect(await look('headers', { url: broken.url })).toMatchObject({ state: 'down', errorCode: 'http' })
  })
})

it('the points of all rules are 100', () => {
  expect(headerRules.reduce((sum, { most }) => sum + most, 0)).toBe(100)
  expect([100, 95, 94, 85, 70, 55, 40, 39, 0].map(gradeOf)).toEqual(['A+', 'A+', 'A', 'A', 'B', 'C', 'D', 'F', 'F'])
})

it.each([
  ['max-age=31536000; includeSubDomains; preload', 25],
  ['MAX-AGE="31536000" ; includesubdomains;preload', 25],
  ['max-age=31536000; includeSubDomains', 23],
  ['max-age=31536000', 20],
  ['max-age=15552000; includeSubDomains; preload', 23],
  ['max-age=86400; includeSubDomains; preload', 9],
  ['max-age=2592000; includeSubDomains', 17],
  ['max-age=0', 0],
  ['max-age=0, max-age=31536000; includeSubDomains; preload', 0],
  ['max-age=a', 0],
  ['includeSubDomains', 0],
  ['', 0],
])('HSTS %j is worth %i', (value, expected) => {
  expect(points('strict-transport-security', value)).toBe(expected)
  expect(points('strict-transport-security', value, false)).toBe(0)
})

it.each([
  ["default-src 'self'; base-uri 'self'; frame-ancestors 'self'; object-src 'none'", 30],
  ["default-src 'self'", 20],
  ["default-src 'none'; base-uri 'none'; frame-ancestors 'none'", 30],
  ["default-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'", 17],
  ["default-src 'self' 'UNSAFE-EVAL'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'", 25],
  ['default-src *', 12],
  ["default-src https: 'unsafe-inline' 'unsafe-eval'", 0],
  ["script-src 'self' 'unsafe-inline' 'sha256-abc'; default-src 'none'; base-uri 'none'; frame-ancestors 'none'", 30],
  ["script-src 'strict-dynamic' 'nonce-a' https:; default-src 'none'; base-uri 'none'; frame-ancestors 'none'", 30],
  ["script-src data:; default-src 'none'; base-uri 'none'; frame-ancestors 'none'", 22],
  ['upgrade-insecure-requests', 0],
  ['img-src *', 0],
  [' ; , ', 0],
  // Two policies hold together: what one of them closes is closed.
  [
    "default-src 'self' 'unsafe-inline', script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    30,
  ],
])('CSP %j is worth %i', (value, expected) => {
  expect(points('content-security-policy', value)).toBe(expected)
})

it('a policy that only reports is none', () => {
  const found = judged('content-security-policy', { 'content-security-policy-report-only': "default-src 'none'" })
  expect(found.points).toBe(0)
  expect(found.reasons[0]?.en).toContain('Report-Only')
})

it('a policy is read as browsers read it', () => {
  const [first, second] = policiesOf("Default-Src 'self'  https://a.example;; default-src *, img-src *")
  expect([...(first ?? [])]).toEqual([['default-src', ["'self'", 'https://a.example']]])
  expect([...(second ?? [])]).toEqual([['img-src', ['*']]])
})

it.each([
  ['x-content-type-options', 'NoSniff', 10],
  ['x-content-type-options', 'nosniff, nosniff', 10],
  ['x-content-type-options', 'sniff', 0],
  ['x-frame-options', 'SameOrigin', 10],
  ['x-frame-options', 'DENY, DENY', 10],
  ['x-frame-options', 'DENY, SAMEORIGIN', 5],
  ['x-frame-options', 'ALLOW-FROM https://a.example', 0],
  ['x-frame-options', 'ALLOWALL', 0],
  ['x-xss-protection', '0', 5],
  ['x-xss-protection', '1; mode=block', 3],
  ['x-xss-protection', '1', 0],
  ['x-xss-protection', '1; report=https://a.example', 0],
  ['referrer-policy', 'same-origin', 10],
  ['referrer-policy', 'unsafe-url, strict-origin', 10],
  ['referrer-policy', 'strict-origin, unknown', 10],
  ['referrer-policy', 'origin-when-cross-origin', 5],
  ['referrer-policy', 'unsafe-url', 0],
  ['referrer-policy', 'none', 0],
  ['permissions-policy', 'camera=()', 10],
  ['permissions-policy', 'camera=*', 5],
  ['permissions-policy', 'camera=(*), fullscreen=*', 5],
  ['permissions-policy', 'fullscreen=*', 10],
  ['permissions-policy', "camera 'none'", 0],
])('%s %j is worth %i', (name, value, expected) => {
  expect(points(name, value)).toBe(expected)
})

it('X-Frame-Options is not missed where the policy says who may frame', () => {
  const framed = (ancestors: string) =>
    judged('x-frame-options', { 'content-security-policy': `frame-ancestors ${ancestors}` }).points
  expect([framed("'none'"), framed('https://a.example'), framed('*')]).toEqual([10, 10, 0])
})

it.each([
  [{ minimum_grade: 'E' }, 'minimum_grade'],
  [{ minimum_score: 101 }, 'minimum_score'],
  [{ below: 'up' }, 'below'],
])('options like %j are refused at %s', (changes, path) => {
  const schema = kindOf('headers')?.options
  if (!schema) throw new Error('no headers')
  expect(() => parseInput(schema, { url: 'https://example.com/', ...changes }, 'ko')).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ fields: [expect.objectContaining({ path })] }) }),
  )
})
