import { text } from '@bongsu/contract/text.ts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createOutbound } from '#platform/outbound/index.ts'
import { channelKindOf } from '../src/features/alerts/channels/catalogue.ts'
import type {
  AlertMessage,
  AnyChannelKind,
  DeliveryContext,
  DeliveryResult,
} from '../src/features/alerts/channels/contract.ts'
import { messageWith } from '../src/features/alerts/compose-message.ts'
import { createMailer } from '../src/features/alerts/mailer.ts'
import { type AlertNews, plainNews } from '../src/features/alerts/news.ts'
import { defaultTemplates } from '../src/features/alerts/templates/default-templates.ts'
import { hangUp, openReceiver, type Receiver } from './alert-rooms.ts'
import { FakeClock } from './fake-clock.ts'
import { type MailBox, openMailBox } from './mail-box.ts'

/** What every channel kind is held to, whatever it speaks. A member's own test gives its bench and adds its own cases. */
export interface ChannelBench {
  /** Options that lead to this machine, with secrets that hold the word `canary`. */
  options(ground: ChannelGround): Record<string, unknown>
  /** What arrived, as plain data for the golden file. */
  arrived(ground: ChannelGround): unknown[]
  /** Fails when any of the words became more than words on its way. */
  onlyWords(ground: ChannelGround, words: string): void
  /** It speaks HTTP, and gets every way in which a receiver can fail. */
  readonly speaksHttp?: true
}

export const messageTime = Date.parse('2026-03-02T00:01:30Z')
const house = { language: 'ko', timeZone: 'Asia/Seoul', publicUrl: 'https://bongsu.example.com' } as const

const downNews: AlertNews = {
  ...plainNews,
  key: 'change:12',
  event: 'down',
  severity: 'critical',
  at: messageTime - 90_000,
  confirmedAt: messageTime - 30_000,
  message: text('서비스 연속 3회 실패. HTTP 503 응답을 받았습니다.', 'Failed 3 times in a row. It answered HTTP 503.'),
  project: { id: 3, title: '쇼핑몰', url: 'https://shop.example.com/' },
  monitor: { id: 7, name: '첫 화면', kind: 'http' },
  incidentId: 128,
  from: 'up',
  to: 'down',
  errorCode: 'http',
  durationMs: 243,
  failures: 3,
}

export const messageOf = (news: AlertNews = downNews, language: 'ko' | 'en' = 'ko'): AlertMessage =>
  messageWith(defaultTemplates.status_error.words[language], house, '0a0b0c0d-1111-4222-8333-444455556666', news, {
    language,
    timeZone: 'Asia/Seoul',
  })

const hostile = [
  '<!channel> <@U123> <https://evil.example|click>',
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '"><a href="javascript:alert(3)">x</a>',
  '@everyone @here [link](https://evil.example) **bold** `code` ||spoiler||',
  '</b></a><b>&amp;lt;x&gt;',
  '{"text":"injected"}\\u0000',
  "'; drop table person; -- \r\nBcc: evil@example.com\r\n\r\n<h1>body</h1>",
]

const hostileMessage = (words: string): AlertMessage =>
  messageOf({
    ...downNews,
    message: text(words, words),
    project: { id: 3, title: words, url: 'https://shop.example.com/' },
    monitor: { id: 7, name: words, kind: 'http' },
    errorCode: words,
  })

/** Real receivers on loopback: one speaks HTTP, one SMTP, one is the notification centre. */
export class ChannelGround {
  receiver!: Receiver
  box!: MailBox
  inbox: { message: AlertMessage; to: { personIds: readonly number[]; roles: readonly string[] } }[] = []
  readonly #outbound = createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] })

  context(fields: Partial<Pick<DeliveryContext, 'signal' | 'clock'>> = {}): DeliveryContext {
    return {
      http: this.#outbound.http,
      sendMail: createMailer(this.#outbound.smtp, () => ({
        host: '127.0.0.1',
        port: this.box.port,
        secure: 'none',
        verify_tls: true,
        username: '',
        password: null,
        from: 'bongsu@example.com',
        from_name: '봉수',
      })),
      putInInbox: async (message, to) => {
        this.inbox.push({ message, to })
        return { ok: true }
      },
      clock: new FakeClock(messageTime),
      signal: new AbortController().signal,
      ...fields,
    }
  }

  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON a channel sent
  sentJson(index = 0): any {
    return this.receiver.received[index]?.json
  }
}

/** Opens the ground around the tests of the calling file. */
function useChannelGround(): ChannelGround {
  const ground = new ChannelGround()
  beforeAll(async () => {
    ground.box = await openMailBox()
  })
  afterAll(() => ground.box.close())
  beforeEach(async () => {
    ground.receiver = await openReceiver()
    ground.inbox = []
    ground.box.clear()
  })
  afterEach(() => ground.receiver.close())
  return ground
}

interface Property {
  label?: { ko: string; en: string }
  secret?: boolean
}

