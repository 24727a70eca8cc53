import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import { createOutbound } from '../../outbound/index.ts'
import type { Json } from '../json.ts'
import type { UpstreamExchange, UpstreamLink, UpstreamPeer } from './contract.ts'
import { openUpstream } from './open-upstream.ts'
import { cleanEnvironment } from './stdio-process.ts'

const outbound = createOutbound({ allowed: () => [], forbidden: () => [] })
const program = fileURLToPath(new URL('../../../../test/targets/mcp-fixture/over-stdio.ts', import.meta.url))
const links: UpstreamLink[] = []
const errors: string[] = []
afterEach(async () => {
  for (const link of links.splice(0)) await link.close()
  errors.length = 0
})

function linkTo(args: readonly string[], command = process.execPath): UpstreamLink {
  const link = openUpstream({
    address: { kind: 'stdio', command, args, env: { ...cleanEnvironment(process.env), OWN: 'yes' } },
    outbound,
    clock: systemClock,
    version: '1',
    onChanged: () => undefined,
    onError: (line) => void errors.push(line),
  })
  links.push(link)
  return link
}

const soon = (): AbortSignal => AbortSignal.timeout(20_000)
const call = (link: UpstreamLink, name: string, args: Json = {}, exchange: Partial<UpstreamExchange> = {}) =>
  link.request('tools/call', { name, arguments: args }, { signal: soon(), ...exchange })
const helpers = (): number[] => errors.flatMap((line) => /^helper: (\d+)$/.exec(line)?.slice(1).map(Number) ?? [])
/** One that has ended and that nobody has asked about yet still has a number, but runs no more. */
const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    const status = `/proc/${pid}/status`
    return !existsSync(status) || !/^State:\s+Z/m.test(readFileSync(status, 'utf8'))
  } catch {
    return false
  }
}

function peerWith(answer: Json): UpstreamPeer & { told: Json[] } {
  const told: Json[] = []
  return {
    told,
    capabilities: { elicitation: {} },
    notify: async (_method, params) => void told.push(params),
    request: async () => answer,
  }
}
const session = (id: string) => ({ id, ended: new AbortController().signal, notify: () => undefined })

describe.each(['modern', 'legacy'] as const)('a server of the %s era on standard input and output', (era) => {
  it('is started, listed and called, two calls side by side', async () => {
    const link = linkTo([program, era])
    const offer = await link.offer(soon())
    expect(offer).toMatchObject({ era, serverInfo: { name: 'mcp-fixture' } })
    expect(offer.tools.length).toBeGreaterThan(20)
    const [a, b] = [peerWith({}), peerWith({})]
    await Promise.all(
      [a, b].map((peer) =>
        call(link, 'test_tool_with_progress', {}, { peer, meta: { progressToken: 'same' }, session: session('one') }),
      ),
    )
    expect(a.told.map(({ progress, progressToken }) => [progress, progressToken])).toEqual([
      [0, 'same'],
      [50, 'same'],
      [100, 'same'],
    ])
    expect(b.told).toEqual(a.told)
  })

  it('gets a clean environment, and ends with all that it started', async () => {
    const link = linkTo([program, era])
    process.env.BONGSU_TEST_SECRET = 'not for others'
    await call(link, 'test_simple_text')
    delete process.env.BONGSU_TEST_SECRET
    const names = errors.find((line) => line.startsWith('environment: '))?.split(' ') ?? []
    expect(names).toContain('OWN')
    expect(names).toContain('PATH')
    expect(names).not.toContain('BONGSU_TEST_SECRET')
    expect(helpers().some(isRunning)).toBe(true)
    await link.close()
    await expect.poll(() => helpers().some(isRunning)).toBe(false)
  })

  it('hears when a call is taken back', async () => {
    const link = linkTo([program, era])
    await call(link, 'test_simple_text')
    const controller = new AbortController()
    setTimeout(() => controller.abort(new Error('enough')), 200)
    await expect(call(link, 'test_hang', {}, { signal: controller.signal })).rejects.toThrow('enough')
    await expect.poll(() => errors).toContain('a call was cancelled')
  })
})

describe('a process of the older era', () => {
  it('is one caller’s own, who can be asked', async () => {
    const link = linkTo([program, 'legacy'])
    const [kim, lee] = ['kim', 'lee'].map((username) => ({
      peer: peerWith({ action: 'accept', content: { username, email: 'x@example.com' } }),
      session: session(username),
    }))
    const [one, two] = await Promise.all(
      [kim, lee].map((who) => call(link, 'test_elicitation', { message: 'Who?' }, who ?? {})),
    )
    expect(JSON.stringify(one)).toContain('kim')
    expect(JSON.stringify(two)).toContain('lee')
    expect(helpers().length).toBeGreaterThanOrEqual(2)
  })
})

