import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { day, systemClock } from '#kernel/clock.ts'
import { eachDatabase } from '#test/databases.ts'
import { type McpTarget, plainTool } from '#test/targets/mcp-server.ts'
import { UpstreamHouse } from '#test/upstream-house.ts'
import { gatewayKey } from '../index.ts'
import { purgeRemoved } from '../purge-removed.ts'

eachDatabase((_open, engine) => {
  describe('a name that stood for a tool', () => {
    const house = new UpstreamHouse()
    let first: McpTarget
    let one: number
    let token: { id: number; token: string }
    let limit: number

    /** A tool `echo` that a token and a limit name. */
    beforeEach(async () => {
      await house.open(engine)
      first = await house.serve({ name: 'first', tools: [plainTool('echo', 'Says it.')] })
      one = await house.add('one', first)
      await house.offers('echo').toBe(200)
      token = await tokenFor('echo')
      limit = await forbid('echo')
    })
    afterEach(() => house.close())

    const tokenFor = async (tool: string) =>
      (await house.send('POST', '/api/v1/tokens', { name: 'agent', scopes: ['tools'], tools: [tool] }, house.kim)).body
    const forbid = async (tool: string): Promise<number> =>
      (
        await house.send('PUT', '/api/v1/limits', {
          ...{ subject_kind: 'default', target_kind: 'tool', target: tool, window: 'day', max: 0 },
        })
      ).body.id
    const patchTool = (id: number, body: object) => house.send('PATCH', `/api/v1/upstreams/${id}/tools`, body)
    const remove = (id: number) => house.send('DELETE', `/api/v1/upstreams/${id}`)
    const purge = async (id: number) => {
      const { database } = house.app
      await database.run('update upstream set deleted_at = ? where id = ?', [systemClock.now() - 40 * day, id])
      await purgeRemoved({ database, clock: systemClock }).run(new AbortController().signal)
    }
    const turnDown = async (id: number) => {
      const tools = (await house.tools(id)).map(({ name, hash }) => ({ name, hash }))
      await house.send('POST', `/api/v1/upstreams/${id}/tools/reject`, { tools })
    }

    const ways: Record<string, () => Promise<unknown>> = {
      'its tool got an alias': () => patchTool(one, { name: 'echo', alias: 'say' }),
      'its server’s names got a prefix': () => house.send('PATCH', `/api/v1/upstreams/${one}`, { prefixes: 'always' }),
      'its definition changed and waits': async () => {
        first.offer.tools = [plainTool('echo', 'Says something else.')]
        await house.refresh(one)
      },
      'its definition was turned down and is not offered any more': async () => {
        await turnDown(one)
        first.offer.tools = []
        await house.refresh(one)
      },
      'its server was switched off': () => house.send('PATCH', `/api/v1/upstreams/${one}`, { is_enabled: false }),
      'its server was removed': () => remove(one),
      'its server was removed for good': async () => {
        await remove(one)
        await purge(one)
      },
    }

    it.each(Object.keys(ways))('is nobody else’s after %s', async (way) => {
      await ways[way]?.()
      await house.offers('echo').toBe(404)
      const second = await house.serve({ name: 'second', tools: [plainTool('echo', 'Takes it.')] })
      const two = await house.add('two', second)
      await house.offers('two_echo').toBe(200)
      expect(await house.names()).not.toContain('echo')
      // The token is for what `echo` was, under whichever name, and so is the limit.
      for (const name of ['echo', 'two_echo']) expect((await house.call(name, {}, token.token)).status, name).toBe(404)
      expect((await house.call('two_echo')).body.result.content[0].text).toMatch(/^second:/)
      const refused = await patchTool(two, { name: 'echo', alias: 'echo' })
      expect(refused.body.error.details.fields[0].path).toBe('alias')
      await house.restart()
      await house.offers('two_echo').toBe(200)
      expect(await house.names()).not.toContain('echo')
    })

    it('is nobody else’s when it was an alias that was taken back', async () => {
      await patchTool(one, { name: 'echo', alias: 'say' })
      const speaker = await tokenFor('say')
      await patchTool(one, { name: 'echo', alias: null })
      await house.offers('echo').toBe(200)
      await house.add('two', await house.serve({ tools: [plainTool('say', 'Takes it.')] }))
      await house.offers('two_say').toBe(200)
      for (const name of ['say', 'two_say']) expect((await house.call(name, {}, speaker.token)).status).toBe(404)
    })

    it('is nobody else’s when it was the product’s, which has no such tool any more', async () => {
      await house.app.database.run("insert into tool_name (name, upstream_id, tool) values ('old-verb', 0, 'old-verb')")
      await house.add('two', await house.serve({ tools: [plainTool('old-verb', 'Takes it.')] }))
      await house.offers('two_old-verb').toBe(200)
      expect(await house.names()).not.toContain('old-verb')
    })

    it('still stands for it where a token or a limit has it, whatever the tool is called now', async () => {
      await house.send('DELETE', `/api/v1/limits/${limit}`)
      await patchTool(one, { name: 'echo', alias: 'say' })
      await house.offers('say', token.token).toBe(200)
      expect((await house.call('say', {}, token.token)).body.outcome).toBe('success')
      await forbid('echo')
      expect((await house.call('say')).body.error.code).toBe('rate_limited')
      const explained = await house.send('GET', '/api/v1/limits/explain?role=user&tool=say')
      expect(explained.body.rules).toMatchObject([{ limit: { target: '' } }, { limit: { target: 'echo' } }])
      await patchTool(one, { name: 'echo', alias: null })
      await house.offers('echo').toBe(200)
    })

    it('passes to another tool by an administrator’s word, once no token and no limit means the old one', async () => {
      await patchTool(one, { name: 'echo', alias: 'say' })
      const two = await house.add('two', await house.serve({ name: 'second', tools: [plainTool('echo', 'Says it.')] }))
      await house.offers('two_echo').toBe(200)
      const take = () => patchTool(two, { name: 'echo', alias: 'echo' })
      expect((await take()).body.error.message).toMatch(/still meant by 1 token and 1 limit/)
      await house.send('DELETE', `/api/v1/tokens/${token.id}`, undefined, house.kim)
      await house.send('DELETE', `/api/v1/limits/${limit}`)
      expect((await take()).body).toMatchObject({ tool: 'echo' })
      await expect
        .poll(async () => (await house.call('echo')).body.result?.content[0].text, { timeout: 8000 })
        .toMatch(/^second:/)
      expect((await patchTool(one, { name: 'echo', alias: null })).body).toMatchObject({ tool: 'one_echo' })
    })

    describe('at the address of a virtual server', () => {
      let two: number
      beforeEach(async () => {
        await house.send('DELETE', `/api/v1/limits/${limit}`)
        two = await house.add('two', await house.serve({ name: 'second', tools: [plainTool('echo', 'Takes it.')] }))
        await house.offers('two_echo').toBe(200)
        const choices = [{ source: 'upstream:one' }, { source: 'upstream:two' }]
        await house.send('POST', '/api/v1/virtual-servers', { slug: 'desk', choices })
        await names().toEqual(['echo', 'two_echo'])
      })

      const names = () => {
        const kim = { kind: 'person', personId: 2, role: 'user', sessionId: 1, name: 'Kim' } as const
        const listed = () => house.app.services.use(gatewayKey).server(kim, 'desk')?.listed
        return expect.poll(() => listed()?.map(({ name }) => name), { timeout: 8000 })
      }

      it.each(Object.keys(ways).slice(2, -1))('is nobody else’s after %s', async (way) => {
        await ways[way]?.()
        await names().toEqual(['two_echo'])
        await house.restart()
        await names().toEqual(['two_echo'])
      })

      it('is not for another server of the same slug, as long as the old one is meant', async () => {
        await remove(one)
        const third = await house.serve({ name: 'third', tools: [plainTool('echo', 'Takes it.')] })
        const again = () => house.send('POST', '/api/v1/upstreams', { slug: 'one', url: third.url })
        const refused = await again()
        expect(refused.status).toBe(409)
        expect(refused.body.error.details.fields[0]).toMatchObject({
          path: 'slug',
          message: expect.stringContaining('desk'),
        })
        expect((await house.send('POST', `/api/v1/upstreams/${one}/restore`)).status).toBe(200)
        await names().toEqual(['echo', 'two_echo'])
        await remove(one)
        await purge(one)
        expect((await again()).status).toBe(201)
        await house.offers('one_echo').toBe(200)
        await names().toEqual(['echo'])
        const [desk] = (await house.send('GET', '/api/v1/virtual-servers')).body.items
        expect(desk.choices.map(({ source }: { source: string }) => source)).toEqual(['upstream:two'])
        expect(two).toBeGreaterThan(0)
      })
    })
  })
})
