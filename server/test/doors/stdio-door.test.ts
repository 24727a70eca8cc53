import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mainFile, RealServer, until } from '#test/fault/real-server.ts'
import { type McpTarget, startMcpServer } from '#test/targets/mcp-server.ts'
import { type Door, doorsOf, type Somebody, somebody } from './every-door.ts'
import { initialize, modernMessage, type Wire } from './mcp-wire.ts'

const folder = mkdtempSync(join(tmpdir(), 'bongsu-stdio-'))
const server = new RealServer({ dataDir: folder })
const doors = Object.entries(doorsOf(server)).filter(([name]) => name.startsWith('bongsu mcp'))
let target: McpTarget
let who: Somebody

beforeAll(async () => {
  target = await startMcpServer()
  await server.begin()
  await server.signIn()
  await server.call('POST', '/upstreams', { slug: 'helper', url: target.url })
  await until('its tool is there', async () => (await server.ask('GET', '/tools/echo')).status === 200)
  who = await somebody(server)
})
afterAll(async () => {
  await server.end()
  await target.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.each(doors)('a client of %s', (_name, open) => {
  it('goes on when the server was killed and is there again, and is told of what was under way', async () => {
    const door = await (open as Door)(who)
    try {
      expect(await door.call('echo', { text: 'one' })).toMatchObject({ as: 'result' })
      target.offer.isSilent = true
      const underWay = door.call('echo', { text: 'two' })
      await until('it is under way', () => target.held > 0)
      await server.kill()
      target.offer.isSilent = false
      expect(await underWay).toMatchObject({ as: 'error', words: expect.stringMatching(/did not take the request/) })
      expect(await door.call('echo', { text: 'three' })).toMatchObject({ as: 'error' })
      await server.begin()
      const answers = await Promise.all(['four', 'five', 'six'].map((text) => door.call('echo', { text })))
      expect(answers.map(({ words }) => words)).toEqual(
        ['four', 'five', 'six'].map((text) => expect.stringContaining(text)),
      )
    } finally {
      await door.close()
    }
  })
})

/** The program itself, and all the messages that came out of it. */
function start() {
  const env = { PATH: process.env.PATH ?? '', BONGSU_URL: server.url, BONGSU_TOKEN: who.token }
  const child = spawn(process.execPath, [mainFile, 'mcp'], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const lines = () => said.slice(0, said.lastIndexOf('\n') + 1).split('\n')
  return {
    say: (line: unknown) => child.stdin.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`),
    messages: (): Wire[] =>
      lines()
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
    async end(): Promise<unknown> {
      child.stdin.end()
      const [code] = await once(child, 'exit')
      return code
    },
  }
}

it('nothing but messages comes out, whatever goes in', async () => {
  const { say, messages, end } = start()
  say('no JSON at all')
  say({ hello: 'there' })
  say({ jsonrpc: '2.0', id: 1, method: 'tools/list' })
  say(initialize)
  await until('the handshake is answered', () => messages().some(({ id }) => id === initialize.id))
  say({ jsonrpc: '2.0', method: 'notifications/initialized' })
  say({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'add', arguments: { a: 40, b: 2 } } })
  say({ jsonrpc: '2.0', id: 3, method: 'no/such/method' })
  await until('all are answered', () => [1, 2, 3].every((id) => messages().some((one) => one.id === id)))
  expect(messages().find(({ id }) => id === 2)).toMatchObject({ result: { content: [{ text: '42' }] } })
  expect(messages().find(({ id }) => id === 3)).toMatchObject({ error: { code: -32601 } })
  for (const message of messages()) expect(message.jsonrpc).toBe('2.0')
  expect(await end()).toBe(0)
})

it('whoever listens is told when there is nothing more to hear', async () => {
  const { say, messages, end } = start()
  const listen = () =>
    say(modernMessage('subscriptions/listen', { notifications: { toolsListChanged: true } }, 'news').body)
  const came = (method: string) => messages().filter((message) => message.method === method)
  listen()
  await until('it is heard', () => came('notifications/subscriptions/acknowledged').length === 1)
  await server.kill()
  await until('it is over', () => came('notifications/cancelled').length === 1)
  expect(came('notifications/cancelled')[0].params).toMatchObject({ requestId: 'news' })
  await server.begin()
  listen()
  await until('it is heard again', () => came('notifications/subscriptions/acknowledged').length === 2)
  expect(await end()).toBe(0)
})
