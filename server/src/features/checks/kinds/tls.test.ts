import { afterEach, describe, expect, it } from 'vitest'
import { day } from '#kernel/clock.ts'
import { openChecks } from '#test/checks.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { type CertificateKind, testRoot } from '#test/targets/certificates.ts'
import { startHttpTarget, startTlsTarget } from '#test/targets/http-target.ts'
import { startSmtpTarget } from '#test/targets/smtp-target.ts'
import { daysLeft, tierOf } from './shared/expiry.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})

/** When the valid test certificates end. */
const end = Date.parse('2120-01-01T00:00:00Z')

async function look(kind: CertificateKind, options: object = {}, now: number | string = '2026-01-01T00:00:00Z') {
  const target = await startTlsTarget({ certificate: kind })
  open.push(target)
  const { look } = openChecks({ clock: new FakeClock(now) })
  return look('tls', { host: 'localhost', port: target.port, ca: testRoot, ip_version: '4', ...options })
}

describe('a certificate', () => {
  it('is valid, and everything about it is told', async () => {
    const outcome = await look('valid')
    expect(outcome).toMatchObject({
      state: 'up',
      notices: [],
      evidence: {
        expires_at: '2120-01-01T00:00:00.000Z',
        tier: null,
        subject: 'CN=localhost',
        names: ['localhost', '*.target.example', '127.0.0.1', '0:0:0:0:0:0:0:1'],
        self_signed: false,
        key: { type: 'ec', curve: 'prime256v1' },
        protocol: 'TLSv1.3',
        host_matches: true,
        trusted: true,
        verify_error: null,
      },
    })
    expect(outcome.evidence.issuer).toContain('Test intermediate')
    expect(outcome.evidence.chain).toHaveLength(3)
    expect(JSON.parse(JSON.stringify(outcome.evidence))).toEqual(outcome.evidence)
  })

  it.each<[CertificateKind, string, string, object]>([
    ['expired', 'expiry', '만료되었습니다', { days_left: -1827 }],
    ['not-yet-valid', 'tls', '아직 시작되지', { verify_error: 'CERT_NOT_YET_VALID' }],
    ['wrong-host', 'tls', '이 호스트 이름의 것이', { host_matches: false }],
    ['self-signed', 'tls', '자체 서명', { self_signed: true, trusted: false }],
    ['untrusted-root', 'tls', '신뢰할 수 없습니다', { trusted: false }],
    ['incomplete-chain', 'tls', '불완전', { trusted: false }],
  ])('that is %s is down', async (kind, errorCode, words, evidence) => {
    const outcome = await look(kind, {}, '2026-01-01T12:00:00Z')
    expect(outcome).toMatchObject({ state: 'down', errorCode, evidence })
    expect(outcome.message.ko).toContain(words)
  })

  it('is known by the name it is asked for', async () => {
    expect(await look('valid', { server_name: 'a.target.example' })).toMatchObject({ state: 'up' })
    expect(await look('valid', { server_name: 'b.example' })).toMatchObject({ state: 'down', errorCode: 'tls' })
    expect(await look('wrong-host', { server_name: 'elsewhere.example' })).toMatchObject({ state: 'up' })
  })

  it('is degraded from the chosen day on, and down the moment it ends', async () => {
    expect(await look('valid', {}, end - 15.5 * day)).toMatchObject({ state: 'up', evidence: { days_left: 15 } })
    expect(await look('valid', {}, end - 14.5 * day)).toMatchObject({
      state: 'degraded',
      errorCode: 'expiry',
      evidence: { days_left: 14, tier: 14 },
    })
    expect(await look('valid', { warn_days: 7 }, end - 14.5 * day)).toMatchObject({ state: 'up' })
    expect(await look('valid', {}, end - 1)).toMatchObject({ state: 'degraded', evidence: { days_left: 0, tier: 0 } })
    expect(await look('valid', {}, end + 1)).toMatchObject({
      state: 'down',
      errorCode: 'expiry',
      evidence: { tier: 'expired' },
    })
  })

  it.each([
    [30.5, [30, 'info', 'ssl_expiring']],
    [29.5, [30, 'info', 'ssl_expiring']],
    [14.5, [14, 'warning', 'ssl_expiring']],
    [7.5, [7, 'warning', 'ssl_expiring']],
    [3.5, [3, 'critical', 'ssl_expiring']],
    [1.5, [1, 'critical', 'ssl_expiring']],
    [0.5, [0, 'critical', 'ssl_expiring']],
    [-0.5, ['expired', 'critical', 'ssl_expired']],
  ])(
    'brings the news of its tier %s days before it ends, once per certificate',
    async (left, [tier, severity, type]) => {
      const outcome = await look('valid', {}, end - Number(left) * day)
      const { fingerprint } = outcome.evidence
      // The intermediate of the tests ends on the same day and has news of its own.
      expect(outcome.notices).toHaveLength(2)
      expect(outcome.notices?.[0]).toMatchObject({ type, severity, key: `${fingerprint}:${tier}` })
      expect(outcome.notices?.[0]?.message.ko).toContain('CN=localhost')
      expect(outcome.notices?.[1]?.key).not.toBe(outcome.notices?.[0]?.key)
    },
  )

  it('has no news 31 days before', async () => {
    expect((await look('valid', {}, end - 31.5 * day)).notices).toEqual([])
  })

  it('is seen behind STARTTLS', async () => {
    const mail = await startSmtpTarget()
    open.push(mail)
    const { look } = openChecks()
    const options = { host: 'localhost', port: mail.port, ca: testRoot, ip_version: '4' }
    expect(await look('tls', { ...options, starttls: 'smtp' })).toMatchObject({
      state: 'up',
      evidence: { subject: 'CN=localhost' },
    })
    expect(await look('tls', { ...options, starttls: 'pop3' })).toMatchObject({ state: 'down', errorCode: 'tls' })
    expect(await look('tls', options, 500)).toMatchObject({ state: 'down', errorCode: 'tls' })
  })

  it('cannot be seen where nobody speaks TLS', async () => {
    const target = await startHttpTarget()
    open.push(target)
    expect(await openChecks().look('tls', { host: '127.0.0.1', port: target.port })).toMatchObject({
      state: 'down',
      errorCode: 'tls',
    })
    await target.close()
    expect(await openChecks().look('tls', { host: '127.0.0.1', port: target.port })).toMatchObject({
      state: 'down',
      errorCode: 'connect',
    })
  })
})

it('a day begins with its first moment', () => {
  expect([1.999, 1, 0.999, 0, -0.001].map((days) => daysLeft(days * day, 0))).toEqual([1, 1, 0, 0, -1])
  expect([31, 30, 15, 14, 8, 7, 4, 3, 2, 1, 0, -1].map(tierOf)).toEqual([
    null,
    30,
    30,
    14,
    14,
    7,
    7,
    3,
    3,
    1,
    0,
    'expired',
  ])
})
