import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openRelayRooms, type RelayRooms, type Rpc, relayEras, textOf } from '#test/relay-rooms.ts'

let rooms: RelayRooms
beforeAll(async () => {
  rooms = await openRelayRooms()
})
afterEach(() => rooms.leaveClients())
afterAll(() => rooms.close())

describe('what one caller has open is nobody else’s', () => {
  /** One message of the newer era, as it goes over the wire. */
  const post = async (token: string, method: string, params: object, behind = 'legacy') => {
    const name = (params as { name?: string; uri?: string }).name ?? (params as { uri?: string }).uri
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
    }
    return fetch(`${rooms.base}/mcp/${behind}`, {
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
    const [mine, other] = [await rooms.tokenWith(), await rooms.tokenWith()]
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
    const outcomes = async () =>
      (await rooms.history())
        .filter(({ tool }: { tool: string }) => tool.includes('test_elicitation'))
        .map(({ tool, outcome, reason }: Record<'tool' | 'outcome' | 'reason', string>) => [tool, outcome, reason])
    const unknown = 'Invalid or expired requestState'
    await expect.poll(outcomes).toEqual([
      ['test_elicitation', 'refused', unknown],
      ['test_elicitation', 'refused', unknown],
      ['modern_test_elicitation', 'refused', unknown],
      ['test_elicitation_sep1034_defaults', 'refused', unknown],
      ['test_elicitation', 'refused', unknown],
      ['test_elicitation', 'success', null],
    ])
  })

  it('counts what comes with the same state once more as a call of its own', async () => {
    const { id, token } = await rooms.tokenWith()
    const rule = { subject_kind: 'token', subject: String(id), window: 'day', max: 2 }
    await rooms.api('PUT', '/api/v1/limits', rule, rooms.admin)
    const tool = { name: 'test_input_required_result_multi_round', arguments: {} }
    const call = async (goesOn: object = {}) =>
      (await answered(post(token, 'tools/call', { ...tool, ...goesOn }, 'modern'))).result
    const first = await call()
    const second = { requestState: first.requestState, inputResponses: { step1: { action: 'accept', content: {} } } }
    const asked = { resultType: 'input_required', inputRequests: { step2: {} } }
    expect(await call(second)).toMatchObject(asked)
    expect(await call(second)).toMatchObject(asked)
    expect(await call(second)).toMatchObject({ isError: true, _meta: { 'io.bongsu/quota': { limit: 2 } } })
  })

  it('ends a parked call of whoever gets another role meanwhile', async () => {
    const person = { email: 'kim@example.com', name: 'Kim', password: rooms.password }
    const { id } = await rooms.api('POST', '/api/v1/people', { ...person, role: 'user' }, rooms.admin)
    const kim = await rooms.signIn(person.email)
    const { token } = await rooms.api(
      'POST',
      '/api/v1/tokens',
      { name: 'agent', scopes: ['tools', 'read', 'write'] },
      kim,
    )
    const first = (await answered(post(token, 'tools/call', asks))).result
    expect(first.resultType).toBe('input_required')
    await rooms.api('PATCH', `/api/v1/people/${id}`, { role: 'viewer' }, rooms.admin)
    const again = { ...asks, requestState: first.requestState, inputResponses: { question_1: accept } }
    await expect
      .poll(async () => (await answered(post(token, 'tools/call', again))).error)
      .toMatchObject({ code: -32602 })
  })

  it('asks again for an answer that is missing', async () => {
    const { token } = await rooms.tokenWith()
    const first = (await answered(post(token, 'tools/call', asks))).result
    const wrong = { ...asks, requestState: first.requestState, inputResponses: { something_else: accept } }
    const second = (await answered(post(token, 'tools/call', wrong))).result
    expect(second).toMatchObject({ resultType: 'input_required', inputRequests: { question_1: {} } })
  })

  it('binds the state of a server behind to the caller it was given for', async () => {
    const [mine, other] = [await rooms.tokenWith(), await rooms.tokenWith()]
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
    const mine = await rooms.tokenWith()
    const filter = { notifications: { resourceSubscriptions: ['test://watched-resource'], toolsListChanged: true } }
    const streams = await Promise.all(
      relayEras.map((behind) => post(mine.token, 'subscriptions/listen', filter, behind)),
    )
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
    await post((await rooms.tokenWith()).token, 'tools/call', trigger, 'legacy')
    await expect.poll(() => heard[0]).toContain('resources/updated')
    const before = performance.now()
    await rooms.api('DELETE', `/api/v1/tokens/${mine.id}`, undefined, rooms.admin)
    const at = await Promise.all(ended)
    expect(Math.max(...at) - before).toBeLessThan(1000)
    expect((await post(mine.token, 'tools/list', {})).status).toBe(401)
  })

  it('ends a session and what it has open behind with its token', async () => {
    const mine = await rooms.tokenWith()
    const { client } = await rooms.connect('legacy', 'legacy', mine.token)
    await client.callTool({ name: 'test_simple_text', arguments: {} })
    const before = rooms.fixture('legacy').sessions()
    await rooms.api('DELETE', `/api/v1/tokens/${mine.id}`, undefined, rooms.admin)
    await expect.poll(() => rooms.fixture('legacy').sessions()).toBeLessThan(before)
  })

  it('sends nothing of the caller’s own credentials to the server behind', async () => {
    const { token } = await rooms.tokenWith()
    for (const behind of relayEras) {
      const answer = await post(token, 'tools/call', { name: 'test_headers', arguments: {} }, behind)
      const { result } = (await answer.json()) as Rpc
      const headers = JSON.parse(textOf(result))
      expect(JSON.stringify(headers)).not.toContain(token)
      expect(headers).not.toHaveProperty('authorization')
      expect(headers).not.toHaveProperty('cookie')
    }
  })

  it('refuses a header that says something else than the argument it repeats', async () => {
    const { token } = await rooms.tokenWith()
    const answer = await post(token, 'tools/call', { name: 'test_header_param', arguments: { region: 'kr' } }, 'modern')
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ id: 1, error: { code: -32020 } })
  })
})
