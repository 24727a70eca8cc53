import { Server, WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/server'
import { beforeEach, describe, expect, it } from 'vitest'
import { RecentEvents } from './recent-events.ts'
import { SessionTransport } from './session-transport.ts'

const authInfo = { token: '', clientId: '', scopes: [] }
const any = { '~standard': { version: 1 as const, vendor: 'test', validate: (value: unknown) => ({ value }) } }

describe('a session', () => {
  let transport: SessionTransport
  let release: () => void

  const post = (
    body: { readonly id?: number; readonly [key: string]: unknown },
    headers: Record<string, string> = {},
  ) =>
    transport.handleRequest(
      new Request('http://test/mcp', {
        method: 'POST',
        headers: {
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
          ...(transport.sessionId === undefined ? {} : { 'mcp-session-id': transport.sessionId }),
          'mcp-protocol-version': '2025-11-25',
          ...headers,
        },
      }),
      { parsedBody: { jsonrpc: '2.0', ...body }, authInfo },
    )
  const call = (id: number, name: string, headers?: Record<string, string>) =>
    post({ id, method: 'tools/call', params: { name } }, headers)
  const typeOf = (response: Response) => response.headers.get('content-type')
  /** The messages of an event stream, until as many have come. */
  async function events(response: Response, count: number): Promise<{ [key: string]: unknown }[]> {
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    let text = ''
    const found = () => [...text.matchAll(/^data: (\{.+)$/gm)].map(([, data]) => JSON.parse(data as string))
    while (found().length < count) {
      const { done, value } = await reader.read()
      if (done) break
      text += Buffer.from(value).toString()
    }
    return found()
  }

  beforeEach(async () => {
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    const server = new Server({ name: 'test', version: '1' }, { capabilities: { tools: {}, logging: {} } })
    server.setRequestHandler('tools/call', async ({ params }, ctx) => {
      if (params.name === 'tells')
        await ctx.mcpReq.notify({ method: 'notifications/message', params: { level: 'info', data: 'on my way' } })
      if (params.name === 'asks') await ctx.mcpReq.send({ method: 'ping' }, any)
      if (params.name === 'waits') await held
      if (params.name === 'fails') throw new Error('no')
      return { content: [{ type: 'text', text: params.name }] }
    })
    transport = new SessionTransport(
      new WebStandardStreamableHTTPServerTransport({ sessionIdGenerator: () => 'one', eventStore: new RecentEvents() }),
    )
    await server.connect(transport)
    const clientInfo = { name: 'test', version: '1' }
    const opened = await post({
      id: 0,
      method: 'initialize',
      params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo },
    })
    expect((await events(opened, 1))[0]).toMatchObject({ id: 0, result: { protocolVersion: '2025-11-25' } })
    expect((await post({ method: 'notifications/initialized' })).status).toBe(202)
  })

  it('answers at once in one piece, whether it went well or not', async () => {
    const answer = await call(1, 'plain')
    expect(typeOf(answer)).toBe('application/json')
    expect(answer.headers.get('mcp-session-id')).toBe('one')
    expect(await answer.json()).toMatchObject({ id: 1, result: { content: [{ text: 'plain' }] } })
    expect(await (await call(2, 'fails')).json()).toMatchObject({ id: 2, error: { code: -32603 } })
  })

  it('answers with a stream where there is something to say before', async () => {
    const answer = await call(1, 'tells')
    expect(typeOf(answer)).toBe('text/event-stream')
    const [news, result] = await events(answer, 2)
    expect(news).toMatchObject({ method: 'notifications/message' })
    expect(result).toMatchObject({ id: 1, result: { content: [{ text: 'tells' }] } })
  })

  it('asks its question on the stream of the call, and goes on when it was answered', async () => {
    const answer = await call(1, 'asks')
    const reader = answer.body?.tee() as [ReadableStream, ReadableStream]
    const [question] = await events(new Response(reader[0]), 1)
    expect(question).toMatchObject({ method: 'ping' })
    expect((await post({ id: question?.id as number, result: {} })).status).toBe(202)
    expect((await events(new Response(reader[1]), 2))[1]).toMatchObject({
      id: 1,
      result: { content: [{ text: 'asks' }] },
    })
  })

  it('shows that it lives while an answer takes its time, and may be asked other things meanwhile', async () => {
    const slow = await call(1, 'waits')
    expect(typeOf(slow)).toBe('text/event-stream')
    expect(typeOf(await call(2, 'plain'))).toBe('application/json')
    release()
    expect(await events(slow, 1)).toMatchObject([{ id: 1, result: { content: [{ text: 'waits' }] } }])
  })

  it('serves one request under an id at a time, and the next once the first is answered or taken back', async () => {
    const first = call(1, 'waits')
    const second = await call(1, 'plain')
    expect([second.status, await second.json()]).toMatchObject([400, { id: null, error: { code: -32600 } }])
    release()
    expect(await (await first).json()).toMatchObject({ id: 1, result: {} })
    expect(await (await call(1, 'plain')).json()).toMatchObject({ id: 1, result: {} })
  })

  it('ends at once what was taken back, and takes its id again', async () => {
    const held = call(1, 'waits')
    expect((await post({ method: 'notifications/cancelled', params: { requestId: 1 } })).status).toBe(202)
    expect(await (await held).text()).toBe('')
    expect(await (await call(1, 'plain')).json()).toMatchObject({ id: 1, result: { content: [{ text: 'plain' }] } })
  })

  it('leaves to the SDK what that refuses', async () => {
    expect((await call(1, 'plain', { accept: 'application/json' })).status).toBe(406)
    expect((await call(1, 'plain', { 'content-type': 'text/plain' })).status).toBe(415)
    expect((await call(1, 'plain', { 'mcp-protocol-version': '1999-01-01' })).status).toBe(400)
    expect((await call(1, 'plain', { 'mcp-session-id': 'another' })).status).toBe(404)
  })

  it('tells what is no message from what cannot be read', async () => {
    const answer = await post({ id: 1, method: 'tools/call', params: 7 })
    expect([answer.status, await answer.json()]).toMatchObject([400, { id: null, error: { code: -32600 } }])
  })

  it('tells who still waits that it is over', async () => {
    const waiting = call(1, 'waits')
    await transport.close()
    expect((await waiting).status).toBe(404)
  })
})
