import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import { type FixtureEras, type McpFixture, startMcpFixture } from '#test/targets/mcp-fixture/mcp-fixture.ts'
import { startMcpServer } from '#test/targets/mcp-server.ts'
import { createOutbound } from '../../outbound/index.ts'
import type { Json } from '../json.ts'
import type { UpstreamExchange, UpstreamLink, UpstreamPeer, UpstreamSession } from './contract.ts'
import { openUpstream } from './open-upstream.ts'

const outbound = createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] })
const open: { close(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function fixture(eras: FixtureEras): Promise<McpFixture> {
  const started = await startMcpFixture(eras)
  open.push(started)
  return started
}

function linkTo(url: string, onChanged: (list: string) => void = () => undefined): UpstreamLink {
  const link = openUpstream({
    address: { kind: 'http', url, headers: {} },
    outbound,
    clock: systemClock,
    version: '1',
    onChanged,
  })
  open.push(link)
  return link
}

const soon = (ms = 10_000): AbortSignal => AbortSignal.timeout(ms)

/** A caller who notes what it is told and answers what it is asked. */
function caller(capabilities: Json = { sampling: {}, elicitation: {}, roots: {} }, answers: Record<string, Json> = {}) {
  const told: { method: string; params: Json }[] = []
  const peer: UpstreamPeer = {
    capabilities,
    async notify(method, params) {
      told.push({ method, params })
    },
    async request(method) {
      const answer = answers[method]
      if (!answer) throw Object.assign(new Error('No thank you'), { code: -1 })
      return answer
    },
  }
  return { told, peer }
}

function session(id: string) {
  const ending = new AbortController()
  const news: { method: string; params: Json }[] = []
  const made: UpstreamSession = {
    id,
    ended: ending.signal,
    notify: (method, params) => void news.push({ method, params }),
  }
  return { session: made, news, end: () => ending.abort() }
}

const call = (link: UpstreamLink, name: string, args: Json = {}, exchange: Partial<UpstreamExchange> = {}) =>
  link.request('tools/call', { name, arguments: args }, { signal: soon(), ...exchange })

describe.each(['modern', 'legacy'] as const)('a link to a server of the %s era', (era) => {
  it('finds out which era that is, and lists everything as it was said', async () => {
    const { url } = await fixture(era)
    const offer = await linkTo(url).offer(soon())
    expect(offer.era).toBe(era)
    expect(offer.protocolVersion).toBe(era === 'modern' ? '2026-07-28' : '2025-11-25')
    expect(offer.serverInfo).toMatchObject({ name: 'mcp-fixture' })
    expect(offer.instructions).toBe('A server to try gateways on.')
    expect(offer.capabilities).toMatchObject({ tools: { listChanged: true }, logging: {} })
    expect(offer.tools.map(({ name }) => name)).toContain('json_schema_2020_12_tool')
    expect(offer.resources[0]).toMatchObject({ uri: 'test://static-text', annotations: { priority: 0.5 } })
    expect(offer.resourceTemplates).toHaveLength(1)
    expect(offer.prompts).toHaveLength(5)
  })

  it('passes on calls, errors, progress and log messages', async () => {
    const { url } = await fixture(era)
    const link = linkTo(url)
    expect(await call(link, 'test_simple_text')).toMatchObject({
      content: [{ text: 'This is a simple text response for testing.' }],
    })
    await expect(call(link, 'no_such_tool')).rejects.toMatchObject({ name: 'UpstreamRefusal', code: -32602 })
    await expect(link.request('resources/read', { uri: 'test://nothing' }, { signal: soon() })).rejects.toMatchObject({
      code: -32602,
      data: { uri: 'test://nothing' },
    })
    const { told, peer } = caller()
    await call(link, 'test_tool_with_progress', {}, { peer, meta: { progressToken: 'mine' } })
    expect(told.map(({ params }) => params.progress)).toEqual([0, 50, 100])
    expect(told[0]?.params).toMatchObject({ progressToken: 'mine', message: '0 of 100' })
    const logs = caller()
    const meta = { 'io.modelcontextprotocol/logLevel': 'info' }
    await call(link, 'test_tool_with_logging', {}, { peer: logs.peer, meta })
    expect(logs.told.map(({ method }) => method)).toEqual(new Array(3).fill('notifications/message'))
  })

  it('keeps the log level and the subscriptions of each session apart', async () => {
    const { url } = await fixture(era)
    const link = linkTo(url)
    const [mine, other] = [session('a'), session('b')]
    const ask = (method: string, params: Json, whose: UpstreamSession) =>
      link.request(method, params, { signal: soon(), session: whose })
    expect(await ask('logging/setLevel', { level: 'error' }, mine.session)).toEqual({})
    expect(await ask('logging/setLevel', { level: 'debug' }, other.session)).toEqual({})
    const quiet = caller({})
    await call(link, 'test_tool_with_logging', {}, { session: mine.session, peer: quiet.peer })
    expect(quiet.told).toEqual([])
    const loud = caller({})
    await call(link, 'test_tool_with_logging', {}, { session: other.session, peer: loud.peer })
    expect(loud.told).toHaveLength(3)
    expect(await ask('resources/subscribe', { uri: 'test://watched-resource' }, mine.session)).toEqual({})
    await call(link, 'test_trigger_resource_update')
    await expect.poll(() => mine.news.length).toBe(1)
    expect(mine.news[0]).toEqual({
      method: 'notifications/resources/updated',
      params: { uri: 'test://watched-resource' },
    })
    expect(other.news).toEqual([])
    await ask('resources/unsubscribe', { uri: 'test://watched-resource' }, mine.session)
    await call(link, 'test_trigger_resource_update')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(mine.news).toHaveLength(1)
  })

  it('takes subscriptions that come side by side one after the other, so that each can be ended', async () => {
    const { url } = await fixture(era)
    const link = linkTo(url)
    const { session: mine, news } = session('a')
    const ask = (method: string, uri: string) => link.request(method, { uri }, { signal: soon(), session: mine })
    await Promise.all(['test://watched-resource', 'test://static-text'].map((uri) => ask('resources/subscribe', uri)))
    await call(link, 'test_trigger_resource_update')
    await expect.poll(() => news.length).toBe(1)
    await ask('resources/unsubscribe', 'test://watched-resource')
    await call(link, 'test_trigger_resource_update')
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(news).toHaveLength(1)
  })

  it('keeps nothing at a caller’s session of what it has opened and closed for it', async () => {
    const { url } = await fixture(era)
    const link = linkTo(url)
    const { session: mine } = session('a')
    for (const capabilities of [{}, { roots: {} }, { sampling: {} }])
      await call(link, 'test_simple_text', {}, { session: mine, peer: caller(capabilities).peer })
    await link.close()
    expect(getEventListeners(mine.ended, 'abort')).toHaveLength(0)
  })

  it('is busy while somebody waits for an answer, or listens', async () => {
    const { url } = await fixture(era)
    const link = linkTo(url)
    await link.offer(soon())
    expect(link.isBusy).toBe(false)
    const controller = new AbortController()
    const hanging = call(link, 'test_hang', {}, { signal: controller.signal }).catch(() => undefined)
    await expect.poll(() => link.isBusy).toBe(true)
    controller.abort(new Error('enough'))
    await hanging
    expect(link.isBusy).toBe(false)
    const { session: mine } = session('a')
    const ask = (method: string) =>
      link.request(method, { uri: 'test://watched-resource' }, { signal: soon(), session: mine })
    await ask('resources/subscribe')
    expect(link.isBusy).toBe(true)
    await ask('resources/unsubscribe')
    expect(link.isBusy).toBe(false)
  })

  it('goes on telling a session what it listens to after the server has refused something', async () => {
    const { url } = await fixture(era)
    const link = linkTo(url)
    const { session: mine, news } = session('a')
    const ask = (method: string, params: Json) => link.request(method, params, { signal: soon(), session: mine })
    await ask('resources/subscribe', { uri: 'test://watched-resource' })
    await expect(ask('no/such/method', {})).rejects.toMatchObject({ name: 'UpstreamRefusal', code: -32601 })
    await call(link, 'test_trigger_resource_update')
    await expect.poll(() => news.length).toBe(1)
  })

  it('hears that a list is another one', async () => {
    const { url } = await fixture(era)
    const changed: string[] = []
    const link = linkTo(url, (list) => changed.push(list))
    await link.offer(soon())
    await new Promise((resolve) => setTimeout(resolve, 200))
    await call(link, 'test_trigger_tool_change')
    await expect.poll(() => changed).toContain('tools')
    await call(link, 'test_trigger_prompt_change')
    await expect.poll(() => changed).toContain('prompts')
  })

  it('tells the server when a caller takes a call back', async () => {
    const target = await fixture(era)
    const link = linkTo(target.url)
    const controller = new AbortController()
    const hanging = call(link, 'test_hang', {}, { signal: controller.signal })
    await expect.poll(() => target.hanging()).toBe(1)
    controller.abort(new Error('changed my mind'))
    await expect(hanging).rejects.toThrow('changed my mind')
    await expect.poll(() => target.cancelled()).toBe(1)
  })

  it('sends nothing of the caller’s own connection, and an argument in a header only where it is asked for', async () => {
    const { url } = await fixture(era)
    const link = linkTo(url)
    await link.offer(soon())
    const meta = { 'io.modelcontextprotocol/clientInfo': { name: 'secret client' }, trace: 'kept' }
    const said = await call(link, 'test_headers', {}, { meta })
    expect(JSON.stringify(said)).not.toContain('secret client')
    const regional = await call(link, 'test_header_param', { region: '서울' })
    const header = era === 'modern' ? '=?base64?7ISc7Jq4?=' : '-'
    expect(regional).toMatchObject({ content: [{ text: `서울 ${header}` }] })
  })
})

describe('a link to a server of the older era', () => {
  it('lets it ask the caller on the stream of the call, and gives the caller’s refusal back', async () => {
    const { url } = await fixture('legacy')
    const link = linkTo(url)
    const { peer } = caller(undefined, {
      'sampling/createMessage': { role: 'assistant', model: 'm', content: { type: 'text', text: 'Seoul' } },
      'elicitation/create': { action: 'accept', content: { username: 'kim', email: 'k@e.kr' } },
    })
    const mine = session('a').session
    expect(await call(link, 'test_sampling', { prompt: 'capital?' }, { peer, session: mine })).toMatchObject({
      content: [{ text: 'LLM response: Seoul' }],
    })
    expect(await call(link, 'test_elicitation', { message: 'who?' }, { peer, session: mine })).toMatchObject({
      content: [{ text: expect.stringContaining('"username":"kim"') }],
    })
    const unwilling = caller().peer
    await expect(
      call(link, 'test_sampling', { prompt: 'x' }, { peer: unwilling, session: mine }),
    ).rejects.toMatchObject({ message: expect.stringContaining('No thank you') })
  })

  it('opens a forgotten session anew for what only reads, and tells that a call has not run', async () => {
    const target = await fixture('legacy')
    const link = linkTo(target.url)
    expect(await call(link, 'test_simple_text')).toBeDefined()
    target.forgetSessions()
    expect(await link.request('prompts/get', { name: 'test_simple_prompt' }, { signal: soon() })).toBeDefined()
    target.forgetSessions()
    await expect(call(link, 'test_simple_text')).rejects.toMatchObject({ name: 'UpstreamFailure', neverSent: true })
    expect(await call(link, 'test_simple_text')).toBeDefined()
  })

  it('goes on where a stream was closed before its answer', async () => {
    const { url } = await fixture('legacy')
    expect(await call(linkTo(url), 'test_reconnection')).toMatchObject({
      content: [{ text: 'Answered after the stream was closed.' }],
    })
  })

  it('has a session for each session of a caller, and ends it with that', async () => {
    const target = await fixture('legacy')
    const link = linkTo(target.url)
    const [mine, other] = [session('a'), session('b')]
    for (const one of [mine, other, mine]) await call(link, 'test_simple_text', {}, { session: one.session })
    expect(target.sessions()).toBe(2)
    mine.end()
    await expect.poll(() => target.sessions()).toBe(1)
    await link.close()
    await expect.poll(() => target.sessions()).toBe(0)
  })
})

describe('a link whose server is replaced', () => {
  it.each([
    ['modern', 'legacy'],
    ['legacy', 'modern'],
  ] as const)('from the %s to the %s era goes on with the next request', async (before, after) => {
    const first = await startMcpFixture(before)
    const link = linkTo(first.url)
    expect((await link.offer(soon())).era).toBe(before)
    await call(link, 'test_simple_text')
    await first.close()
    await expect(call(link, 'test_simple_text')).rejects.toMatchObject({ name: 'UpstreamFailure' })
    open.push(await startMcpFixture(after, Number(new URL(first.url).port)))
    expect((await link.offer(soon())).era).toBe(after)
    expect(await call(link, 'test_simple_text')).toBeDefined()
  })
})

describe('a link to a server of the newer era', () => {
  it('asks it who it is whenever it asks what it offers', async () => {
    const target = await startMcpServer({ instructions: 'As it was.' })
    open.push(target)
    const link = linkTo(target.url)
    expect(await link.offer(soon())).toMatchObject({ era: 'modern', instructions: 'As it was.' })
    target.offer.instructions = 'After an update.'
    expect(await link.offer(soon())).toMatchObject({ era: 'modern', instructions: 'After an update.' })
  })

  it('gives what the server needs from the caller as it is', async () => {
    const { url } = await fixture('modern')
    const link = linkTo(url)
    const { peer } = caller({ elicitation: {} })
    const first = await call(link, 'test_input_required_result_request_state', {}, { peer })
    expect(first).toMatchObject({ resultType: 'input_required', inputRequests: { confirm: {} } })
    const params = {
      name: 'test_input_required_result_request_state',
      arguments: {},
      requestState: first.requestState,
      inputResponses: { confirm: { action: 'accept', content: { ok: true } } },
    }
    expect(await link.request('tools/call', params, { signal: soon(), peer })).toMatchObject({
      content: [{ text: 'state-ok' }],
    })
    await expect(call(link, 'test_missing_capability')).rejects.toMatchObject({
      code: -32021,
      data: { requiredCapabilities: { sampling: {} } },
    })
  })
})
