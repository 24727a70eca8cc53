import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { createPostgresDatabase, eachDatabase } from '#test/databases.ts'
import { type McpTarget, plainTool, startMcpServer } from '#test/targets/mcp-server.ts'
import { gatewayKey } from '../index.ts'

const password = 'correct horse battery'
const kim: Actor = { kind: 'person', personId: 2, role: 'user', sessionId: 1, name: 'Kim' }

eachDatabase((_open, engine) => {
  describe('virtual servers', () => {
    let app: TestApp
    let drop: (() => Promise<void>) | undefined
    let admin: string
    let target: McpTarget

    beforeEach(async () => {
      const environment: Record<string, string> = { BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8' }
      if (engine === 'postgres') {
        const made = await createPostgresDatabase()
        drop = made.drop
        environment.BONGSU_DATABASE_URL = made.url
      }
      app = await buildTestApp(environment)
      await app.start()
      await send('POST', '/api/v1/auth/register', { email: 'admin@example.com', password, name: 'Admin' })
      admin = (await send('POST', '/api/v1/auth/login', { username: 'admin@example.com', password })).body.access_token
      target = await startMcpServer({
        tools: [plainTool('echo', 'Says it.'), plainTool('add', 'Adds things.'), plainTool('wipe', 'Deletes.')],
        resources: [
          { uri: 'doc://a', name: 'A' },
          { uri: 'doc://b', name: 'B' },
        ],
        resourceTemplates: [
          { uriTemplate: 'doc://page/{id}', name: 'Pages' },
          { uriTemplate: 'note://{id}/public', name: 'Notes' },
        ],
        prompts: [{ name: 'greet' }, { name: 'part' }],
      })
      await send('POST', '/api/v1/upstreams', { slug: 'helper', url: target.url })
      await expect.poll(() => at(kim, null)?.tool('echo'), { timeout: 8000 }).toBeDefined()
    })
    afterEach(async () => {
      await app.close()
      await target.close()
      await drop?.()
      drop = undefined
    })

    async function send(method: string, path: string, body?: object) {
      const answer = await app.http.inject({
        method: method as 'GET',
        url: path,
        ...(body === undefined ? {} : { payload: body }),
        headers: { 'accept-language': 'en', ...(admin === undefined ? {} : { authorization: `Bearer ${admin}` }) },
      })
      return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() }
    }
    const at = (actor: Actor, slug: string | null) => app.services.use(gatewayKey).server(actor, slug)
    const names = (slug: string, actor = kim) => at(actor, slug)?.listed.map(({ name }) => name)
    const make = async (body: object) => {
      const made = await send('POST', '/api/v1/virtual-servers', { slug: 'desk', ...body })
      expect(made.status, JSON.stringify(made.body)).toBe(201)
      await expect.poll(() => at(kim, 'desk') !== undefined).toBe(true)
      return made.body
    }
    const call = (tool: string, args: object = {}, slug = 'desk') =>
      app.services.use(gatewayKey).gateway.call({
        actor: kim,
        language: 'en',
        origin: { door: 'mcp' },
        tool,
        arguments: args,
        server: at(kim, slug),
        signal: new AbortController().signal,
      })

    it('offer what was chosen under names of their own, and nothing else', async () => {
      const made = await make({
        instructions: 'For the desk.',
        choices: [
          {
            source: 'upstream:helper',
            tools: ['echo', 'add', 'later'],
            resources: ['doc://a', 'doc://page/{id}', 'note://{id}/public'],
            prompts: ['greet'],
            aliases: { echo: 'say' },
          },
          { source: 'own', tools: ['add', 'subtract'] },
        ],
      })
      expect(made).toMatchObject({
        path: '/mcp/desk',
        tool_count: 4,
        is_searched: false,
        missing: [{ source: 'upstream:helper', names: ['later'] }],
      })
      expect(names('desk')).toEqual(['say', 'add', 'own_add', 'subtract'])
      expect((await call('say', { text: 'x' })).result.content).toMatchObject([{ text: 'target: echo {"text":"x"}' }])
      expect((await call('add', { text: 'y' })).result.content).toMatchObject([{ text: 'target: add {"text":"y"}' }])
      expect((await call('own_add', { a: 1, b: 2 })).result.content).toMatchObject([{ text: '3' }])
      for (const name of ['echo', 'wipe', 'list-projects', 'helper_add', 'search_tools'])
        await expect(call(name), name).rejects.toMatchObject({ code: 'not_found' })
      const server = at(kim, 'desk')
      expect(server?.instructions).toBe('For the desk.')
      expect(server?.resources.map(({ nameInSource }) => nameInSource)).toEqual(['doc://a'])
      expect(server?.prompts.map(({ definition }) => definition.name)).toEqual(['greet'])
      expect(server?.resourceAt('doc://a')).toMatchObject({ sourceId: 'upstream:helper' })
      expect(server?.resourceAt('doc://page/7')).toMatchObject({ nameInSource: 'doc://page/7' })
      expect(server?.resourceAt('note://5/public')).toMatchObject({ nameInSource: 'note://5/public' })
      for (const uri of ['doc://b', 'doc://page/../b', 'note://5/private'])
        expect(server?.resourceAt(uri), uri).toBeUndefined()
      expect(server?.sourceIds).toEqual(['upstream:helper', 'own'])
    })

    it('record the address a call came in at, and count it on the tool itself', async () => {
      await make({ choices: [{ source: 'own', tools: ['add'], aliases: { add: 'plus' } }] })
      await send('PUT', '/api/v1/limits', {
        subject_kind: 'role',
        subject: 'user',
        target_kind: 'tool',
        target: 'add',
        window: 'month',
        max: 1,
      })
      expect((await call('plus', { a: 1, b: 1 })).outcome).toBe('success')
      expect((await call('plus', { a: 1, b: 1 })).outcome).toBe('limited')
      await expect
        .poll(async () => (await send('GET', '/api/v1/usage/history')).body.items)
        .toMatchObject([
          { server: 'desk', tool: 'add', outcome: 'limited' },
          { server: 'desk', tool: 'add', outcome: 'success' },
        ])
    })

    it('take prefixes everywhere, or the search in place of the list, where they are told to', async () => {
      const { id } = await make({
        prefixes: 'always',
        choices: [{ source: 'upstream:helper', tools: ['echo', 'wipe'] }],
      })
      expect(names('desk')).toEqual(['helper_echo', 'helper_wipe'])
      const searched = await send('PATCH', `/api/v1/virtual-servers/${id}`, { tool_search: 'on' })
      expect(searched.body).toMatchObject({ is_searched: true, tool_count: 2 })
      await expect.poll(() => names('desk')).toEqual(['search_tools', 'call_tool'])
      const found = await call('search_tools', { query: 'delete' })
      expect(found.result.structuredContent).toMatchObject({ tools: [{ name: 'helper_wipe' }] })
      expect((await call('call_tool', { name: 'helper_echo' })).outcome).toBe('success')
      await expect(call('echo')).rejects.toMatchObject({ code: 'not_found' })
    })

    it('follow what is approved: a tool that changed is gone from them until it is approved', async () => {
      await make({ choices: [{ source: 'upstream:helper' }] })
      expect(names('desk')).toEqual(['echo', 'add', 'wipe'])
      target.offer.tools[0] = plainTool('echo', 'Says it, and more.')
      const [upstream] = (await send('GET', '/api/v1/upstreams')).body.items
      await send('POST', `/api/v1/upstreams/${upstream.id}/refresh`)
      await expect.poll(() => names('desk')).toEqual(['add', 'wipe'])
    })

    it('are for the roles they are for, and gone while switched off or removed', async () => {
      const { id } = await make({ choices: [{ source: 'own' }] })
      await send('PATCH', `/api/v1/virtual-servers/${id}`, { least_role: 'manager' })
      await expect.poll(() => at(kim, 'desk')).toBeUndefined()
      await send('PATCH', `/api/v1/virtual-servers/${id}`, { least_role: 'viewer', title: 'The desk' })
      await expect.poll(() => at(kim, 'desk')?.title).toBe('The desk')
      await send('PATCH', `/api/v1/virtual-servers/${id}`, { is_enabled: false })
      await expect.poll(() => at(kim, 'desk')).toBeUndefined()
      await send('PATCH', `/api/v1/virtual-servers/${id}`, { is_enabled: true })
      await send('DELETE', `/api/v1/virtual-servers/${id}`)
      await expect.poll(() => at(kim, 'desk')).toBeUndefined()
      expect((await send('GET', `/api/v1/virtual-servers/${id}`)).status).toBe(404)
      expect((await send('POST', `/api/v1/virtual-servers/${id}/restore`)).status).toBe(200)
      await expect.poll(() => at(kim, 'desk') !== undefined).toBe(true)
      expect(at({ kind: 'anonymous' }, 'desk')).toBeUndefined()
    })

    it('are made at one address once, also by two at the same moment, and of sources that there are', async () => {
      const both = await Promise.all(
        ['A', 'B'].map((title) => send('POST', '/api/v1/virtual-servers', { slug: 'twin', title, choices: [] })),
      )
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
      const choices = [{ source: 'no-such' }]
      const wrong = await send('POST', '/api/v1/virtual-servers', { slug: 'wrong', choices })
      expect(wrong.body.error.details.fields[0].path).toBe('choices[0].source')
      const doubled = [{ source: 'own', aliases: { add: 'x', subtract: 'x' } }]
      const alias = await send('POST', '/api/v1/virtual-servers', { slug: 'wrong', choices: doubled })
      expect(alias.body.error.details.fields[0].path).toBe('choices[0].aliases')
    })

    it('can be put together from what every source has', async () => {
      const { items } = (await send('GET', '/api/v1/tool-sources')).body
      expect(items.map(({ id }: { id: string }) => id)).toEqual(['bongsu', 'own', 'upstream:helper'])
      expect(items[2]).toMatchObject({
        prefix: 'helper',
        tools: [
          { name: 'echo', tool: 'echo' },
          { name: 'add', tool: 'helper_add' },
          { name: 'wipe', tool: 'wipe' },
        ],
        resources: [{ name: 'doc://a' }, { name: 'doc://b' }],
        prompts: [{ name: 'greet' }, { name: 'part' }],
      })
    })
  })
})
