import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { createPostgresDatabase } from '#test/databases.ts'
import { redisAnswers, redisTitle, testRedisUrl } from '#test/redis.ts'
import { type McpTarget, plainTool, startMcpServer } from '#test/targets/mcp-server.ts'
import { gatewayKey } from '../index.ts'

const admin: Actor = { kind: 'person', personId: 1, role: 'admin', sessionId: 1, name: 'Admin' }

describe.skipIf(!redisAnswers)(`upstream servers of many processes ${redisTitle}`, () => {
  let store: { url: string; drop: () => Promise<void> }
  let target: McpTarget
  const apps: TestApp[] = []

  beforeEach(async () => {
    store = await createPostgresDatabase()
    target = await startMcpServer()
    for (let count = 0; count < 2; count++) {
      const app = await buildTestApp({
        BONGSU_DATABASE_URL: store.url,
        BONGSU_REDIS_URL: testRedisUrl,
        BONGSU_SECRET_KEY: 'a-key-for-tests-a-key-for-tests-a-key',
        BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8',
      })
      apps.push(app)
      await app.start()
    }
  })
  afterEach(async () => {
    for (const app of apps.splice(0)) await app.close()
    await target.close()
    await store.drop()
  })

  // biome-ignore lint/suspicious/noExplicitAny: tests look at wire JSON, whose shape the runner has checked
  const run = (on: TestApp, name: string, input: object = {}): Promise<any> => {
    const operation = on.operations.find((one) => one.name === name)
    if (!operation) throw new Error(`there is no operation "${name}"`)
    const signal = new AbortController().signal
    return on.run(operation, input, { actor: admin, language: 'en', origin: { door: 'http' }, signal })
  }
  const names = (app: TestApp, slug: string | null = null) =>
    app.services
      .use(gatewayKey)
      .server(admin, slug)
      ?.listed.map(({ name }) => name)

  it('are known to all of them at once: added, changed, held back, approved, chosen for a virtual server', async () => {
    const [first, second] = apps as [TestApp, TestApp]
    const { id } = await run(first, 'create-upstream', { slug: 'helper', url: target.url })
    await expect.poll(() => names(second), { timeout: 8000 }).toContain('echo')
    await run(second, 'create-virtual-server', { slug: 'desk', choices: [{ source: 'upstream:helper' }] })
    await expect.poll(() => names(first, 'desk')).toEqual(['echo'])
    target.offer.tools = [plainTool('echo', 'Changed.')]
    await run(second, 'refresh-upstream', { id })
    await expect.poll(() => names(first)).not.toContain('echo')
    expect(names(first, 'desk')).toEqual([])
    const [echo] = (await run(first, 'list-upstream-tools', { id })).items
    await run(first, 'approve-upstream-tools', { id, tools: [{ name: 'echo', hash: echo.hash }] })
    await expect.poll(() => names(second, 'desk')).toEqual(['echo'])
    const lines = await first.database.all("select id from notification where type = 'approval_wanted'")
    expect(lines.length).toBeLessThanOrEqual(1)
  })

  it('are judged once: of approvals, refreshes and changes at the same moment in two processes nothing is lost', async () => {
    const [first, second] = apps as [TestApp, TestApp]
    target.offer.tools = ['a', 'b', 'c', 'add'].map((name) => plainTool(name, `Does ${name}.`))
    const { id } = await run(first, 'create-upstream', { slug: 'helper', url: target.url, approve_first: false })
    await expect
      .poll(async () => (await run(first, 'list-upstream-tools', { id })).items.length, { timeout: 8000 })
      .toBe(4)
    const { items } = await run(second, 'list-upstream-tools', { id })
    const approve = (app: TestApp, at: number[]) =>
      run(app, 'approve-upstream-tools', {
        id,
        tools: at.map((one) => ({ name: items[one].name, hash: items[one].hash })),
      })
    await Promise.all([
      approve(first, [0, 3]),
      approve(second, [1, 3]),
      run(first, 'refresh-upstream', { id }),
      run(second, 'refresh-upstream', { id }),
      run(second, 'update-upstream', { id, title: 'Helper' }),
      approve(first, [2]),
    ])
    const judged = (await run(second, 'list-upstream-tools', { id })).items
    expect(judged.map(({ state, tool }: { state: string; tool: string }) => [state, tool])).toEqual([
      ['approved', 'a'],
      ['approved', 'b'],
      ['approved', 'c'],
      ['approved', 'helper_add'],
    ])
    await expect.poll(() => names(first)).toEqual(expect.arrayContaining(['a', 'b', 'c', 'helper_add']))
  })
})
