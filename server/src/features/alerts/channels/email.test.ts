import { describe, expect, it } from 'vitest'
import { type ChannelBench, messageOf, testChannelKind } from '#test/channel-family.ts'
import { type MailBox, smtpError } from '#test/mail-box.ts'
import { email } from './email.ts'

const options = { to: ['ops@example.com', 'boss@example.com'] }
const ownTags = ['!doctype', 'a', 'body', 'br', 'h1', 'head', 'html', 'meta', 'p', 'table', 'td', 'title', 'tr']
const withoutSpaces = (value: string) => value.replaceAll(/\s+/g, '')

const bench: ChannelBench = {
  options: () => options,
  arrived: ({ box }) =>
    box.mails.map(({ from, to, mail }) => ({
      from,
      to,
      subject: mail.subject,
      messageId: mail.messageId,
      text: mail.text?.trim(),
      html: mail.html?.trim(),
    })),
  onlyWords({ box }, words) {
    const { mail, to } = box.mails[0] as MailBox['mails'][number]
    const html = mail.html ?? ''
    const tags = new Set([...html.matchAll(/<\/?([a-zA-Z!][a-zA-Z0-9]*)/g)].map((match) => match[1]?.toLowerCase()))
    const links = [...html.matchAll(/<a href="([^"]*)"/g)].map((match) => match[1])
    expect([...tags].sort()).toEqual(ownTags)
    expect(links).toEqual(['https://bongsu.example.com/incidents/128'])
    expect(withoutSpaces(mail.text ?? '')).toContain(withoutSpaces(words.replaceAll(/\p{Cc}/gu, ' ')))
    expect(to).toEqual(options.to)
    expect(mail.bcc ?? []).toEqual([])
  },
}

const ground = testChannelKind('email', bench)

describe('an e-mail', () => {
  const deliver = (language: 'ko' | 'en' = 'ko') =>
    email.deliver(messageOf(undefined, language), options, ground.context())

  it('is written in the channel’s language, with text beside HTML', async () => {
    await deliver('en')
    const { mail } = ground.box.mails[0] as MailBox['mails'][number]
    expect(mail.subject).toBe('[Bongsu] Down - 쇼핑몰')
    expect(mail.text).toContain('It answered HTTP 503.')
    expect(mail.html).toContain('<html lang="en">')
    expect(mail.messageId).toBe('<0a0b0c0d-1111-4222-8333-444455556666@example.com>')
    expect(mail.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated')
    expect(mail.headers.find(({ key }) => key === 'list-id')?.value).toBe('Bongsu alerts <alerts.bongsu>')
  })

  it('is tried again after a temporary refusal, and not after one for good', async () => {
    const { box } = ground
    box.refuse = () => smtpError(451, 'greylisted, come back later')
    expect(await deliver()).toMatchObject({ ok: false, again: 'later', status: 451 })
    box.refuse = () => smtpError(550, 'no such user')
    expect(await deliver()).toMatchObject({ ok: false, again: 'permanent', status: 550 })
    box.refuse = () => null
    box.atEnd = () => smtpError(452, 'disk full')
    expect(await deliver()).toMatchObject({ ok: false, again: 'later', status: 452 })
  })

  it('is out when some addresses take it, and says who did not', async () => {
    ground.box.refuse = (address) => (address.startsWith('boss') ? smtpError(550, 'no such user') : null)
    const result = await deliver()
    expect(result).toMatchObject({ ok: true })
    expect(JSON.stringify(result)).toContain('boss@example.com')
  })

  it('is sent again with the same Message-ID when nobody knows whether it arrived', async () => {
    ground.box.atEnd = () => 'drop'
    expect(await deliver()).toMatchObject({ ok: false, again: 'later', unreachable: true })
    ground.box.atEnd = () => 'take'
    await deliver()
    expect(ground.box.mails).toHaveLength(2)
    expect(new Set(ground.box.mails.map(({ mail }) => mail.messageId)).size).toBe(1)
  })
})
