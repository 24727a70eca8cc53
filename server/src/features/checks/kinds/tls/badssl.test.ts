import type { SecureVersion } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import type { LookMemory } from '#features/checks/index.ts'
import { openChecks } from '#test/checks.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { type BadTlsOptions, badsslFile, badsslRoot, startBadTls, startResponder } from '#test/targets/badssl.ts'
import { certificate } from '#test/targets/certificates.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})

const kit = openChecks({ clock: new FakeClock('2027-01-01T00:00:00Z') })

async function look(server: BadTlsOptions, options: object = {}) {
  const target = await startBadTls(server)
  open.push(target)
  return kit.look('tls', { host: 'localhost', port: target.port, ca: badsslRoot, ip_version: '4', ...options }, 15_000)
}

const only = (version: SecureVersion) => ({ minVersion: version, maxVersion: version, ciphers: 'DEFAULT:@SECLEVEL=0' })
const tls12 = (ciphers: string) =>
  ({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2', ciphers: `${ciphers}:@SECLEVEL=0` }) as const

interface Row {
  readonly name: string
  readonly server: BadTlsOptions
  readonly state: string
  readonly code?: string
  readonly words: RegExp
  readonly options?: object
}

const row = (
  name: string,
  server: BadTlsOptions,
  state: string,
  code: string | undefined,
  words: RegExp,
  options?: object,
): Row => ({ name, server, state, words, ...(code ? { code } : {}), ...(options ? { options } : {}) })

/** What badssl.com shows, made anew: each sort of certificate and protocol with the verdict it must get. */
const table: readonly Row[] = [
  row('ecc256', { certificate: 'ecc256' }, 'up', undefined, /valid/),
  row('ecc384', { certificate: 'ecc384' }, 'up', undefined, /valid/),
  row('ed25519', { certificate: 'ed25519' }, 'up', undefined, /valid/),
  row('rsa2048', { certificate: 'rsa2048' }, 'up', undefined, /valid/),
  row('rsa4096', { certificate: 'rsa4096' }, 'up', undefined, /valid/),
  row('rsa8192', { certificate: 'rsa8192' }, 'up', undefined, /valid/),
  row('sha384', { certificate: 'sha384' }, 'up', undefined, /valid/),
  row('sha512', { certificate: 'sha512' }, 'up', undefined, /valid/),
  row('1000-sans', { certificate: 'sans1000' }, 'up', undefined, /valid/),
  row('no-common-name', { certificate: 'no-common-name' }, 'up', undefined, /valid/),
  row('no-subject', { certificate: 'no-subject' }, 'up', undefined, /valid/),
  row('reversed-chain', { certificate: 'reversed' }, 'up', undefined, /valid/),
  row('tls-v1-2', { certificate: 'ecc256', ...only('TLSv1.2') }, 'up', undefined, /valid/),
  row('tls-v1-3', { certificate: 'ecc256', ...only('TLSv1.3') }, 'up', undefined, /valid/),
  row('cbc', { certificate: 'ecc256', ...tls12('ECDHE-ECDSA-AES128-SHA256') }, 'up', undefined, /valid/),
  row('idn', { certificate: 'idn' }, 'up', undefined, /valid/, { server_name: '한국.target.example' }),
  row('common-name-only', { certificate: 'common-name-only' }, 'down', 'tls', /not for this host/),
  row('wrong.host', { certificate: 'ecc256' }, 'down', 'tls', /not for this host/, {
    server_name: 'elsewhere.example',
  }),
  row('wildcard too deep', { certificate: 'ecc256' }, 'down', 'tls', /not for this host/, {
    server_name: 'a.b.target.example',
  }),
  row('untrusted-root', { certificate: 'ecc256' }, 'down', 'tls', /not trusted|untrusted|incomplete/, {
    ca: undefined,
  }),
  row('expired intermediate', { certificate: 'under-expired' }, 'down', 'expiry', /intermediate certificate expired/),
  row('outside the name constraints', { certificate: 'under-narrow' }, 'down', 'tls', /could not be verified/),
  row('signed by no authority', { certificate: 'under-leaf' }, 'down', 'tls', /verif|issuer|incomplete/),
  row('for clients only', { certificate: 'client-only' }, 'down', 'tls', /could not be verified|purpose/),
  row('rsa1024', { certificate: 'rsa1024', ciphers: 'DEFAULT:@SECLEVEL=0' }, 'degraded', 'tls', /too short \(1024/),
  row(
    'sha1',
    { certificate: 'sha1', ciphers: 'DEFAULT:@SECLEVEL=0' },
    'degraded',
    'tls',
    /signature algorithm is weak/,
  ),
  row(
    'sha1-intermediate',
    { certificate: 'under-sha1', ciphers: 'DEFAULT:@SECLEVEL=0' },
    'degraded',
    'tls',
    /signature algorithm is weak/,
  ),
  row('tls-v1-0', { certificate: 'ecc256', ...only('TLSv1') }, 'degraded', 'tls', /outdated protocol \(TLSv1\)/),
  row('tls-v1-1', { certificate: 'ecc256', ...only('TLSv1.1') }, 'degraded', 'tls', /outdated protocol \(TLSv1.1\)/),
  row('static-rsa', { certificate: 'rsa2048', ...tls12('AES128-SHA') }, 'degraded', 'tls', /forward secrecy/),
  row(
    'dh1024',
    { certificate: 'rsa2048', ...tls12('DHE-RSA-AES128-SHA256'), dhparam: badsslFile('dh1024.pem') },
    'degraded',
    'tls',
    /Diffie-Hellman key is too short \(1024/,
  ),
  row('must-staple without a staple', { certificate: 'must-staple' }, 'degraded', 'tls', /stapled/),
  row('tls 1.3 wanted', { certificate: 'ecc256', ...only('TLSv1.2') }, 'degraded', 'tls', /does not speak TLSv1.3/, {
    minimum_protocol: 'TLSv1.3',
  }),
  row(
    'weak, and that is not accepted',
    { certificate: 'rsa1024', ciphers: 'DEFAULT:@SECLEVEL=0' },
    'down',
    'tls',
    /1024/,
    { weakness: 'down' },
  ),
  row('weak, and nobody minds', { certificate: 'rsa1024', ciphers: 'DEFAULT:@SECLEVEL=0' }, 'up', undefined, /valid/, {
    weakness: 'ignore',
  }),
  row(
    'client certificate missing',
    { certificate: 'rsa2048', ...only('TLSv1.2'), requestCert: true, ca: certificate('root').cert },
    'down',
    'tls',
    /handshake/,
  ),
  row(
    'no protocol in common',
    { certificate: 'rsa2048', ...tls12('PSK-AES128-CBC-SHA256') },
    'down',
    'tls',
    /handshake/,
  ),
]

describe('the badssl set', () => {
  it('is large enough', () => {
    expect(table.length).toBeGreaterThanOrEqual(25)
  })

  it.each(table)('$name', async ({ server, state, code, words, options }) => {
    const outcome = await look(server, options)
    expect({ state: outcome.state, code: outcome.errorCode, message: outcome.message.en }).toEqual({
      state,
      code,
      message: expect.stringMatching(words),
    })
    expect(outcome.message.ko).toMatch(/[가-힣]/)
  })
})

describe('what the authority says of a certificate', () => {
  it('is asked of its responder, and counts', async () => {
    const good = await startResponder('good')
    const fine = await look({ certificate: 'good' })
    expect(fine).toMatchObject({ state: 'up', evidence: { revocation: { status: 'good', source: 'responder' } } })
    expect(good.asked).toHaveLength(1)
    await good.close()
    open.push(await startResponder('revoked'))
    const gone = await look({ certificate: 'revoked' })
    expect(gone).toMatchObject({ state: 'down', errorCode: 'tls', evidence: { revocation: { status: 'revoked' } } })
    expect(gone.message.en).toContain('revoked')
    expect((gone.evidence.revocation as { revoked_at: string }).revoked_at).toMatch(/^20\d\d-/)
  })

  it('is taken from the server where it staples it', async () => {
    expect(await look({ certificate: 'good', staple: 'good' })).toMatchObject({
      state: 'up',
      evidence: { stapled: true, revocation: { status: 'good', source: 'stapled' } },
    })
    expect(await look({ certificate: 'revoked', staple: 'revoked' })).toMatchObject({
      state: 'down',
      evidence: { revocation: { status: 'revoked', source: 'stapled' } },
    })
  })

  it.each([
    ['signed by somebody else', 'revoked', 'forged'],
    ['about another certificate', 'good', 'revoked'],
  ])('does not count when it is %s', async (_what, name, staple) => {
    const outcome = await look({ certificate: name, staple }, { revocation: 'stapled' })
    expect(outcome).toMatchObject({
      state: 'up',
      evidence: { revocation: { status: 'unavailable', source: 'stapled' } },
    })
  })

  it('does not count when nobody answers, or nobody wants to know', async () => {
    expect(await look({ certificate: 'unheard' })).toMatchObject({
      state: 'up',
      evidence: { revocation: { status: 'unavailable' } },
    })
    open.push(await startResponder({ status: 500 }))
    expect(await look({ certificate: 'revoked' })).toMatchObject({
      state: 'up',
      evidence: { revocation: { status: 'unavailable', problem: 'HTTP 500' } },
    })
    expect(await look({ certificate: 'revoked' }, { revocation: 'off' })).toMatchObject({
      state: 'up',
      evidence: { revocation: { status: 'not_asked' } },
    })
  })
})

describe('a certificate that is another one', () => {
  it('is told once, for its issuer or its key, and not when it was merely looked at again', async () => {
    // One address, whose server shows one certificate after another.
    const options = { host: 'localhost', ca: badsslRoot, ip_version: '4', revocation: 'off' }
    const first = await startBadTls({ certificate: 'ecc256' })
    const { port } = first
    let memory: LookMemory | undefined
    const lookAt = async () => {
      const seen = await kit.look('tls', { ...options, port }, 5000, memory)
      memory = seen.memory ?? memory
      return seen.notices
    }
    expect(await lookAt()).toEqual([])
    expect(await lookAt()).toEqual([])
    await first.close()
    const second = await startBadTls({ certificate: 'ecc384', port })
    expect(await lookAt()).toMatchObject([{ type: 'certificate_changed', severity: 'info' }])
    expect(await lookAt()).toEqual([])
    await second.close()
    open.push(await startBadTls({ certificate: 'under-sha1', port }))
    const notices = await lookAt()
    expect(notices).toMatchObject([{ type: 'certificate_changed', severity: 'warning' }])
    expect(notices?.[0]?.message.en).toMatch(/another issuer: .*Bad intermediate.*SHA-1 intermediate/)
  })

  it('is down when its key or its issuer is not the expected one', async () => {
    const seen = await look({ certificate: 'ecc256' })
    const pin = seen.evidence.pin as string
    expect(await look({ certificate: 'ecc256' }, { pins: [pin], expected_issuer: 'bad intermediate' })).toMatchObject({
      state: 'up',
    })
    expect(await look({ certificate: 'ecc384' }, { pins: [pin] })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
    })
    expect(await look({ certificate: 'ecc256' }, { expected_issuer: "Let's Encrypt" })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
    })
  })
})