export function testChannelKind(name: string, bench: ChannelBench): ChannelGround {
  const ground = useChannelGround()
  const kind = channelKindOf(name) as AnyChannelKind
  const deliver = (message = messageOf(), signal = new AbortController().signal): Promise<DeliveryResult> =>
    kind.deliver(message, kind.options.parse(bench.options(ground)), ground.context({ signal }))

  describe(`the channel kind ${name}`, () => {
    it('says in both languages what it is, field by field', () => {
      const { properties = {} } = z.toJSONSchema(kind.options, { io: 'input' }) as {
        properties?: Record<string, Property>
      }
      for (const words of [kind.label, kind.summary, ...Object.values(properties).map(({ label }) => label)]) {
        expect(words?.ko).toBeTruthy()
        expect(words?.en).toBeTruthy()
      }
      for (const [field, { secret }] of Object.entries(properties)) if (secret) expect(kind.secrets).toContain(field)
      for (const secret of kind.secrets) expect(Object.keys(properties)).toContain(secret)
    })

    it('takes its own example and nothing it does not know', () => {
      expect(kind.options.safeParse(kind.example).success).toBe(true)
      expect(kind.options.safeParse({ ...kind.example, surprise: 1 }).success).toBe(false)
      expect(kind.target(kind.options.parse(kind.example))).not.toBe('')
    })

    it('says the news as its receivers were promised', async () => {
      expect(await deliver()).toMatchObject({ ok: true })
      const golden = `./golden/${name}.txt`
      await expect(JSON.stringify(bench.arrived(ground), null, 2)).toMatchFileSnapshot(golden)
    })

    it.each(hostile)('makes nothing but words of %j', async (words) => {
      expect(await deliver(hostileMessage(words))).toMatchObject({ ok: true })
      bench.onlyWords(ground, words)
    })

    it('says the same again under the same id', async () => {
      await deliver()
      await deliver()
      const [first, second] = bench.arrived(ground)
      expect(second).toEqual(first)
    })

    it('tells no secret in what it says about itself', async () => {
      const options = kind.options.parse(bench.options(ground))
      await ground.receiver.close()
      const result = await kind.deliver(messageOf(), options, ground.context())
      const said = JSON.stringify([result, kind.target(options)])
      for (const secret of ['canary', 'whsec_']) expect(said).not.toContain(secret)
      ground.receiver = await openReceiver()
    })
  })

  if (bench.speaksHttp) testHttp(name, ground, deliver)
  return ground
}

function testHttp(
  name: string,
  ground: ChannelGround,
  deliver: (message?: AlertMessage, signal?: AbortSignal) => Promise<DeliveryResult>,
): void {
  const answerWith = (status: number, headers: Record<string, string> = {}, body = '') => {
    ground.receiver.answer = (_request, response) => response.writeHead(status, headers).end(body)
  }

  describe(`${name}, when the receiver`, () => {
    it.each([500, 502, 503, 408])('answers %i, tries again later', async (status) => {
      answerWith(status)
      expect(await deliver()).toMatchObject({ ok: false, again: 'later', status })
    })

    it('answers 429 with Retry-After, waits as long as it asks, at most an hour', async () => {
      const body = (seconds: number) => JSON.stringify({ retry_after: seconds, parameters: { retry_after: seconds } })
      answerWith(429, { 'retry-after': '17' }, body(17))
      expect(await deliver()).toMatchObject({ again: 'later', status: 429, retryAfterMs: 17_000 })
      answerWith(429, { 'retry-after': '86400' }, body(86_400))
      expect(await deliver()).toMatchObject({ retryAfterMs: 3_600_000 })
    })

    it('answers 410, is told no more', async () => {
      answerWith(410)
      expect(await deliver()).toMatchObject({ ok: false, again: 'gone', status: 410 })
    })

    it.each([301, 302, 307, 308])('redirects (%i), does not follow', async (status) => {
      answerWith(status, { location: `${ground.receiver.url}/elsewhere` })
      expect(await deliver()).toMatchObject({ ok: false, status })
      expect(ground.receiver.received).toHaveLength(1)
    })

    it('reads everything and hangs up, tries again later', async () => {
      ground.receiver.answer = () => hangUp
      expect(await deliver()).toMatchObject({ ok: false, again: 'later', unreachable: true })
      expect(ground.receiver.received).toHaveLength(1)
    })

    it('never answers, ends when it is told to', async () => {
      ground.receiver.answer = () => undefined
      const limit = new AbortController()
      const delivered = deliver(messageOf(), limit.signal)
      await expect.poll(() => ground.receiver.received.length, { timeout: 10_000 }).toBe(1)
      limit.abort(new Error('enough'))
      expect(await delivered).toMatchObject({ ok: false, again: 'later' })
    })

    it('is not there, tries again later', async () => {
      await ground.receiver.close()
      expect(await deliver()).toMatchObject({ ok: false, again: 'later', unreachable: true })
      ground.receiver = await openReceiver()
    })
  })
}

/** For services whose refusal has a reason that is worth reading, and no use in trying again. */
export function testRefusals(name: string, ground: ChannelGround, bench: ChannelBench): void {
  it.each([400, 403, 404])(`${name} says why it was refused for good (%i)`, async (status) => {
    const kind = channelKindOf(name) as AnyChannelKind
    const reason = JSON.stringify({ message: 'no_service', description: 'no_service' })
    ground.receiver.answer = (_request, response) => response.writeHead(status).end(reason)
    const result = await kind.deliver(messageOf(), kind.options.parse(bench.options(ground)), ground.context())
    expect(result).toMatchObject({ ok: false, again: 'permanent', status })
    expect(JSON.stringify(result)).toContain('no_service')
  })
}
