import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { until } from '#test/fault/real-server.ts'
import { type McpFixture, startMcpFixture } from '#test/targets/mcp-fixture/mcp-fixture.ts'
import { type McpRogue, oddResult, startMcpRogue } from '#test/targets/mcp-rogue.ts'

const password = 'correct horse battery'
const eras = ['legacy', 'modern'] as const
type Era = (typeof eras)[number]
type Rpc = { result: Record<string, unknown>; error?: object }
type Notice = { method: string; params?: Record<string, unknown> }

let app: TestApp
let base: string
let admin: string
const fixtures = new Map<Era, McpFixture>()
let rogue: McpRogue
const clients: Client[] = []

beforeAll(async () => {
  app = await buildTestApp({ BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8' })
  await app.start()
  base = await app.http.listen({ port: 0, host: '127.0.0.1' })
  await api('POST', '/api/v1/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
  admin = (await api('POST', '/api/v1/auth/login', { username: 'admin@example.com', password })).access_token
  for (const era of eras) {
    const fixture = await startMcpFixture(era)
    fixtures.set(era, fixture)
    await offer(era, fixture.url)
  }
  rogue = await startMcpRogue()
  await offer('rogue', rogue.url)
})
afterEach(async () => {
  for (const client of clients.splice(0)) await client.close().catch(() => undefined)
})
afterAll(async () => {
  await app.close()
  for (const fixture of fixtures.values()) await fixture.close()
  await rogue.close()
})

/** Adds a server and offers all of it under an address of its own. */
async function offer(slug: string, url: string): Promise<void> {
  const { id } = await api('POST', '/api/v1/upstreams', { slug, url }, admin)
  await until(`the list of the server ${slug} is there`, async () => {
    const view = await api('GET', `/api/v1/upstreams/${id}`, undefined, admin)
    return view.tool_count > 10
  })
  const choices = [{ source: `upstream:${slug}` }]
  await api('POST', '/api/v1/virtual-servers', { slug, tool_search: 'off', choices }, admin)
}

async function api(method: string, path: string, body?: object, token?: string) {
  const answer = await fetch(base + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return text === '' ? null : JSON.parse(text)
}

const tokenWith = (body: object = {}): Promise<{ id: number; token: string }> =>
  api('POST', '/api/v1/tokens', { name: 'agent', scopes: ['tools', 'read', 'write'], ...body }, admin)

/** A client that answers whatever it is asked, and notes what it is told. */
async function connect(era: Era, behind: Era | 'rogue', token?: string) {
  const client = new Client(
    { name: 'test', version: '1' },
    {
      capabilities: { sampling: {}, elicitation: {}, roots: {} },
      versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
    },
  )
  const told: Notice[] = []
  client.fallbackNotificationHandler = async (notice) => void told.push(notice as Notice)
  client.setRequestHandler('sampling/createMessage', async () => ({
    role: 'assistant',
    model: 'small',
    content: { type: 'text', text: 'Seoul' },
  }))
  client.setRequestHandler('elicitation/create', async ({ params }) => ({
    action: 'accept',
    content: { name: 'Kim', color: 'red', ok: true, username: params.message.slice(0, 20), email: 'kim@example.com' },
  }))
  client.setRequestHandler('roots/list', async () => ({ roots: [{ uri: 'file:///work' }] }))
  const authorization = `Bearer ${token ?? (await tokenWith()).token}`
  const url = new URL(`/mcp/${behind}`, base)
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization } } }))
  clients.push(client)
  return { client, told }
}

const textOf = (result: unknown): string => (result as { content: { text: string }[] }).content[0]?.text ?? ''
const history = async () => (await api('GET', '/api/v1/usage/history?page_size=50', undefined, admin)).items

