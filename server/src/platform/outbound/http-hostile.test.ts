import { afterEach, describe, expect, it } from 'vitest'
import {
  startBigHeaderTarget,
  startBombTarget,
  startDripTarget,
  startEndlessContinueTarget,
  startEndlessHeaderTarget,
  startFloodTarget,
  startRawHttpTarget,
  startResetTarget,
  startSilentTarget,
  startUnfinishedTarget,
} from '#test/targets/hostile-targets.ts'
import type { Target } from '#test/targets/tcp-target.ts'
import type { HttpRequest } from './http-request.ts'
import { createOutbound } from './outbound.ts'

const outbound = createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] })
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}
const get = (target: { port: number }, request: Partial<HttpRequest> = {}) =>
  outbound.http({ url: `http://127.0.0.1:${target.port}/`, timeoutMs: 5000, ...request })

/** How much more memory is held while and after `work` runs, in MB. */
async function growth(work: () => Promise<unknown>): Promise<number> {
  const before = process.memoryUsage().rss
  let most = before
  const watching = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 5)
  await work()
  clearInterval(watching)
  return (Math.max(most, process.memoryUsage().rss) - before) / 1_048_576
}

describe('a server that stalls', () => {
  it.each<[string, () => Promise<Target>, string]>([
    ['sends one byte at a time', startDripTarget, 'idle'],
    ['never ends its headers', startEndlessHeaderTarget, 'ttfb'],
    ['keeps saying "continue"', startEndlessContinueTarget, 'ttfb'],
    ['says nothing', startSilentTarget, 'ttfb'],
    ['stops in the middle and stays', startUnfinishedTarget, 'idle'],
  ])('%s: the total time limit ends it and frees the socket', async (_what, start, code) => {
    const target = await use(start())
    const result = await get(target, { timeoutMs: 300 })
    expect(result).toMatchObject({ ok: false, phase: 'timeout', code })
    expect(result.durationMs).toBeGreaterThanOrEqual(299)
    expect(result.durationMs).toBeLessThan(15_000)
    await expect.poll(() => target.open()).toBe(0)
  })

  it('may be limited by its silence alone, which a drip never exceeds', async () => {
    const unfinished = await use(startUnfinishedTarget())
    expect(await get(unfinished, { limits: { idleMs: 100 } })).toMatchObject({
      ok: false,
      phase: 'timeout',
      code: 'idle',
    })
    const drip = await use(startDripTarget(10))
    const result = await get(drip, { limits: { idleMs: 250 }, timeoutMs: 700 })
    expect(result).toMatchObject({ ok: false, phase: 'timeout', code: 'idle' })
    expect(result.durationMs).toBeGreaterThanOrEqual(699)
  })

  it('does not hold up others: fifty at once end in their own time', async () => {
    const target = await use(startDripTarget(50))
    const started = performance.now()
    const results = await Promise.all(Array.from({ length: 50 }, () => get(target, { timeoutMs: 400 })))
    expect(results.every((result) => !result.ok && result.phase === 'timeout')).toBe(true)
    // One after the other they would take twenty seconds.
    expect(performance.now() - started).toBeLessThan(15_000)
    await expect.poll(() => target.open()).toBe(0)
  })
})

