import { afterEach, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { startSmtpTarget } from '#test/targets/smtp-target.ts'
import { startTcpTarget } from '#test/targets/tcp-target.ts'

const { look: lookAt } = openChecks()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}
const signIn = { username: 'reader', password: 'sesame-1234' }
const look = (port: number, options: Record<string, unknown> = {}) =>
  lookAt('smtp', { host: '127.0.0.1', port, ca: testRoot, ...options })

/** A server that says these lines, one for each line it hears. */
const startScript = (lines: readonly string[]) =>
  use(
    startTcpTarget((socket) => {
      const rest = [...lines]
      socket.write(rest.shift() ?? '')
      socket.on('data', () => socket.write(rest.shift() ?? ''))
    }),
  )

describe('an SMTP server', () => {
  it('greets, tells what it can, and takes no mail', async () => {
    const target = await use(startSmtpTarget())
    const seen = await look(target.port, { security: 'none', expect: 'STARTTLS' })
    expect(seen).toMatchObject({
      state: 'up',
      assertions: [{ passed: true }],
      evidence: {
        greeting: expect.stringContaining('ESMTP'),
        steps: [{ name: 'greeting' }, { name: 'ehlo', at_ms: expect.any(Number), duration_ms: expect.any(Number) }],
      },
    })
    expect(seen.evidence.capabilities).toContain('STARTTLS')
    expect(await look(target.port, { security: 'none', expect: 'Exchange' })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [{ expected: 'contains Exchange', passed: false }],
    })
    expect(target.mails).toHaveLength(0)
  })

  it('changes to TLS, or is secure from the start', async () => {
    const later = await use(startSmtpTarget())
    expect(await look(later.port)).toMatchObject({ state: 'up', evidence: { tls: 'TLSv1.3' } })
    expect(await look(later.port, { ca: undefined })).toMatchObject({ state: 'down', errorCode: 'tls' })
    expect(await look(later.port, { ca: undefined, verify_tls: false })).toMatchObject({ state: 'up' })
    const secure = await use(startSmtpTarget({ secure: true }))
    expect(await look(secure.port, { security: 'tls' })).toMatchObject({ state: 'up', evidence: { tls: 'TLSv1.3' } })
    const plain = await use(startSmtpTarget({ plain: true }))
    expect(await look(plain.port)).toMatchObject({ state: 'down', errorCode: 'tls', evidence: { reason: 'no_tls' } })
  })

  it('may hang up where TLS should begin, or begin with something else', async () => {
    const gone = await use(
      startTcpTarget((socket) => {
        socket.write('220 hi\r\n')
        socket.once('data', () => {
          socket.write('250-hi\r\n250 STARTTLS\r\n')
          socket.once('data', () => socket.end('220 go\r\n'))
        })
      }),
    )
    expect(await look(gone.port)).toMatchObject({
      state: 'down',
      errorCode: 'tls',
      evidence: { failed_step: 'starttls' },
    })
    const odd = await startScript(['220 hi\r\n', '250-hi\r\n250 STARTTLS\r\n', '220 go\r\n', 'HTTP/1.1 400 no\r\n'])
    expect(await look(odd.port)).toMatchObject({ state: 'down', errorCode: 'tls' })
    const not = await startScript(['220 hi\r\n', '250-hi\r\n250 STARTTLS\r\n', '454 not now\r\n'])
    expect(await look(not.port)).toMatchObject({ state: 'down', errorCode: 'connect', evidence: { code: '454' } })
  })

  it('lets somebody in, and nobody with a wrong password', async () => {
    const target = await use(startSmtpTarget({ password: signIn.password }))
    expect(await look(target.port, signIn)).toMatchObject({ state: 'up' })
    expect(target.signIns.at(-1)).toEqual({ user: 'reader', password: signIn.password })
    const refused = await look(target.port, { ...signIn, password: 'wrong-sesame' })
    expect(refused).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      evidence: { reason: 'auth', code: '535' },
    })
    expect(JSON.stringify(refused)).not.toContain('sesame')
  })

  it('may know AUTH LOGIN only, or no way in at all', async () => {
    const old = await startScript([
      '220 old\r\n',
      '250-old\r\n250 AUTH LOGIN\r\n',
      '334 VXNlcg==\r\n',
      '334 UGFzcw==\r\n',
      '235 in\r\n',
    ])
    expect(await look(old.port, { ...signIn, security: 'none' })).toMatchObject({ state: 'up' })
    expect(old.received()).toContain(`${Buffer.from('reader').toString('base64')}\r\n`)
    const odd = await startScript(['220 odd\r\n', '250-odd\r\n250 AUTH GSSAPI\r\n'])
    expect(await look(odd.port, { ...signIn, security: 'none' })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
      evidence: { reason: 'unsupported' },
    })
  })

  it('may be too busy, or refuse to serve', async () => {
    const busy = await startScript(['421 too many of you\r\n'])
    expect(await look(busy.port)).toMatchObject({ state: 'down', errorCode: 'connect', evidence: { code: '421' } })
    const closed = await startScript(['554 no SMTP service here\r\n'])
    expect(await look(closed.port)).toMatchObject({ state: 'down', errorCode: 'connect', evidence: { code: '554' } })
    const picky = await startScript(['220 hi\r\n', '550 go away\r\n'])
    expect(await look(picky.port)).toMatchObject({ state: 'down', errorCode: 'assertion', evidence: { code: '550' } })
  })

  it('that repeats what it was sent does not bring a password into the record', async () => {
    const encoded = Buffer.from('\0reader\0sesame-1234').toString('base64')
    const parrot = await startScript([
      '220 parrot\r\n',
      '250-parrot\r\n250 AUTH PLAIN\r\n',
      `535 no, neither sesame-1234 nor ${encoded}\r\n`,
    ])
    const seen = await look(parrot.port, { ...signIn, security: 'none' })
    expect(seen.state).toBe('down')
    expect(seen.message.en).toContain('neither')
    expect(JSON.stringify(seen)).not.toContain('sesame-1234')
    expect(JSON.stringify(seen)).not.toContain(encoded)
  })

  it('inside a forbidden range is not even tried', async () => {
    const target = await use(startSmtpTarget())
    const closed = openChecks({ allowed: [] })
    expect(await closed.look('smtp', { host: '127.0.0.1', port: target.port })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
    })
    expect(target.connections()).toBe(0)
  })
})
