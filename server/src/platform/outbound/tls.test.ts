import { TLSSocket } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { type CertificateKind, certificate, testRoot } from '#test/targets/certificates.ts'
import { startSilentTarget } from '#test/targets/hostile-targets.ts'
import { startHttpTarget, startTlsTarget } from '#test/targets/http-target.ts'
import { startTcpTarget } from '#test/targets/tcp-target.ts'
import { createOutbound } from './outbound.ts'
import type { StartTlsProtocol } from './starttls.ts'
import type { TlsAnswer } from './tls.ts'

const outbound = createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] })
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}

async function shake(kind: CertificateKind, tls: object = { ca: testRoot }, host = 'localhost'): Promise<TlsAnswer> {
  const target = await use(startTlsTarget({ certificate: kind }))
  const result = await outbound.tls({ host, port: target.port, ip: 'ipv4', tls })
  if (!result.ok) throw new Error(result.message.en)
  return result
}

describe('a handshake', () => {
  it('shows chain, protocol and cipher of a good certificate', async () => {
    const answer = await shake('valid')
    expect(answer).toMatchObject({ protocol: 'TLSv1.3', verifyError: null, hostMatches: true })
    expect(answer.cipher).toMatch(/^TLS_/)
    expect(answer.chain.map(({ subject }) => subject)).toEqual([
      'CN=localhost',
      'CN=Test intermediate\nO=Bongsu test',
      'CN=Test root\nO=Bongsu test',
    ])
    expect(answer.timings.tls_ms).toBeGreaterThan(0)
  })

  it.each<[CertificateKind, string, boolean]>([
    ['expired', 'CERT_HAS_EXPIRED', true],
    ['not-yet-valid', 'CERT_NOT_YET_VALID', true],
    ['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID', false],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT', true],
    ['untrusted-root', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
    ['incomplete-chain', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', true],
  ])('reports a certificate that is %s instead of throwing', async (kind, verifyError, hostMatches) => {
    const answer = await shake(kind)
    expect(answer).toMatchObject({ verifyError, hostMatches })
    expect(answer.chain.length).toBeGreaterThan(0)
  })

  it('asks for and compares the name it is told', async () => {
    expect(await shake('valid', { ca: testRoot, serverName: 'x.target.example' })).toMatchObject({
      verifyError: null,
      hostMatches: true,
    })
    expect(await shake('valid', { ca: testRoot, serverName: 'other.example' })).toMatchObject({ hostMatches: false })
    expect(await shake('valid', { ca: testRoot }, '127.0.0.1')).toMatchObject({ verifyError: null, hostMatches: true })
  })

  it('fails with a server that does not speak TLS, or does not speak at all', async () => {
    const plain = await use(startHttpTarget())
    expect(await outbound.tls({ host: '127.0.0.1', port: plain.port })).toMatchObject({ ok: false, phase: 'tls' })
    const silent = await use(startSilentTarget())
    expect(await outbound.tls({ host: '127.0.0.1', port: silent.port, timeoutMs: 100 })).toMatchObject({
      ok: false,
      phase: 'timeout',
      code: 'tls',
    })
    await expect.poll(() => silent.open()).toBe(0)
  })

  it('leaves no connection open', async () => {
    const target = await use(startTlsTarget())
    for (let time = 0; time < 20; time++) await outbound.tls({ host: '127.0.0.1', port: target.port })
    expect(target.connections()).toBe(20)
    expect(
      process.getActiveResourcesInfo().filter((name) => name === 'TLSSocketWrap' || name === 'TLSWrap').length,
    ).toBeLessThan(20)
  })

  it('refuses a name that is none', async () => {
    expect(await outbound.tls({ host: '127.0.0.1', port: 443, tls: { serverName: 'a b' } })).toMatchObject({
      ok: false,
      phase: 'guard',
      code: 'server_name',
    })
    expect(await outbound.tls({ host: 'a b', port: 443 })).toMatchObject({ ok: false, phase: 'guard' })
  })
})

describe('STARTTLS', () => {
  /** A server that speaks a little of a protocol and then TLS. */
  const upgrading = (turns: readonly (readonly [heard: RegExp | null, say: string])[]) =>
    use(
      startTcpTarget((socket) => {
        const left = [...turns]
        if (left[0]?.[0] === null) socket.write(left.shift()?.[1] ?? '')
        const listen = (chunk: Buffer) => {
          const [heard, say] = left.shift() ?? [/^$/, '']
          socket.write(heard?.test(chunk.toString('latin1')) ? say : '500 what?\r\n')
          if (left.length > 0) return
          socket.off('data', listen)
          new TLSSocket(socket, { isServer: true, ...certificate('valid') }).on('error', () => undefined)
        }
        socket.on('data', listen)
      }),
    )

  it.each<[StartTlsProtocol, readonly (readonly [RegExp | null, string])[]]>([
    [
      'smtp',
      [
        [null, '220-hello\r\n220 mail\r\n'],
        [/^EHLO /, '250-mail\r\n250-SIZE\r\n250 STARTTLS\r\n'],
        [/^STARTTLS/, '220 go\r\n'],
      ],
    ],
    [
      'imap',
      [
        [null, '* OK ready\r\n'],
        [/^a1 STARTTLS/, '* CAPABILITY\r\na1 OK go\r\n'],
      ],
    ],
    [
      'pop3',
      [
        [null, '+OK ready\r\n'],
        [/^STLS/, '+OK go\r\n'],
      ],
    ],
    [
      'ftp',
      [
        [null, '220 ready\r\n'],
        [/^AUTH TLS/, '234 go\r\n'],
      ],
    ],
    // biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL's SSLRequest is binary
    ['postgres', [[/^\x00\x00\x00\x08\x04\xd2\x16\x2f$/, 'S']]],
  ])('in %s leads to the certificate', async (startTls, turns) => {
    const target = await upgrading(turns)
    expect(
      await outbound.tls({ host: 'localhost', port: target.port, ip: 'ipv4', tls: { ca: testRoot }, startTls }),
    ).toMatchObject({ ok: true, verifyError: null, hostMatches: true })
  })

  it.each<[string, StartTlsProtocol, string]>([
    ['refuses', 'smtp', '554 go away\r\n'],
    ['speaks another protocol', 'imap', 'a1 BAD\r\n'],
    ['has no TLS', 'postgres', 'N'],
    ['talks without end', 'pop3', 'x'.repeat(20_000)],
  ])('with a server that %s fails', async (_what, startTls, says) => {
    const target = await use(
      startTcpTarget((socket) =>
        startTls === 'postgres' ? socket.once('data', () => socket.write(says)) : socket.write(says),
      ),
    )
    expect(await outbound.tls({ host: '127.0.0.1', port: target.port, startTls })).toMatchObject({
      ok: false,
      phase: 'tls',
      code: 'starttls',
    })
    await expect.poll(() => target.open()).toBe(0)
  })

  it('with a server that hangs up or stays silent fails in time', async () => {
    const hanging = await use(startTcpTarget((socket) => socket.end()))
    expect(await outbound.tls({ host: '127.0.0.1', port: hanging.port, startTls: 'smtp' })).toMatchObject({
      ok: false,
      phase: 'tls',
    })
    const silent = await use(startSilentTarget())
    expect(
      await outbound.tls({ host: '127.0.0.1', port: silent.port, startTls: 'smtp', timeoutMs: 100 }),
    ).toMatchObject({ ok: false, phase: 'timeout', code: 'tls' })
    await expect.poll(() => silent.open()).toBe(0)
  })
})
