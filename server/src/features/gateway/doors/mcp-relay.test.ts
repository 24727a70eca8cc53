import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openRelayRooms, type RelayRooms, type Rpc, relayEras, textOf } from '#test/relay-rooms.ts'
import { oddResult } from '#test/targets/mcp-rogue.ts'

let rooms: RelayRooms
beforeAll(async () => {
  rooms = await openRelayRooms()
})
afterEach(() => rooms.leaveClients())
afterAll(() => rooms.close())

describe.each(relayEras.flatMap((era) => relayEras.map((behind) => [era, behind] as const)))(
  'a client of the %s era and a server of the %s era',
  (era, behind) => {
    it('meet with everything the server has', async () => {
      const { client } = await rooms.connect(era, behind)
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
      const { client } = await rooms.connect(era, behind)
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
      const { client } = await rooms.connect(era, behind)
      const seen: number[] = []
      await client.callTool(
        { name: 'test_tool_with_progress', arguments: {} },
        { onprogress: ({ progress }) => void seen.push(progress) },
      )
      expect(seen).toEqual([0, 50, 100])
    })

    it('can ask back', async () => {
      const { client } = await rooms.connect(era, behind)
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
      const { client } = await rooms.connect(era, behind)
      const { hanging, cancelled } = rooms.fixture(behind)
      const [begun, before] = [hanging(), cancelled()]
      const controller = new AbortController()
      const call = client.callTool({ name: 'test_hang', arguments: {} }, { signal: controller.signal })
      const refused = expect(call).rejects.toThrow()
      await expect.poll(hanging).toBe(begun + 1)
      controller.abort()
      await refused
      await expect.poll(cancelled).toBe(before + 1)
    })
  },
)

describe.each(relayEras)('a client of the older era and a server of the %s era', (behind) => {
  it('hears of what it subscribed to, and of logs at the level it set', async () => {
    const { client, told } = await rooms.connect('legacy', behind)
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

describe('a client of the older era', () => {
  it('tells the servers of the older era that it has used that its roots are others', async () => {
    const { client } = await rooms.connect('legacy', 'legacy')
    const { rootsChanged } = rooms.fixture('legacy')
    await client.callTool({ name: 'test_simple_text', arguments: {} })
    const before = rootsChanged()
    await client.sendRootsListChanged()
    await expect.poll(rootsChanged).toBe(before + 1)
  })
})

describe('what goes through is governed', () => {
  it('counts and records a conversation with the caller as the one call that it is', async () => {
    const { id, token } = await rooms.tokenWith()
    const rule = { subject_kind: 'token', subject: String(id), window: 'day', max: 1 }
    await rooms.api('PUT', '/api/v1/limits', rule, rooms.admin)
    const { client } = await rooms.connect('modern', 'modern', token)
    const tool = { name: 'test_input_required_result_multi_round', arguments: {} }
    expect(textOf(await client.callTool(tool))).toBe('Both steps are done.')
    expect(await client.callTool(tool)).toMatchObject({ isError: true })
    const path = `/api/v1/usage/history?token=${id}`
    const lines = async () =>
      (await rooms.api('GET', path, undefined, rooms.admin)).items.map(
        ({ tool, outcome }: Record<'tool' | 'outcome', string>) => [tool, outcome],
      )
    // By its name in the installation.
    await expect.poll(lines).toEqual([
      [`modern_${tool.name}`, 'limited'],
      [`modern_${tool.name}`, 'success'],
    ])
  })

  it('is in the record: calls, resources, prompts, each with its server', async () => {
    const { client } = await rooms.connect('modern', 'modern')
    await client.readResource({ uri: 'test://static-binary' })
    await client.getPrompt({ name: 'test_simple_prompt' })
    await client.readResource({ uri: 'test://nowhere/at/all' }).catch(() => undefined)
    await expect
      .poll(async () =>
        (await rooms.history()).slice(0, 3).map((one: { tool: string; outcome: string }) => [one.tool, one.outcome]),
      )
      .toEqual([
        ['resources/read', 'refused'],
        ['prompts/get', 'success'],
        ['resources/read', 'success'],
      ])
    const [, , read] = await rooms.history()
    expect(read).toMatchObject({ server: 'modern', source: 'upstream:modern' })
    expect(JSON.stringify(read)).not.toContain('iVBORw0KGgo')
  })

  it('counts what is read as it counts calls', async () => {
    const { id, token } = await rooms.tokenWith()
    const rule = { subject_kind: 'token', subject: String(id), window: 'day', max: 1 }
    await rooms.api('PUT', '/api/v1/limits', rule, rooms.admin)
    const { client } = await rooms.connect('modern', 'modern', token)
    await client.readResource({ uri: 'test://static-text' })
    await expect(client.readResource({ uri: 'test://static-text' })).rejects.toMatchObject({
      code: 429,
      data: { limit: 1, window: 'day' },
    })
  })

  it('shows resources and prompts only to tokens that may read', async () => {
    const { token } = await rooms.tokenWith({ scopes: ['tools', 'read'], tools: ['test_simple_text'] })
    const { client } = await rooms.connect('modern', 'legacy', token)
    expect(client.getServerCapabilities()).not.toHaveProperty('resources')
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['test_simple_text'])
    await expect(client.readResource({ uri: 'test://static-text' })).rejects.toThrow()
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
    const { token } = await rooms.tokenWith()
    const answer = await fetch(`${rooms.base}/mcp/rogue`, {
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
    const { token } = await rooms.tokenWith()
    const post = (body: object, session = {}) =>
      fetch(`${rooms.base}/mcp/rogue`, {
        method: 'POST',
        headers: { ...headersOf(token), ...session },
        body: JSON.stringify(body),
      })
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } }
    const opened = await post({ jsonrpc: '2.0', id: 0, method: 'initialize', params })
    await opened.text()
    const session = { 'mcp-session-id': opened.headers.get('mcp-session-id') as string }
    const answer = await post({ ...call, params: { name: 'odd' } }, session)
    expect(((await answer.json()) as Rpc).result).toEqual({ ...odd, _meta })
  })

  it.each(['dies', 'floods', 'huge', 'deep', 'other_id', 'invalid_json', 'page', 'redirects', 'sign_in'])(
    'and what goes wrong on its side is a result that a model can read: %s',
    async (name) => {
      const { client } = await rooms.connect('modern', 'rogue')
      const result = await client.callTool({ name, arguments: {} }, { timeout: 40_000 })
      expect(result.isError).toBe(true)
      expect(textOf(result)).toContain('rogue')
    },
  )
})
