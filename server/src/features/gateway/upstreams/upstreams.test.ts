import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eachDatabase } from '#test/databases.ts'
import { plainTool } from '#test/targets/mcp-server.ts'
import { UpstreamHouse } from '#test/upstream-house.ts'

eachDatabase((_open, engine) => {
  describe('upstream servers', () => {
    const house = new UpstreamHouse()
    beforeEach(() => house.open(engine))
    afterEach(() => house.close())

    it('are looked at first, then added, and their tools are everybody’s, results as they came', async () => {
      const target = await house.serve()
      const preview = await house.send('POST', '/api/v1/upstreams/test', { url: target.url })
      expect(preview.body).toMatchObject({ ok: true, server: { name: 'target', era: 'modern' } })
      expect(preview.body.tools).toMatchObject([{ name: 'echo', description: 'Says it again.', problems: [] }])
      const id = await house.add('helper', target, { previewed: preview.body.digest })
      await house.offers('echo').toBe(200)
      const answer = await house.call('echo', { text: 'hi' })
      expect(answer.body).toMatchObject({
        outcome: 'success',
        result: {
          content: [{ type: 'text', text: 'target: echo {"text":"hi"}' }],
          structuredContent: { name: 'echo' },
          _meta: { 'example.com/kept': true },
        },
      })
      const view = (await house.send('GET', `/api/v1/upstreams/${id}`)).body
      expect(view).toMatchObject({ tool_count: 1, waiting_count: 0, health: { state: 'up', breaker: 'closed' } })
      expect((await house.send('GET', '/api/v1/upstreams', undefined, house.kim)).body.items[0]).toMatchObject({
        slug: 'helper',
        url: null,
        tool_count: 1,
      })
      expect(target.calls[0]?.headers.authorization).toBeUndefined()
    })

    it('keep what was known of them while they are down, and refuse at once when they stay down', async () => {
      const target = await house.serve()
      const id = await house.add('helper', target)
      await house.offers('echo').toBe(200)
      await house.send('PUT', '/api/v1/limits', { subject_kind: 'role', subject: 'user', window: 'month', max: 100 })
      await target.goAway()
      const refused = await house.call('echo')
      expect(refused.body.result.isError).toBe(true)
      expect(refused.body.result.content[0].text).toMatch(/"helper" was not reached .*try again/)
      await expect.poll(async () => (await house.send('GET', `/api/v1/upstreams/${id}`)).body.health.state).toBe('down')
      expect(await house.names()).toContain('echo')
      for (let time = 0; time < 5; time++) await house.call('echo')
      const held = await house.call('echo')
      expect(held.body.result.content[0].text).toMatch(/"helper" keeps failing.* next try is in \d+ s/)
      expect((await house.send('GET', `/api/v1/upstreams/${id}`)).body.health).toMatchObject({
        breaker: 'open',
        retry_at: expect.any(String),
        last_error: expect.stringContaining('not reached'),
      })
      const quota = (await house.send('GET', '/api/v1/usage/me', undefined, house.kim)).body.quotas
      expect(quota.find(({ window }: { window: string }) => window === 'month').used).toBe(0)
      expect(
        (await house.send('GET', `/api/v1/upstreams/${id}`, undefined, house.kim)).body.health.last_error,
      ).toBeNull()
      await target.back()
      expect((await house.refresh(id)).body).toMatchObject({
        ok: true,
        upstream: { health: { state: 'up', breaker: 'closed' } },
      })
      expect((await house.call('echo')).body.outcome).toBe('success')
    })

    it('are given the time that an administrator says, and named when they take longer', async () => {
      const target = await house.serve({ isSilent: true })
      await house.add('sleepy', target, { timeout_seconds: 1 })
      await house.offers('echo').toBe(200)
      const answer = await house.call('echo')
      expect(answer.body).toMatchObject({ outcome: 'timed_out', result: { isError: true } })
      expect(answer.body.result.content[0].text).toMatch(/No answer came from "sleepy" within 1 second,/)
    })

    it('are known before they are reached again, to a process that starts while they are down', async () => {
      const target = await house.serve()
      await house.add('helper', target)
      await house.offers('echo').toBe(200)
      await target.goAway()
      await house.restart()
      expect((await house.send('GET', '/api/v1/tools/echo', undefined, house.kim)).status).toBe(200)
      expect((await house.call('echo')).body.result.content[0].text).toMatch(/"helper" was not reached/)
      await target.back()
      await expect.poll(async () => (await house.call('echo')).body.outcome, { timeout: 8000 }).toBe('success')
    })

    it('are told a person’s own credential and nobody else’s, which nobody reads again', async () => {
      const target = await house.serve({ authorizations: ['Bearer admins-own', 'Bearer kims-own'] })
      const id = await house.add('vault', target, { credential: 'personal', secret: 'admins-own' })
      await house.offers('echo').toBe(200)
      const refused = await house.call('echo')
      expect(refused.body.result.content[0].text).toMatch(/everybody’s own credential. Set yours first/)
      expect(target.calls).toEqual([])
      expect(
        (await house.send('PUT', `/api/v1/upstreams/${id}/my-credential`, { secret: 'kims-own' }, house.kim)).body,
      ).toEqual({
        is_mine_set: true,
      })
      expect((await house.call('echo')).body.outcome).toBe('success')
      expect(target.calls[0]?.headers.authorization).toBe('Bearer kims-own')
      await house.send('PUT', `/api/v1/upstreams/${id}/my-credential`, { secret: 'kims-wrong' }, house.kim)
      expect((await house.call('echo')).body.result.content[0].text).toMatch(
        /does not take the credential that you set/,
      )
      const service = await house.send('POST', '/api/v1/tokens', {
        kind: 'service',
        name: 'ci',
        role: 'user',
        scopes: ['tools', 'write'],
        tools: ['echo'],
      })
      expect((await house.call('echo', {}, service.body.token)).body.result.content[0].text).toMatch(
        /service token is nobody’s/,
      )
      for (const path of ['/api/v1/upstreams', `/api/v1/upstreams/${id}`, '/api/v1/audit?page_size=100'])
        expect((await house.send('GET', path)).text).not.toMatch(/admins-own|kims-own|kims-wrong/)
      const kept = JSON.stringify(await house.app.database.all('select * from upstream_secret'))
      expect(kept).not.toMatch(/admins-own|kims-own/)
      await house.send('DELETE', '/api/v1/people/2')
      expect(await house.app.database.all('select person_id from upstream_secret')).toEqual([{ person_id: 1 }])
    })

    it('are told arguments in headers where they want them there, on every way to them', async () => {
      const inputSchema = { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': 'Region' } } }
      const target = await house.serve({
        tools: [plainTool('ask', 'Asks a region.', { inputSchema })],
        authorizations: ['Bearer admins-own', 'Bearer kims-own'],
      })
      const id = await house.add('regions', target, { credential: 'personal', secret: 'admins-own' })
      await house.offers('ask').toBe(200)
      await house.send('PUT', `/api/v1/upstreams/${id}/my-credential`, { secret: 'kims-own' }, house.kim)
      expect((await house.call('ask', { region: '서울' })).body.outcome).toBe('success')
      expect(target.calls[0]?.headers['mcp-param-region']).toBe(`=?base64?${Buffer.from('서울').toString('base64')}?=`)
    })

    it('are not told a kept secret at another address', async () => {
      const target = await house.serve({ authorizations: ['Bearer shared-one'] })
      const id = await house.add('vault', target, { credential: 'shared', secret: 'shared-one' })
      await house.offers('echo').toBe(200)
      const elsewhere = await house.serve()
      const moved = await house.send('PATCH', `/api/v1/upstreams/${id}`, { url: elsewhere.url })
      expect(moved.body.error.details.fields[0].path).toBe('secret')
      const tried = await house.send('POST', '/api/v1/upstreams/test', {
        url: elsewhere.url,
        credential: 'shared',
        upstream_id: id,
      })
      expect(tried.body).toMatchObject({ ok: false, message: 'Give the secret.' })
      expect((await house.send('PATCH', `/api/v1/upstreams/${id}`, { title: 'Vault' })).body.credential.is_set).toBe(
        true,
      )
      expect((await house.call('echo')).body.outcome).toBe('success')
    })

    it('are told their credential in a header that is theirs to name, and not in one of the protocol', async () => {
      const target = await house.serve()
      const secret = { credential: 'shared', scheme: 'plain', secret: 'key-1', header: 'X-Api-Key' }
      for (const header of ['Host', 'Mcp-Session-Id', 'content-type', 'Content-Length'])
        expect(
          (await house.send('POST', '/api/v1/upstreams', { slug: 'no', url: target.url, ...secret, header })).body.error
            .details.fields[0].path,
        ).toBe('header')
      await house.add('keyed', target, secret)
      await house.offers('echo').toBe(200)
      await house.call('echo')
      expect(target.calls[0]?.headers['x-api-key']).toBe('key-1')
      const inside = await house.send('POST', '/api/v1/upstreams', { slug: 'no', url: 'http://169.254.169.254/mcp' })
      expect(inside.body.error.details.fields[0].path).toBe('url')
    })

    it('are for the roles they are for, and gone while they are switched off or removed', async () => {
      const target = await house.serve()
      const id = await house.add('helper', target, { least_role: 'manager' })
      await house.offers('echo', house.admin).toBe(200)
      expect(await house.names()).not.toContain('echo')
      expect((await house.send('GET', `/api/v1/upstreams/${id}`, undefined, house.kim)).status).toBe(404)
      await house.send('PATCH', `/api/v1/upstreams/${id}`, { least_role: 'viewer' })
      await house.offers('echo').toBe(200)
      await house.send('PATCH', `/api/v1/upstreams/${id}`, { is_enabled: false })
      await house.offers('echo').toBe(404)
      await house.send('PATCH', `/api/v1/upstreams/${id}`, { is_enabled: true })
      await house.offers('echo').toBe(200)
      expect((await house.send('DELETE', `/api/v1/upstreams/${id}`)).status).toBe(204)
      await house.offers('echo').toBe(404)
      expect((await house.send('POST', `/api/v1/upstreams/${id}/restore`)).status).toBe(200)
      await house.offers('echo').toBe(200)
    })

    it('become a monitor with one call', async () => {
      const target = await house.serve({ authorizations: ['Bearer shared-one'] })
      const id = await house.add('vault', target, { credential: 'shared', secret: 'shared-one' })
      const project = await house.send('POST', '/api/v1/projects', { title: 'Tools', url: 'http://127.0.0.1:9/' })
      const made = await house.send('POST', `/api/v1/upstreams/${id}/monitor`, { project_id: project.body.id })
      expect(made.body).toMatchObject({ kind: 'mcp', name: 'vault', secrets: ['auth.token'] })
      expect(made.text).not.toContain('shared-one')
      const checked = await house.send('POST', `/api/v1/monitors/${made.body.id}/check-now`)
      expect(checked.body).toMatchObject({ state: 'up' })
    })
  })
})