describe('a process that goes wrong', () => {
  it.each([
    ['is not there', ['x'], '/no/such/program', /could not be started/, true],
    ['ends at once', ['-e', 'process.exit(3)'], process.execPath, /has ended/, true],
  ])('%s', async (_what, args, command, words, neverSent) => {
    await expect(call(linkTo(args, command), 'x')).rejects.toMatchObject({
      name: 'UpstreamFailure',
      message: expect.stringMatching(words),
      neverSent,
    })
  })

  it('takes arguments as a list: no shell reads them', async () => {
    const link = linkTo(['-e', 'console.error(JSON.stringify(process.argv.slice(1)))', '$(touch /tmp/x)', '; echo'])
    await call(link, 'x').catch(() => undefined)
    expect(errors).toContain('["$(touch /tmp/x)","; echo"]')
  })

  const greeting = `
    const say = (message) => console.log(JSON.stringify({ jsonrpc: '2.0', ...message }))
    const server = { protocolVersion: '2025-11-25', capabilities: { tools: {} }, serverInfo: { name: 'x', version: '1' } }
    require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
      const { id, method } = JSON.parse(line)
      if (method === 'server/discover') say({ id, error: { code: -32601, message: 'Method not found' } })
      if (method === 'initialize') say({ id, result: server })
      if (method === 'tools/call') wrong(id)
    })`

  it.each([
    ['dies in the middle', 'const wrong = () => process.exit(1)', /has ended/],
    [
      'never ends its line',
      "const wrong = () => setInterval(() => process.stdout.write('x'.repeat(1e6)), 1)",
      /more than/,
    ],
  ])('%s', async (_what, wrong, words) => {
    const link = linkTo(['-e', `${wrong}\n${greeting}`])
    await expect(call(link, 'x')).rejects.toMatchObject({
      name: 'UpstreamFailure',
      message: expect.stringMatching(words),
    })
  })

  it('reads nothing any more, and is sent no more than is kept for it', async () => {
    const wrong = 'const wrong = () => { process.stdin.pause(); setInterval(() => undefined, 1000) }'
    const link = linkTo(['-e', `${wrong}\n${greeting}`])
    const controller = new AbortController()
    const { signal } = controller
    const calls = [0, 1, 2, 3, 4, 5].map(() => call(link, 'x', { sent: 'x'.repeat(8_000_000) }, { signal }))
    await expect(Promise.race(calls)).rejects.toMatchObject({ message: 'it does not read what it is sent' })
    controller.abort(new Error('enough'))
    await Promise.allSettled(calls)
  })

  it('may say a word to people where messages belong, and still be understood', async () => {
    const wrong = `
      console.log('Listening on port 80')
      const wrong = (id) => { console.log('Debug: {"id":' + id + '}'); say({ id, result: { content: [] } }) }`
    expect(await call(linkTo(['-e', `${wrong}\n${greeting}`]), 'x')).toEqual({ content: [] })
    expect(errors).toContain('no message on standard output: Listening on port 80')
  })

  it('floods whoever reads with words and news: it is read no faster than is good for everybody else', async () => {
    const wrong = `
      let flooded = 0
      const flood = (line) => {
        const more = () => { while (process.stdout.write(line)) flooded += line.length }
        process.stdout.on('drain', more)
        more()
        setInterval(() => console.error('flooded: ' + flooded), 20)
      }
      const wrong = () => flood(process.argv[1] === 'news'
        ? JSON.stringify({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x' } }) + '\\n'
        : 'garbage '.repeat(500) + '\\n')`
    const asked = ['words', 'news'].map((kind) =>
      call(linkTo(['-e', `${wrong}\n${greeting}`, kind]), 'x', {}, { signal: AbortSignal.timeout(3000) }),
    )
    for (const one of asked) await expect(one).rejects.toThrow()
    const flooded = errors.flatMap((line) => /^flooded: (\d+)$/.exec(line)?.slice(1).map(Number) ?? [])
    expect(Math.max(...flooded)).toBeGreaterThan(1_000_000)
    expect(Math.max(...flooded)).toBeLessThan(12_000_000)
    expect(errors.filter((line) => line.startsWith('no message')).length).toBeLessThanOrEqual(20)
  })

  it('forks what leaves its group and heeds nothing, and leaves no process behind', async () => {
    const stubborn = `process.on('SIGTERM', () => undefined); setInterval(() => undefined, 1000)`
    const wrong = `
      const { spawn } = require('node:child_process')
      process.on('SIGTERM', () => undefined)
      for (const detached of [true, false]) {
        const child = spawn(process.execPath, ['-e', ${JSON.stringify(stubborn)}], { detached, stdio: 'ignore' })
        child.unref()
        console.error('helper: ' + child.pid)
      }
      console.error('helper: ' + process.pid)
      setInterval(() => undefined, 1000)
      const wrong = (id) => say({ id, result: { content: [] } })`
    const link = linkTo(['-e', `${wrong}\n${greeting}`])
    await call(link, 'x')
    expect(helpers().filter(isRunning).length).toBeGreaterThanOrEqual(3)
    await link.close()
    expect(helpers().filter(isRunning)).toEqual([])
  })

  it('is started again for the next call', async () => {
    const link = linkTo(['-e', `const wrong = () => process.exit(1)\n${greeting}`])
    for (let times = 0; times < 2; times++) await expect(call(link, 'x')).rejects.toThrow(/has ended/)
  })
})

describe('a program that leaves something behind which holds its pipes', () => {
  const program = `
    const { spawn } = require('node:child_process')
    spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 15000)'], { detached: true, stdio: 'inherit' }).unref()
    process.stdin.on('data', (line) => {
      const { id, method } = JSON.parse(line)
      if (method === 'tools/call') process.exit(1)
      const result = { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities: { tools: {} } }
      process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n')
    })`

  it('is known to have ended when it has', async () => {
    const ended = call(linkTo(['-e', program]), 'x', {}, { signal: AbortSignal.timeout(10_000) })
    await expect(ended).rejects.toThrow('its process has ended (1)')
  })
})
