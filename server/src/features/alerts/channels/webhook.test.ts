import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Received } from '#test/alert-rooms.ts'
import { type ChannelBench, messageOf, messageTime, testChannelKind } from '#test/channel-family.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { webhook } from './webhook.ts'

const secretOf = (byte: number) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`

const bench: ChannelBench = {
  speaksHttp: true,
  options: ({ receiver }) => ({
    url: `${receiver.url}/canary`,
    method: 'POST',
    headers: { authorization: 'Bearer canary' },
    secret: secretOf(7),
  }),
  arrived: ({ receiver }) =>
    receiver.received.map(({ method, path, headers, json }) => ({
      method,
      path,
      headers: {
        'webhook-id': headers['webhook-id'],
        'webhook-timestamp': headers['webhook-timestamp'],
        'webhook-signature': headers['webhook-signature'],
        'content-type': headers['content-type'],
        authorization: headers.authorization,
      },
      json,
    })),
  onlyWords(ground, words) {
    const { data } = ground.sentJson()
    expect([data.message, data.project.title, data.error_code]).toEqual([words, words, words])
  },
}

const ground = testChannelKind('webhook', bench)

/** As Standard Webhooks has it, written anew. */
const signature = (secret: string, { headers, text: body }: Received) => {
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`
  return `v1,${createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
    .update(signed)
    .digest('base64')}`
}

describe('a generic webhook', () => {
  it('is signed so that any Standard Webhooks library accepts it', async () => {
    const options = webhook.options.parse({ url: ground.receiver.url, secret: secretOf(1) })
    await webhook.deliver(messageOf(), options, ground.context())
    const [received] = ground.receiver.received as [Received]
    expect(received.headers['webhook-id']).toBe('0a0b0c0d-1111-4222-8333-444455556666')
    expect(received.headers['webhook-timestamp']).toBe(String(messageTime / 1000))
    expect(received.headers['webhook-signature']).toBe(signature(secretOf(1), received))
  })

  it('is signed with both secrets while one takes over from the other, and then with the new one', async () => {
    const before = webhook.options.parse({ url: ground.receiver.url, secret: secretOf(1) })
    const { options, generated } = webhook.rotate?.(before, messageTime) ?? { options: {}, generated: {} }
    const made = generated.secret as string
    expect(made).toMatch(/^whsec_.{44}$/)
    await webhook.deliver(messageOf(), options, ground.context())
    const aDayLater = new FakeClock(messageTime + 25 * 3_600_000)
    await webhook.deliver(messageOf(), options, ground.context({ clock: aDayLater }))
    const [first, second] = ground.receiver.received as [Received, Received]
    expect(first.headers['webhook-signature']).toBe(`${signature(made, first)} ${signature(secretOf(1), first)}`)
    expect(second.headers['webhook-signature']).toBe(signature(made, second))
  })

  it('makes a secret where none is given, and refuses a weak one', () => {
    const made = webhook.complete?.(webhook.options.parse({ url: 'https://example.com/' }))
    expect(Buffer.from(made?.generated.secret?.slice(6) ?? '', 'base64')).toHaveLength(32)
    const weak = ['', 'secret', 'whsec_', `whsec_${'A'.repeat(30)}`, `whsec_${'!'.repeat(40)}`, `x${secretOf(1)}`]
    for (const secret of weak) {
      expect(webhook.options.safeParse({ url: 'https://example.com/', secret }).success, secret).toBe(false)
    }
  })

  it('lets nobody set the headers that make it trustworthy, nor an address that is none', () => {
    const own = ['Webhook-Id', 'webhook-signature', 'Host', 'Content-Length', 'transfer-encoding', 'User-Agent']
    for (const name of own) {
      expect(webhook.options.safeParse({ url: 'https://example.com/', headers: { [name]: 'x' } }).success, name).toBe(
        false,
      )
    }
    expect(webhook.options.safeParse({ url: 'ftp://example.com/' }).success).toBe(false)
  })
})
