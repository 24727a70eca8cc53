import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RealServer, until } from '#test/fault/real-server.ts'
import { type McpTarget, startMcpServer } from '#test/targets/mcp-server.ts'
import { type Door, doorsOf, type OpenedDoor, outcomesOf, type Somebody, somebody } from './every-door.ts'

const folder = mkdtempSync(join(tmpdir(), 'bongsu-ends-'))
const server = new RealServer({ dataDir: folder })
const doors = doorsOf(server)
let target: McpTarget

beforeAll(async () => {
  target = await startMcpServer()
  await server.begin()
  await server.signIn()
  await server.liftLimits()
  await server.call('POST', '/upstreams', { slug: 'helper', url: target.url })
  await until('its tool is there', async () => (await server.ask('GET', '/tools/echo')).status === 200)
})
afterAll(async () => {
  await server.end()
  await target.close()
  rmSync(folder, { recursive: true, force: true })
})

/** One call through a door while its source never answers, and then another that it answers. */
async function silently(name: string, work: (door: OpenedDoor) => Promise<void>): Promise<Somebody> {
  const who = await somebody(server)
  const door = await (doors[name] as Door)(who)
  target.offer.isSilent = true
  try {
    await work(door)
    await until('the source is let go', () => target.held === 0)
    target.offer.isSilent = false
    expect((await door.call('echo', { text: 'again' })).words).toContain('again')
  } finally {
    target.offer.isSilent = false
    await door.close().catch(() => undefined)
  }
  await until('both are recorded', async () => (await outcomesOf(server, who.id)).length === 2)
  return who
}

const setDeadline = (seconds: number) =>
  server.call('PUT', '/settings/gateway', { value: { deadline_seconds: seconds } })

describe('a tool that never answers', () => {
  const told = new Set<string>()

  beforeAll(() => setDeadline(1))
  afterAll(async () => {
    await setDeadline(30)
    // The same words, whichever door they came through.
    expect([...told]).toHaveLength(1)
  })

  it.each(Object.keys(doors))('keeps nobody past the deadline who came through %s, nor its source', async (name) => {
    const who = await silently(name, async (door) => {
      const { words, as } = await door.call('echo', { text: 'x' })
      told.add(words)
      expect([words, as]).toEqual([expect.stringMatching(/^No answer came from "helper" within 1 second,/), 'result'])
    })
    expect(await outcomesOf(server, who.id)).toEqual(['echo success', 'echo timed_out'])
  })
})

describe('a call that is taken back', () => {
  it.each(Object.keys(doors))('through %s is over at its source too, and recorded as cancelled', async (name) => {
    const who = await silently(name, async (door) => {
      const leaving = new AbortController()
      const call = door.call('echo', { text: 'x' }, leaving.signal)
      await until('it is there', () => target.held === 1)
      leaving.abort()
      await expect(call).rejects.toThrow()
    })
    expect(await outcomesOf(server, who.id)).toEqual(['echo cancelled', 'echo success'])
  })
})

describe('a result of 600 KB', () => {
  it.each(Object.keys(doors))('comes as its first 256 KB through %s, and says so', async (name) => {
    const who = await somebody(server)
    const door = await (doors[name] as Door)(who)
    const { words, as, bytes } = await door.call('echo', { text: '봉수 '.repeat(80_000) })
    await door.close()
    expect(as).toBe('result')
    expect(words).toMatch(/^target: echo \{"text":"봉수 봉수/)
    expect(words).toMatch(/The result is larger than 262144 bytes; this is its beginning\.$/)
    expect(Buffer.byteLength(words)).toBeLessThanOrEqual(262_144)
    expect(bytes).toBeGreaterThan(80_000)
  })
})
