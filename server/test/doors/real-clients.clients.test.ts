import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RealServer } from '#test/fault/real-server.ts'

interface OpenedClient {
  list(): Promise<string[]>
  call(name: string, args: object): Promise<{ text: string; isError: boolean }>
  close(): Promise<void>
}

type OpenClient = (url: string, token: string) => Promise<OpenedClient>

const names = [
  'SDK v1',
  'SDK v2, as it comes',
  'SDK v2, choosing the revision',
  'AI SDK',
  'OpenAI Agents',
  'LangChain adapters',
  'mcp-remote',
] as const

/** `npm test` installs them, or says that it could not. */
const areThere = process.env.BONGSU_TEST_CLIENTS === '1'

describe.skipIf(!areThere)('clients of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bongsu-clients-'))
  const server = new RealServer({ dataDir: join(folder, 'data') })
  let clients: Record<string, OpenClient>

  beforeAll(async () => {
    process.env.MCP_REMOTE_CONFIG_DIR = join(folder, 'mcp-remote')
    await server.begin()
    await server.signIn()
    const drivers = new URL('../clients/drivers/libraries.mjs', import.meta.url).href
    // Safe because the file exports exactly this; their types are there only where they are installed.
    clients = ((await import(/* @vite-ignore */ drivers)) as { clients: Record<string, OpenClient> }).clients
  })
  afterAll(async () => {
    await server.end()
    rmSync(folder, { recursive: true, force: true })
  })

  const newToken = (limit?: number): Promise<{ id: number; token: string }> => tokenOn(server, limit)

  it('are all that this test knows of', () => expect(Object.keys(clients)).toEqual([...names]))

  it.each(names)('%s lists, calls, is told of its limit, and is out once its token is revoked', async (name) => {
    const { id, token } = await newToken(2)
    const client = await (clients[name] as OpenClient)(`${server.url}/mcp`, token)
    try {
      expect((await client.list()).sort()).toEqual(['add', 'get_current_time', 'hello_user'])
      expect(await client.call('add', { a: 40, b: 2 })).toEqual({ text: '42', isError: false })
      await client.call('hello_user', { name: '봉수' })
      const refused = await client.call('add', { a: 1, b: 1 })
      expect(refused.isError).toBe(true)
      expect(refused.text).toMatch(/2 of 2 calls per day|하루에 2회 중 2회/)
      await server.call('DELETE', `/tokens/${id}`)
      await expect(client.call('add', { a: 1, b: 1 })).rejects.toThrow()
    } finally {
      await client.close().catch(() => undefined)
    }
    const { items } = await server.call<{ items: { outcome: string }[] }>('GET', `/usage/history?token=${id}`)
    expect(items.map(({ outcome }) => outcome).sort()).toEqual(['limited', 'success', 'success'])
  })

  it.each(['legacy', 'auto', 'modern'])('the Inspector (%s) lists, calls, is refused and is out', async (era) => {
    const { id, token } = await newToken(1)
    const inspect = (...args: string[]) => inspector(server.url, era, token, args)
    const listed = await inspect('--method', 'tools/list', '--strict')
    expect(listed).toMatchObject({ code: 0 })
    expect(listed.said).toContain('get_current_time')
    const add = ['--method', 'tools/call', '--tool-name', 'add', '--tool-arg', 'a=40', '--tool-arg', 'b=2']
    const called = await inspect(...add)
    expect(called).toMatchObject({ code: 0 })
    expect(called.said).toContain('"42"')
    // 5: the tool answered with an error. 3: not let in.
    const limited = await inspect(...add)
    expect(limited).toMatchObject({ code: 5 })
    expect(limited.said).toMatch(/1 of 1 calls per day|하루에 1회 중 1회/)
    await server.call('DELETE', `/tokens/${id}`)
    expect(await inspect('--method', 'tools/list')).toMatchObject({ code: 3 })
  })
})

async function tokenOn(server: RealServer, limit?: number): Promise<{ id: number; token: string }> {
  const rules = { scopes: ['tools'], tools: ['add', 'hello_user', 'get_current_time'] }
  const made = await server.call<{ id: number; token: string }>('POST', '/tokens', { name: 'client', ...rules })
  if (limit !== undefined)
    await server.call('PUT', '/limits', {
      subject_kind: 'token',
      subject: String(made.id),
      window: 'day',
      max: limit,
    })
  return made
}

const inspectorFile = fileURLToPath(new URL('../clients/node_modules/.bin/mcp-inspector', import.meta.url))

function inspector(url: string, era: string, token: string, args: readonly string[]) {
  const shared = ['--cli', `${url}/mcp`, '--transport', 'http', '--protocol-era', era, '--format', 'json']
  const child = spawn(
    process.execPath,
    [inspectorFile, ...shared, '--header', `Authorization: Bearer ${token}`, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      said += chunk
    })
  return new Promise<{ code: number | null; said: string }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, said }))
  })
}