describe.each(eras.flatMap((era) => eras.map((behind) => [era, behind] as const)))(
  'a client of the %s era and a server of the %s era',
  (era, behind) => {
    it('meet with everything the server has', async () => {
      const { client } = await connect(era, behind)
      expect(client.getInstructions()).toBeUndefined()
      expect(client.getServerCapabilities()).toMatchObject({
        tools: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        prompts: { listChanged: true },
        completions: {},
        logging: {},
      })
      const { tools } = await client.listTools()
      expect(tools.find(({ name }) => name === 'json_schema_2020_12_tool')?.inputSchema).toMatchObject({
        $defs: { address: { $anchor: 'addressDef' } },
        allOf: [{}],
      })
      const { resources } = await client.listResources()
      expect(resources[0]).toMatchObject({ uri: 'test://static-text', annotations: { priority: 0.5 } })
      expect((await client.listResourceTemplates()).resourceTemplates).toHaveLength(1)
      expect((await client.listPrompts()).prompts).toHaveLength(5)
      expect(await client.readResource({ uri: 'test://template/7/data' })).toMatchObject({
        contents: [{ text: expect.stringContaining('"id":"7"') }],
      })
      expect(
        await client.getPrompt({ name: 'test_prompt_with_arguments', arguments: { arg1: 'a', arg2: 'b' } }),
      ).toMatchObject({ messages: [{ content: { text: "Prompt with arguments: arg1='a', arg2='b'" } }] })
      const ref = { type: 'ref/prompt' as const, name: 'test_prompt_with_arguments' }
      expect(await client.complete({ ref, argument: { name: 'arg1', value: 'par' } })).toMatchObject({
        completion: { values: ['paris', 'park', 'party'] },
      })
    })

    it('refuse and fail in the server’s own words', async () => {
      const { client } = await connect(era, behind)
      expect(await client.callTool({ name: 'test_error_handling', arguments: {} })).toMatchObject({
        isError: true,
        content: [{ text: 'This tool intentionally returns an error for testing' }],
      })
      await expect(client.readResource({ uri: 'test://template//data' })).rejects.toMatchObject({
        code: -32602,
        message: expect.stringContaining('Resource not found'),
      })
      await expect(client.readResource({ uri: 'other://thing' })).rejects.toMatchObject({ code: -32602 })
      await expect(client.getPrompt({ name: 'nothing' })).rejects.toMatchObject({ code: -32602 })
    })

    it('tell each other of progress', async () => {
      const { client } = await connect(era, behind)
      const seen: number[] = []
      await client.callTool(
        { name: 'test_tool_with_progress', arguments: {} },
        { onprogress: ({ progress }) => void seen.push(progress) },
      )
      expect(seen).toEqual([0, 50, 100])
    })

    it('can ask back', async () => {
      const { client } = await connect(era, behind)
      const call = async (name: string, args: Record<string, unknown> = {}) =>
        textOf(await client.callTool({ name, arguments: args }))
      expect(await call('test_sampling', { prompt: 'capital?' })).toBe('LLM response: Seoul')
      expect(await call('test_elicitation', { message: 'Who are you?' })).toContain('"username":"Who are you?"')
      expect(await call('test_input_required_result_elicitation')).toBe('Hello, Kim!')
      expect(await call('test_input_required_result_sampling')).toBe('Seoul')
      expect(await call('test_input_required_result_list_roots')).toContain('file:///work')
      expect(await call('test_input_required_result_multi_round')).toBe('Both steps are done.')
      expect(await call('test_input_required_result_multiple_inputs')).toBe('All three came.')
    })

    it('lose a call that is taken back', async () => {
      const { client } = await connect(era, behind)
      const before = fixtures.get(behind)?.cancelled() ?? 0
      const controller = new AbortController()
      const call = client.callTool({ name: 'test_hang', arguments: {} }, { signal: controller.signal })
      setTimeout(() => controller.abort(), 300)
      await expect(call).rejects.toThrow()
      await expect.poll(() => fixtures.get(behind)?.cancelled()).toBe(before + 1)
    })
  },
)

