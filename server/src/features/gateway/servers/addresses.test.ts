import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { type GatewayService, gatewayKey } from '../index.ts'

const kim: Actor = { kind: 'person', personId: 1, role: 'user', sessionId: 1, name: 'Kim' }
const narrow: Actor = {
  kind: 'token',
  tokenId: 9,
  personId: 1,
  role: 'user',
  name: 'agent',
  scopes: ['tools'],
  tools: ['add'],
}

let app: TestApp
let service: GatewayService
beforeAll(async () => {
  app = await buildTestApp()
  await app.start()
  service = app.services.use(gatewayKey)
})
afterAll(() => app.close())

const searchAbove = async (count: number) => {
  const call = { actor: { kind: 'system', name: 'test' }, language: 'en', origin: { door: 'cli' } } as const
  const operation = app.operations.find(({ name }) => name === 'update-setting')
  if (!operation) throw new Error('there is no update-setting')
  await app.run(
    operation,
    { key: 'gateway', value: { search_above: count } },
    { ...call, signal: new AbortController().signal },
  )
}

const call = (actor: Actor, tool: string, args: object) =>
  service.gateway.call({
    actor,
    language: 'en',
    origin: { door: 'mcp' },
    tool,
    arguments: args,
    server: service.server(actor, null),
    signal: new AbortController().signal,
  })

describe('an address with more tools than are worth listing', () => {
  it('lists them as long as they are few', async () => {
    const names = service.server(kim, null)?.listed.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['add', 'list-projects']))
    expect(names).not.toContain('search_tools')
    await expect(call(kim, 'search_tools', { query: 'add' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('offers the search instead, which finds and calls under the tools’ own names', async () => {
    await searchAbove(5)
    expect(service.server(kim, null)?.listed.map(({ name }) => name)).toEqual(['search_tools', 'call_tool'])
    const found = await call(kim, 'search_tools', { query: '두 수를 더하기', limit: 2 })
    const { tools } = found.result.structuredContent as { tools: { name: string; input_schema: object }[] }
    expect(tools[0]).toMatchObject({ name: 'add', input_schema: { type: 'object' } })
    expect(await call(kim, 'call_tool', { name: 'add', arguments: { a: 40, b: 2 } })).toMatchObject({
      outcome: 'success',
      result: { content: [{ text: '42' }] },
    })
    // Whoever knows a name needs no detour.
    expect((await call(kim, 'add', { a: 1, b: 1 })).outcome).toBe('success')
    await expect
      .poll(async () =>
        (await app.database.all<{ tool: string }>('select tool from tool_call')).map(({ tool }) => tool),
      )
      .toEqual(expect.arrayContaining(['search_tools', 'add']))
  })

  it('finds for nobody what they may not use, and says no more of it than of what is not there', async () => {
    const found = await call(kim, 'search_tools', { query: 'get_user_info account of a person', limit: 20 })
    expect(JSON.stringify(found.result)).not.toContain('get_user_info')
    const hidden = await call(kim, 'call_tool', { name: 'get_user_info', arguments: { user_id: 1 } })
    const missing = await call(kim, 'call_tool', { name: 'no_such_tool', arguments: {} })
    expect(JSON.stringify(hidden.result).replace('get_user_info', 'x')).toBe(
      JSON.stringify(missing.result).replace('no_such_tool', 'x'),
    )
    expect(service.server(narrow, null)?.listed.map(({ name }) => name)).toEqual(['add'])
  })

  it('counts what is called, never the search', async () => {
    await app.database.run(
      `insert into limit_rule (subject_kind, subject, target_kind, target, span, most, changed_at)
       values ('person', '2', 'all', '', 'day', 1, 0)`,
    )
    const lee: Actor = { ...kim, personId: 2, name: 'Lee' }
    for (let time = 0; time < 3; time++)
      expect((await call(lee, 'search_tools', { query: 'add' })).outcome).toBe('success')
    expect((await call(lee, 'call_tool', { name: 'add', arguments: { a: 1, b: 1 } })).outcome).toBe('success')
    expect((await call(lee, 'call_tool', { name: 'add', arguments: { a: 1, b: 1 } })).outcome).toBe('limited')
  })
})
