import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import { type McpRogue, oddResult, rogueTools, startMcpRogue } from '#test/targets/mcp-rogue.ts'
import { createOutbound } from '../../outbound/index.ts'
import type { UpstreamLink } from './contract.ts'
import { openUpstream } from './open-upstream.ts'

let rogue: McpRogue
let link: UpstreamLink

beforeAll(async () => {
  rogue = await startMcpRogue()
  link = openUpstream({
    address: { kind: 'http', url: rogue.url, headers: { 'x-key': 'secret' } },
    outbound: createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] }),
    clock: systemClock,
    version: '1',
    onChanged: () => undefined,
  })
})
afterAll(async () => {
  await link.close()
  await rogue.close()
})

const call = (name: string, signal = AbortSignal.timeout(20_000)) =>
  link.request('tools/call', { name, arguments: {} }, { signal })

/** What is said of each; the rest waits until it is told to stop. */
const words: Readonly<Record<string, RegExp>> = {
  dies: /closed without an answer/,
  dies_in_stream: /broke before the answer/,
  ends_without_answer: /ended without an answer/,
  floods: /more than is taken/,
  endless_line: /more than is taken/,
  huge: /more than is taken/,
  deep: /nested deeper/,
  other_id: /no MCP/,
  other_id_in_stream: /ended without an answer/,
  invalid_json: /not valid JSON/,
  no_rpc: /no MCP/,
  no_result: /neither a result nor an error/,
  page: /no MCP/,
  out_of_order: /HTTP 503/,
  redirects: /no MCP \(HTTP 307\)/,
  sign_in: /HTTP 401/,
}

describe('a server that goes wrong', () => {
  it('has all it says passed on as long as it is a result, known to us or not', async () => {
    expect(await call('odd')).toEqual(oddResult)
  })

  it.each(Object.entries(words))('ends in words when it does this: %s', async (name, said) => {
    await expect(call(name)).rejects.toMatchObject({ name: 'UpstreamFailure', message: expect.stringMatching(said) })
  })

  it('knows only of a refusal before the work that the call has not run', async () => {
    await expect(call('sign_in')).rejects.toMatchObject({ neverSent: true, status: 401 })
    await expect(call('out_of_order')).rejects.toMatchObject({ neverSent: false, status: 503 })
    await expect(call('dies')).rejects.toMatchObject({ neverSent: false })
  })

  it('gives no way around the cap of results with an error', async () => {
    await expect(call('refuses_at_length')).rejects.toMatchObject({ code: -31_000, message: 'no', data: undefined })
  })

  it.each(['hangs', 'hangs_in_stream'])('is left as soon as nobody waits any more: %s', async (name) => {
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 100)
    await expect(call(name, controller.signal)).rejects.toThrow('enough')
    await expect.poll(() => rogue.leftBy).toContain(name)
  })

  it('is left when it sends more than anybody takes', async () => {
    await call('floods').catch(() => undefined)
    await expect.poll(() => rogue.leftBy).toContain('floods')
  })

  it('is tried in all of these', () => {
    const tried = ['odd', 'hangs', 'hangs_in_stream', 'refuses_at_length', ...Object.keys(words)]
    expect(tried.sort()).toEqual([...rogueTools].sort())
  })

  it('answers the next call as if nothing had been', async () => {
    expect(await call('odd')).toEqual(oddResult)
  })
})
