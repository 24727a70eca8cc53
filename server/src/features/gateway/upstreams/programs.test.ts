import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '#kernel/operation.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { gatewayKey } from '../index.ts'

const program = fileURLToPath(new URL('../../../../test/targets/mcp-program.ts', import.meta.url))
const admin: Actor = { kind: 'person', personId: 1, role: 'admin', sessionId: 1, name: 'Admin' }

describe('servers that are programs of the file', () => {
  let folder: string
  let app: TestApp | undefined

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bongsu-programs-'))
  })
  afterEach(async () => {
    await app?.close()
    app = undefined
    rmSync(folder, { recursive: true, force: true })
  })

  async function start(upstreams: object): Promise<TestApp> {
    await app?.stop(5000)
    writeFileSync(join(folder, 'upstreams.json'), JSON.stringify({ upstreams }))
    app = await buildTestApp({ BONGSU_DATA_DIR: folder, BONGSU_SECRET_KEY: 'x'.repeat(40), PATH: '/usr/bin:/bin' })
    await app.start()
    return app
  }
  const run = (name: string, input: object = {}) => {
    const operation = app?.operations.find((one) => one.name === name)
    if (!app || !operation) throw new Error(`there is no operation "${name}"`)
    const signal = new AbortController().signal
    // biome-ignore lint/suspicious/noExplicitAny: tests look at wire JSON, whose shape the runner has checked
    return app.run(operation, input, { actor: admin, language: 'en', origin: { door: 'http' }, signal }) as Promise<any>
  }
  const call = async (tool: string): Promise<string> => {
    if (!app) throw new Error('nothing was started')
    const answer = await app.services.use(gatewayKey).gateway.call({
      actor: admin,
      language: 'en',
      origin: { door: 'mcp' },
      tool,
      arguments: {},
      signal: new AbortController().signal,
    })
    return String(answer.result.content[0]?.text)
  }
  const isOffered = () =>
    expect.poll(() => app?.services.use(gatewayKey).server(admin, null)?.tool('tell') !== undefined, {
      timeout: 15_000,
    })

  const teller = { command: process.execPath, args: [program, '--root', '/srv; rm -rf /'], env: { LEVEL: '2' } }

  it('are started as they stand there, with nothing of ours, and end with us', async () => {
    await start({ teller })
    await isOffered().toBe(true)
    const told = JSON.parse(await call('tell'))
    expect(told.args).toEqual(['--root', '/srv; rm -rf /'])
    expect(told.env).toEqual(expect.arrayContaining(['LEVEL', 'PATH']))
    expect(told.env.filter((name: string) => /BONGSU|SECRET|TOKEN|NODE_OPTIONS/.test(name))).toEqual([])
    const [upstream] = (await run('list-upstreams')).items
    expect(upstream).toMatchObject({
      slug: 'teller',
      kind: 'stdio',
      is_from_file: true,
      url: null,
      command: [process.execPath, program, '--root', '/srv; rm -rf /'],
      health: { state: 'up' },
    })
    expect(JSON.stringify(upstream)).not.toContain('LEVEL')
    await app?.stop(5000)
    expect(() => process.kill(told.pid, 0)).toThrow('ESRCH')
  })

  it('can be governed, and neither made, moved nor removed, from the console', async () => {
    await start({ teller })
    await isOffered().toBe(true)
    const [{ id }] = (await run('list-upstreams')).items
    await run('update-upstream', { id, least_role: 'admin', title: 'Teller' })
    await expect(run('update-upstream', { id, url: 'https://elsewhere.example/mcp' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await expect(run('remove-upstream', { id })).rejects.toMatchObject({ code: 'conflict' })
    for (const field of ['command', 'args', 'env', 'kind'])
      await expect(
        run('create-upstream', { slug: 'mine', url: 'https://a.example/', [field]: '/bin/sh' }),
      ).rejects.toMatchObject({ code: 'validation' })
  })

  it('stay known when the file no longer has them, and come back with what was approved', async () => {
    await start({ teller })
    await isOffered().toBe(true)
    await start({})
    const [gone] = (await run('list-upstreams')).items
    expect(gone).toMatchObject({ slug: 'teller', is_in_file: false, tool_count: 1 })
    expect(await call('tell')).toMatch(/no longer defined in the server’s upstreams\.json/)
    await start({ teller })
    await isOffered().toBe(true)
    expect(JSON.parse(await call('tell')).args).toEqual(['--root', '/srv; rm -rf /'])
  })
})