describe.each(eras)('a client of the older era and a server of the %s era', (behind) => {
  it('hears of what it subscribed to, and of logs at the level it set', async () => {
    const { client, told } = await connect('legacy', behind)
    await client.subscribeResource({ uri: 'test://watched-resource' })
    await client.callTool({ name: 'test_trigger_resource_update', arguments: {} })
    const updates = () => told.filter(({ method }) => method === 'notifications/resources/updated')
    await expect.poll(updates).toMatchObject([{ params: { uri: 'test://watched-resource' } }])
    await client.setLoggingLevel('info')
    await client.callTool({ name: 'test_tool_with_logging', arguments: {} })
    expect(told.filter(({ method }) => method === 'notifications/message')).toHaveLength(3)
    await client.setLoggingLevel('error')
    await client.callTool({ name: 'test_tool_with_logging', arguments: {} })
    expect(told.filter(({ method }) => method === 'notifications/message')).toHaveLength(3)
  })
})

describe('what goes through is governed', () => {
  it('is in the record: calls, resources, prompts, each with its server', async () => {
    const { client } = await connect('modern', 'modern')
    await client.readResource({ uri: 'test://static-binary' })
    await client.getPrompt({ name: 'test_simple_prompt' })
    await client.readResource({ uri: 'test://nowhere/at/all' }).catch(() => undefined)
    await expect
      .poll(async () =>
        (await history()).slice(0, 3).map((one: { tool: string; outcome: string }) => [one.tool, one.outcome]),
      )
      .toEqual([
        ['resources/read', 'refused'],
        ['prompts/get', 'success'],
        ['resources/read', 'success'],
      ])
    const [, , read] = await history()
    expect(read).toMatchObject({ server: 'modern', source: 'upstream:modern' })
    expect(JSON.stringify(read)).not.toContain('iVBORw0KGgo')
  })

  it('counts what is read as it counts calls', async () => {
    const { id, token } = await tokenWith()
    const rule = { subject_kind: 'token', subject: String(id), window: 'day', max: 1 }
    await api('PUT', '/api/v1/limits', rule, admin)
    const { client } = await connect('modern', 'modern', token)
    await client.readResource({ uri: 'test://static-text' })
    await expect(client.readResource({ uri: 'test://static-text' })).rejects.toMatchObject({
      code: 429,
      data: { limit: 1, window: 'day' },
    })
  })

  it('shows resources and prompts only to tokens that may read', async () => {
    const { token } = await tokenWith({ scopes: ['tools', 'read'], tools: ['test_simple_text'] })
    const { client } = await connect('modern', 'legacy', token)
    expect(client.getServerCapabilities()).not.toHaveProperty('resources')
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['test_simple_text'])
    await expect(client.readResource({ uri: 'test://static-text' })).rejects.toThrow()
  })
})

