import { afterEach, describe, expect, it } from 'vitest'
import { testRoot } from '#test/targets/certificates.ts'
import { startSilentTarget } from '#test/targets/hostile-targets.ts'
import { startSmtpTarget } from '#test/targets/smtp-target.ts'
import { startTcpTarget } from '#test/targets/tcp-target.ts'
import { createOutbound } from './outbound.ts'
import { type MailMessage, messageProblem, type SmtpServer } from './smtp.ts'

const { smtp } = createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] })
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}
const server = (port: number, more: Partial<SmtpServer> = {}): SmtpServer => ({
  host: 'localhost',
  port,
  security: 'none',
  timeoutMs: 5000,
  ...more,
})
const message: MailMessage = {
  from: { name: '봉수', address: 'bongsu@example.com' },
  to: [{ address: 'ops@example.com' }],
  subject: '장애: 홈페이지',
  text: '홈페이지가 응답하지 않습니다.',
  messageId: '<abc@bongsu>',
}

describe('a mail', () => {
  it('arrives as it was written', async () => {
    const target = await use(startSmtpTarget({ plain: true }))
    expect(
      await smtp.send(server(target.port), { ...message, bcc: [{ address: 'hidden@example.com' }] }),
    ).toMatchObject({ ok: true, accepted: ['ops@example.com', 'hidden@example.com'] })
    const [mail] = target.mails
    expect(mail?.to).toEqual(['ops@example.com', 'hidden@example.com'])
    expect(mail?.source).toContain('Message-ID: <abc@bongsu>')
    expect(mail?.source).not.toContain('hidden@example.com')
  })

  it('goes over STARTTLS where that is required, and over TLS from the start', async () => {
    const upgrading = await use(startSmtpTarget())
    expect(await smtp.send(server(upgrading.port, { security: 'starttls', ca: testRoot }), message)).toMatchObject({
      ok: true,
    })
    const secure = await use(startSmtpTarget({ secure: true }))
    expect(await smtp.send(server(secure.port, { security: 'tls', ca: testRoot }), message)).toMatchObject({ ok: true })
  })

  it('is not sent in the clear when STARTTLS is required but not offered, nor over a certificate that does not verify', async () => {
    const plain = await use(startSmtpTarget({ plain: true }))
    expect(await smtp.send(server(plain.port, { security: 'starttls' }), message)).toMatchObject({ ok: false })
    const upgrading = await use(startSmtpTarget())
    expect(await smtp.send(server(upgrading.port, { security: 'starttls' }), message)).toMatchObject({
      ok: false,
      phase: 'tls',
    })
    expect([...plain.mails, ...upgrading.mails]).toHaveLength(0)
    expect(await smtp.send(server(upgrading.port, { security: 'starttls', verify: false }), message)).toMatchObject({
      ok: true,
    })
  })

  it('signs in with the password it is given', async () => {
    const target = await use(startSmtpTarget({ password: 'right', plain: true }))
    expect(await smtp.send(server(target.port, { user: 'me', password: 'right' }), message)).toMatchObject({ ok: true })
    expect(target.signIns).toEqual([{ user: 'me', password: 'right' }])
    expect(await smtp.verify(server(target.port, { user: 'me', password: 'wrong' }))).toMatchObject({
      ok: false,
      phase: 'smtp',
      code: 'EAUTH',
    })
  })

  it('that is refused says why', async () => {
    const target = await use(startSmtpTarget({ plain: true, refuse: { code: 451, message: 'greylisted' } }))
    const result = await smtp.send(server(target.port), message)
    expect(result).toMatchObject({ ok: false, phase: 'smtp', replyCode: 451 })
    expect(!result.ok && result.message.en).toContain('greylisted')
  })

  it('does not wait for ever on a server that is silent or gone', async () => {
    const silent = await use(startSilentTarget())
    expect(await smtp.verify(server(silent.port, { timeoutMs: 200 }))).toMatchObject({ ok: false, phase: 'timeout' })
    await expect.poll(() => silent.open()).toBe(0)
    await silent.close()
    expect(await smtp.verify(server(silent.port))).toMatchObject({ ok: false, phase: 'connect', code: 'ECONNREFUSED' })
  })

  it('verifying sends nothing', async () => {
    const target = await use(startSmtpTarget({ plain: true }))
    expect(await smtp.verify(server(target.port))).toMatchObject({ ok: true })
    expect(target.mails).toHaveLength(0)
  })
})

describe('text of a person never becomes an SMTP command', () => {
  const breaks = ['\r\n', '\n', '\r', '\0', '\r\n.\r\n', '\u2028', '\u0085']
  const places: Readonly<Record<string, (payload: string) => Partial<MailMessage>>> = {
    'the sender': (payload) => ({ from: { address: `a@example.com${payload}` } }),
    "the sender's name": (payload) => ({ from: { name: payload, address: 'a@example.com' } }),
    'a recipient': (payload) => ({ to: [{ address: `b@example.com${payload}` }] }),
    'the subject': (payload) => ({ subject: payload }),
    'a header': (payload) => ({ headers: { 'x-a': payload } }),
    'a file name': (payload) => ({ attachments: [{ filename: payload, content: 'x' }] }),
  }

  it.each(Object.keys(places))('in %s', async (place) => {
    const target = await use(startTcpTarget())
    for (const end of breaks) {
      const payload = `x${end}RCPT TO:<evil@example.com>${end}Bcc: evil@example.com`
      const result = await smtp.send(server(target.port), { ...message, ...places[place]?.(payload) })
      expect(result, JSON.stringify(end)).toMatchObject({ ok: false, phase: 'guard', code: 'message' })
    }
    expect(target.connections()).toBe(0)
  })

  it('in the text stays text', async () => {
    const target = await use(startSmtpTarget({ plain: true }))
    await smtp.send(server(target.port), {
      ...message,
      text: 'a\r\n.\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<evil@example.com>\r\n',
    })
    expect(target.mails).toHaveLength(1)
    expect(target.mails[0]?.to).toEqual(['ops@example.com'])
  })

  it.each([
    'a',
    'a@',
    '@b',
    'a b@c.example',
    'a@b@c',
    'a,b@c.example',
    '<a@b.example>',
    'a@b.example>',
    '"a"@b.example',
  ])('%s is no address', (address) => {
    expect(messageProblem({ ...message, to: [{ address }] })?.en).toMatch(/not a valid mail address/)
  })
})