describe('a server that sends too much', () => {
  it('in headers is refused', async () => {
    expect(await get(await use(startBigHeaderTarget()))).toMatchObject({
      ok: false,
      phase: 'http',
      code: 'header_too_large',
    })
    expect(await get(await use(startBigHeaderTarget(8000)))).toMatchObject({ ok: true, status: 200 })
  })

  it('in a body is cut off, and the connection with it', async () => {
    const target = await use(startFloodTarget())
    const grown = await growth(async () => {
      const result = await get(target)
      expect(result).toMatchObject({ ok: true, bodyCut: true })
      expect(result.ok && result.body.length).toBe(1_048_576)
    })
    expect(grown).toBeLessThan(64)
    await expect.poll(() => target.open()).toBe(0)
  })

  it.each([[['gzip']], [['br']], [['deflate']], [['zstd']], [['gzip', 'gzip']], [['deflate', 'br']]] as [
    'gzip' | 'br' | 'deflate' | 'zstd',
  ][][])('compressed with %j is stopped while it unfolds', async (codings) => {
    const target = await use(startBombTarget(codings, codings[0] === 'gzip' ? 200 : 32))
    let result: Awaited<ReturnType<typeof get>> | undefined
    const grown = await growth(async () => {
      result = await get(target)
    })
    expect(result).toMatchObject({ ok: false, phase: 'body', code: 'bomb' })
    expect(grown).toBeLessThan(64)
  })

  it('compressed three times over is not unfolded at all', async () => {
    expect(await get(await use(startBombTarget(['gzip', 'gzip', 'gzip'], 1)))).toMatchObject({
      ok: false,
      phase: 'body',
      code: 'too_many_codings',
    })
    const layers = Array.from({ length: 1000 }, () => 'gzip').join(',')
    const target = await use(
      startRawHttpTarget(`HTTP/1.1 200 OK\r\ncontent-encoding: ${layers}\r\ncontent-length: 1\r\n\r\na`),
    )
    expect(await get(target)).toMatchObject({ ok: false, phase: 'body', code: 'too_many_codings' })
  })
})

describe('a server that breaks off', () => {
  it('with a reset, before and inside the body', async () => {
    expect(await get(await use(startResetTarget()))).toMatchObject({
      ok: false,
      phase: 'http',
      code: 'closed',
      fault: 'target',
    })
    expect(await get(await use(startResetTarget(1000)))).toMatchObject({ ok: false, phase: 'body', code: 'incomplete' })
  })

  it.each([
    ['too little body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', 'body', 'incomplete'],
    ['a chunk too few', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabc', 'body', 'incomplete'],
    ['a broken chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc', 'body', 'malformed'],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n', 'http', 'malformed'],
    ['half a status line', 'HTTP/1.1 2', 'http', 'closed'],
    [
      'both length and chunks',
      'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\nabc',
      'http',
      'malformed',
    ],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc', 'http', 'malformed'],
    ['a folded header', 'HTTP/1.1 200 OK\r\nx: a\r\n b\r\n\r\n', 'http', 'malformed'],
    [
      'an upgrade nobody asked for',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
      'http',
      'closed',
    ],
  ])('with %s', async (_what, answer, phase, code) => {
    expect(await get(await use(startRawHttpTarget(answer)))).toMatchObject({ ok: false, phase, code })
  })

  it('with a body that is no UTF-8, or claims a coding nobody knows: it is what it is', async () => {
    const bytes = Buffer.concat([
      Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\n'),
      Buffer.from([0xff, 0xfe, 0x00, 0xc3]),
    ])
    const result = await get(await use(startRawHttpTarget(bytes)))
    expect(result.ok && [...result.body]).toEqual([0xff, 0xfe, 0x00, 0xc3])
    const odd = await get(
      await use(startRawHttpTarget('HTTP/1.1 200 OK\r\ncontent-encoding: utf-8\r\ncontent-length: 2\r\n\r\nok')),
    )
    expect(odd.ok && odd.body.toString()).toBe('ok')
  })

  it('with a compression that is none', async () => {
    const target = await use(
      startRawHttpTarget('HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 5\r\n\r\nplain'),
    )
    expect(await get(target)).toMatchObject({ ok: false, phase: 'body', code: 'bad_encoding' })
  })
})

it('forty hostile servers at once leave no sockets and little memory behind', async () => {
  const starts = [
    startDripTarget,
    startEndlessHeaderTarget,
    startFloodTarget,
    startResetTarget,
    startBigHeaderTarget,
    startUnfinishedTarget,
    startSilentTarget,
    startEndlessContinueTarget,
  ]
  const targets = await Promise.all(
    Array.from({ length: 40 }, (_unused, at) => use<Target>((starts[at % starts.length] as () => Promise<Target>)())),
  )
  const grown = await growth(() => Promise.all(targets.map((target) => get(target, { timeoutMs: 500 }))))
  expect(grown / targets.length).toBeLessThan(16)
  await expect.poll(() => targets.reduce((sum, target) => sum + target.open(), 0)).toBe(0)
})