describe('what one caller has open is nobody else’s', () => {
  /** One message of the newer era, as it goes over the wire. */
  const post = async (token: string, method: string, params: object, behind = 'legacy') => {
    const name = (params as { name?: string; uri?: string }).name ?? (params as { uri?: string }).uri
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
    }
    return fetch(`${base}/mcp/${behind}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...(name === undefined ? {} : { 'mcp-name': name }),
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } }),
    })
  }
  const answered = async (asked: Promise<Response>): Promise<Rpc> => (await asked).json() as Promise<Rpc>
  const asks = { name: 'test_elicitation', arguments: { message: 'Who?' } }
  const accept = { action: 'accept', content: { username: 'kim', email: 'k@example.com' } }

  it('goes on with a parked call for its caller, for the same tool, and once', async () => {
    const [mine, other] = [await tokenWith(), await tokenWith()]
    const first = (await answered(post(mine.token, 'tools/call', asks))).result
    expect(first).toMatchObject({
      resultType: 'input_required',
      inputRequests: { question_1: { method: 'elicitation/create', params: { message: 'Who?' } } },
      requestState: expect.any(String),
    })
    const again = {
      ...asks,
      requestState: first.requestState as string,
      inputResponses: { question_1: accept },
    }
    const refused = { error: { code: -32602, message: 'Invalid or expired requestState' } }
    expect(await answered(post(other.token, 'tools/call', again))).toMatchObject(refused)
    const another = { ...again, name: 'test_elicitation_sep1034_defaults' }
    expect(await answered(post(mine.token, 'tools/call', another))).toMatchObject(refused)
    expect(await answered(post(mine.token, 'tools/call', again, 'modern'))).toMatchObject(refused)
    const tampered = { ...again, requestState: `${again.requestState.slice(0, -2)}AA` }
    expect(await answered(post(mine.token, 'tools/call', tampered))).toMatchObject(refused)
    expect((await answered(post(mine.token, 'tools/call', again))).result).toMatchObject({
      content: [{ text: expect.stringContaining('"username":"kim"') }],
    })
    expect(await answered(post(mine.token, 'tools/call', again))).toMatchObject(refused)
  })

  it('ends a parked call of whoever gets another role meanwhile', async () => {
    const person = { email: 'kim@example.com', name: 'Kim', password }
    const { id } = await api('POST', '/api/v1/people', { ...person, role: 'user' }, admin)
    const kim = (await api('POST', '/api/v1/auth/login', { username: person.email, password })).access_token
    const { token } = await api('POST', '/api/v1/tokens', { name: 'agent', scopes: ['tools', 'read', 'write'] }, kim)
    const first = (await answered(post(token, 'tools/call', asks))).result
    expect(first.resultType).toBe('input_required')
    await api('PATCH', `/api/v1/people/${id}`, { role: 'viewer' }, admin)
    const again = { ...asks, requestState: first.requestState, inputResponses: { question_1: accept } }
    await expect
      .poll(async () => (await answered(post(token, 'tools/call', again))).error)
      .toMatchObject({ code: -32602 })
  })

  it('asks again for an answer that is missing', async () => {
    const { token } = await tokenWith()
    const first = (await answered(post(token, 'tools/call', asks))).result
    const wrong = { ...asks, requestState: first.requestState, inputResponses: { something_else: accept } }
    const second = (await answered(post(token, 'tools/call', wrong))).result
    expect(second).toMatchObject({ resultType: 'input_required', inputRequests: { question_1: {} } })
  })

  it('binds the state of a server behind to the caller it was given for', async () => {
    const [mine, other] = [await tokenWith(), await tokenWith()]
    const tool = { name: 'test_input_required_result_request_state', arguments: {} }
    const first = (await answered(post(mine.token, 'tools/call', tool, 'modern'))).result
    expect(first.requestState).not.toMatch(/^asked/)
    const inputResponses = { confirm: { action: 'accept', content: { ok: true } } }
    const again = { ...tool, requestState: first.requestState, inputResponses }
    expect(await answered(post(other.token, 'tools/call', again, 'modern'))).toMatchObject({
      error: { code: -32602 },
    })
    expect((await answered(post(mine.token, 'tools/call', again, 'modern'))).result).toMatchObject({
      content: [{ text: 'state-ok' }],
    })
  })

  it('listens for resources of its own address, and to nothing any more once its token is revoked', async () => {
    const mine = await tokenWith()
    const filter = { notifications: { resourceSubscriptions: ['test://watched-resource'], toolsListChanged: true } }
    const streams = await Promise.all(eras.map((behind) => post(mine.token, 'subscriptions/listen', filter, behind)))
    const heard = streams.map(() => '')
    const ended = streams.map(async (stream, at) => {
      const decoder = new TextDecoder()
      try {
        for await (const chunk of stream.body ?? []) heard[at] += decoder.decode(chunk, { stream: true })
      } catch {
        // Cut off is ended too.
      }
      return performance.now()
    })
    await expect.poll(() => heard.every((one) => one.includes('acknowledged'))).toBe(true)
    await new Promise((resolve) => setTimeout(resolve, 300))
    const trigger = { name: 'test_trigger_resource_update', arguments: {} }
    await post(mine.token, 'tools/call', trigger, 'modern')
    await expect.poll(() => heard[1]).toContain('resources/updated')
    expect(heard[0]).not.toContain('resources/updated')
    await post((await tokenWith()).token, 'tools/call', trigger, 'legacy')
    await expect.poll(() => heard[0]).toContain('resources/updated')
    const before = performance.now()
    await api('DELETE', `/api/v1/tokens/${mine.id}`, undefined, admin)
    const at = await Promise.all(ended)
    expect(Math.max(...at) - before).toBeLessThan(1000)
    expect((await post(mine.token, 'tools/list', {})).status).toBe(401)
  })

  it('ends a session and what it has open behind with its token', async () => {
    const mine = await tokenWith()
    const { client } = await connect('legacy', 'legacy', mine.token)
    await client.callTool({ name: 'test_simple_text', arguments: {} })
    const before = fixtures.get('legacy')?.sessions() ?? 0
    await api('DELETE', `/api/v1/tokens/${mine.id}`, undefined, admin)
    await expect.poll(() => fixtures.get('legacy')?.sessions()).toBeLessThan(before)
  })

  it('sends nothing of the caller’s own credentials to the server behind', async () => {
    const { token } = await tokenWith()
    for (const behind of eras) {
      const answer = await post(token, 'tools/call', { name: 'test_headers', arguments: {} }, behind)
      const { result } = (await answer.json()) as Rpc
      const headers = JSON.parse(textOf(result))
      expect(JSON.stringify(headers)).not.toContain(token)
      expect(headers).not.toHaveProperty('authorization')
      expect(headers).not.toHaveProperty('cookie')
    }
  })

  it('refuses a header that says something else than the argument it repeats', async () => {
    const { token } = await tokenWith()
    const answer = await post(token, 'tools/call', { name: 'test_header_param', arguments: { region: 'kr' } }, 'modern')
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ id: 1, error: { code: -32020 } })
  })
})

describe('what a server says comes as it was said', () => {
  const headersOf = (token: string) => ({
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  })
  const call = { jsonrpc: '2.0', id: 1, method: 'tools/call' }
  const { resultType, _meta, ...odd } = oddResult

  it('to a client of the newer era', async () => {
    const { token } = await tokenWith()
    const answer = await fetch(`${base}/mcp/rogue`, {
      method: 'POST',
      headers: {
        ...headersOf(token),
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/call',
        'mcp-name': 'odd',
      },
      body: JSON.stringify({
        ...call,
        params: {
          name: 'odd',
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientCapabilities': {},
          },
        },
      }),
    })
    const { result } = (await answer.json()) as Rpc
    expect(result).toEqual({ ...odd, resultType, _meta: expect.objectContaining(_meta) })
  })

  it('to a client of the older era, which knows of no type of result', async () => {
    const { token } = await tokenWith()
    const post = (body: object, session = {}) =>
      fetch(`${base}/mcp/rogue`, {
        method: 'POST',
        headers: { ...headersOf(token), ...session },
        body: JSON.stringify(body),
      })
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } }
    const opened = await post({ jsonrpc: '2.0', id: 0, method: 'initialize', params })
    await opened.text()
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') as string }
    const answer = await (await post({ ...call, params: { name: 'odd' } }, session)).text()
    const data = [...answer.matchAll(/^data: (.+)$/gm)].map(([, one]) => one as string).at(-1)
    expect((JSON.parse(data ?? '') as Rpc).result).toEqual({ ...odd, _meta })
  })

  it.each(['dies', 'floods', 'huge', 'deep', 'other_id', 'invalid_json', 'page', 'redirects', 'sign_in'])(
    'and what goes wrong on its side is a result that a model can read: %s',
    async (name) => {
      const { client } = await connect('modern', 'rogue')
      const result = await client.callTool({ name, arguments: {} }, { timeout: 40_000 })
      expect(result.isError).toBe(true)
      expect(textOf(result)).toContain('rogue')
    },
  )
})
