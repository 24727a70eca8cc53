import { text } from '@bongsu/contract/text.ts'
import { describe, expect, it } from 'vitest'
import { Failure } from '#kernel/errors.ts'
import { UpstreamRefusal } from '#platform/mcp/index.ts'
import { passableError, passingPeer, passingSession } from './passing-on.ts'
import { NotRun } from './sources/contract.ts'
import type { Json } from './tools/tool.ts'

const token = `bgs_${'a'.repeat(43)}`
const rules = { resultBytes: 10_000, redaction: { hide_secrets: true, hide_patterns: ['card (\\d+)'] } }

describe('what a source says instead of a result', () => {
  it('goes on without what the rules hide: code and the rest of it stay', () => {
    const refusal = new UpstreamRefusal(-31_000, `no ${token}`, { reason: 'card 4111', list: [token, 3] })
    expect(passableError(refusal, rules)).toMatchObject({
      name: 'UpstreamRefusal',
      code: -31_000,
      message: 'no •••',
      data: { reason: 'card •••', list: ['•••', 3] },
    })
    expect(passableError(new UpstreamRefusal(-31_000, 'no'), rules)).toMatchObject({ message: 'no', data: undefined })
    const failure = new Failure('unavailable', text(`실패 ${token}`, `failed ${token}`), { at: 'card 12' })
    expect(passableError(failure, rules)).toMatchObject({
      code: 'unavailable',
      text: { ko: '실패 •••', en: 'failed •••' },
      details: { at: 'card •••' },
    })
    expect(passableError(new NotRun(text('카드', 'card 7')), rules)).toMatchObject({ text: { en: 'card •••' } })
  })

  it('is no way around the cap of results', () => {
    const long = new UpstreamRefusal(-31_000, 'x'.repeat(9000), { x: 'x'.repeat(9_990) })
    expect(passableError(long, { ...rules, resultBytes: 1024 })).toMatchObject({
      message: 'x'.repeat(1024),
      data: undefined,
    })
  })

  it('stays what it is where it is a fault of ours', () => {
    const fault = new Error(token)
    expect(passableError(fault, rules)).toBe(fault)
  })
})

describe('the caller’s side as a source may reach it', () => {
  const peerThat = (told: unknown[]) => ({
    capabilities: { elicitation: {} },
    notify: async (_method: string, params: Json) => void told.push(params),
    request: async (_method: string, params: Json) => {
      told.push(params)
      return { action: 'accept' }
    },
  })

  it('hears and is asked nothing that the rules hide, and is sent where a question sends it', async () => {
    const told: unknown[] = []
    const peer = passingPeer(peerThat(told), () => rules)
    await peer.notify('notifications/message', { level: 'info', data: `key ${token}` })
    const url = `https://sign-in.example/?state=${token}`
    const signal = new AbortController().signal
    await peer.request('elicitation/create', { mode: 'url', url, message: `Use ${token}` }, signal)
    expect(told).toEqual([
      { level: 'info', data: 'key •••' },
      { mode: 'url', url, message: 'Use •••' },
    ])
  })

  it('is told nothing larger than a result, and not asked without end', async () => {
    const told: unknown[] = []
    const peer = passingPeer(peerThat(told), () => rules)
    const { signal } = new AbortController()
    await peer.notify('notifications/message', { data: 'x'.repeat(20_000) })
    await expect(peer.request('elicitation/create', { message: 'x'.repeat(20_000) }, signal)).rejects.toThrow('larger')
    for (let times = 1; times < 100; times++) await peer.request('elicitation/create', { message: 'Who?' }, signal)
    await expect(peer.request('elicitation/create', { message: 'Who?' }, signal)).rejects.toThrow('100 questions')
    expect(told).toHaveLength(99)
  })

  it('hears in its session what the rules leave, under the same name', () => {
    const told: unknown[] = []
    const ended = new AbortController().signal
    const session = passingSession({ id: 'one', ended, notify: (...said) => void told.push(said) }, () => rules)
    session.notify('notifications/message', { data: token })
    expect(session).toMatchObject({ id: 'one', ended })
    expect(told).toEqual([['notifications/message', { data: '•••' }]])
  })
})
