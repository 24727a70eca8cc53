import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hour } from '#kernel/clock.ts'
import { openChecks } from '#test/checks.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'
import type { LookMemory, Outcome } from '../outcome.ts'
import { change } from './change.ts'

const clock = new FakeClock('2026-03-02T00:00:00Z')
const { checks, room } = openChecks({ clock })
afterAll(() => room.stop?.(new AbortController().signal))

const pageWith = (main: string, aside = ''): string =>
  `<!doctype html><html><head><title>T</title><script>var t = ${Math.random()}</script></head>
  <body><aside>${aside}</aside><main>${main}</main></body></html>`

describe('a change of content', () => {
  let target: HttpTarget
  let served: { status?: number; body: string; headers?: Record<string, string> }
  let memory: LookMemory | undefined

  beforeEach(async () => {
    memory = undefined
    served = { body: pageWith('<p>Price: 10</p><p>In stock</p>') }
    target = await startHttpTarget((_request, response) =>
      response.writeHead(served.status ?? 200, { 'content-type': 'text/html', ...served.headers }).end(served.body),
    )
  })
  afterEach(() => target.close())

  /** One look after the other, each with what the one before left. */
  async function look(options: object = {}): Promise<Outcome> {
    clock.jump(hour)
    const asked = change.options.parse({ url: target.url, ...options })
    const outcome = await checks.lookOnce('change', asked, { timeoutMs: 20_000, before: memory })
    memory = outcome.memory ?? memory
    return outcome
  }
  const serve = (main: string, aside?: string): void => {
    served = { body: pageWith(main, aside) }
  }

  it('is told once, with what changed, and not again until the next one', async () => {
    expect(await look()).toMatchObject({ state: 'up', message: { en: expect.stringContaining('first look') } })
    const same = await look()
    expect(same).toMatchObject({ state: 'up' })
    expect(same.memory).toBeUndefined()
    expect(same.notices).toBeUndefined()
    serve('<p>Price: 12</p><p>In stock</p>')
    const outcome = await look()
    expect(outcome.notices).toMatchObject([
      { type: 'content_changed', severity: 'warning', details: { lines_added: 1, lines_removed: 1 } },
    ])
    expect(outcome.message.en).toBe('The content of the page has changed (1 added, 1 removed): + Price: 12')
    expect(outcome.evidence.diff).toContain('-Price: 10\n+Price: 12\n In stock')
    expect(outcome.evidence.sha256).toBe(createHash('sha256').update('Price: 12\nIn stock').digest('hex'))
    expect((await look()).notices).toBeUndefined()
  })

  it('has one name for looks that see the same, and another when it happens again', async () => {
    await look()
    const before = memory
    serve('<p>Price: 12</p>')
    const [key] = (await look()).notices?.map((notice) => notice.key) ?? []
    const after = memory
    memory = before
    expect((await look()).notices?.[0]?.key).toBe(key)
    memory = after
    await look()
    serve('<p>Price: 10</p><p>In stock</p>')
    await look()
    await look()
    serve('<p>Price: 12</p>')
    expect((await look()).notices?.[0]?.key).not.toBe(key)
  })

  it('is seen by people: scripts and white space do not count, unless the source is compared', async () => {
    await look()
    served = { body: pageWith('<p>Price:\n   10</p>\n\n<p>In stock</p>') }
    expect((await look()).message.en).toContain('has been the same')
    memory = undefined
    await look({ compare: 'source' })
    served = { body: pageWith('<p>Price: 10</p><p>In stock</p>') }
    expect((await look({ compare: 'source' })).notices).toHaveLength(1)
  })

  it('is looked for in the elements of a selector, without what is to be ignored', async () => {
    const options = { selector: 'main p', ignore: ['[0-9,]+ views', 'as of .*'] }
    serve('<p>Terms 1</p><p>12 views</p><p>as of Monday</p>', 'ad 1')
    await look(options)
    serve('<p>Terms 1</p><p>1,345 views</p><p>as of Tuesday</p>', 'ad 2')
    expect((await look(options)).notices).toBeUndefined()
    serve('<p>Terms 2</p><p>1,345 views</p>', 'ad 2')
    expect((await look(options)).notices).toHaveLength(1)
    serve('', 'ad 2')
    expect(await look(options)).toMatchObject({ state: 'down', errorCode: 'assertion' })
    serve('<p>Terms 2</p>', 'ad 3')
    expect((await look(options)).notices).toBeUndefined()
  })

  it('is never seen in an error page, which is never compared with either', async () => {
    served = { status: 503, body: pageWith('Down for maintenance') }
    const first = await look()
    expect(first).toMatchObject({ state: 'down', errorCode: 'http' })
    expect(first.memory).toBeUndefined()
    served = { body: pageWith('<p>Price: 10</p>') }
    await look({ contains: ['Price'] })
    served = { body: pageWith('Error establishing a database connection') }
    expect(await look({ contains: ['Price'] })).toMatchObject({ state: 'down', errorCode: 'assertion' })
    served = { body: pageWith('') }
    expect(await look()).toMatchObject({ state: 'down' })
    served = { status: 500, body: pageWith('oops') }
    await look()
    served = { body: pageWith('<p>Price: 10</p>') }
    expect((await look()).notices).toBeUndefined()
  })

  it('of a page that is never the same is told twice, then what to do about it', async () => {
    const states: string[] = []
    let told = 0
    for (let count = 0; count < 7; count++) {
      serve(`<p>${count}</p>`)
      const outcome = await look()
      states.push(outcome.state)
      told += outcome.notices?.length ?? 0
    }
    expect(told).toBe(2)
    expect(states).toEqual(['up', 'up', 'up', 'degraded', 'degraded', 'degraded', 'degraded'])
    await look()
    serve('<p>new</p>')
    expect((await look()).notices).toHaveLength(1)
  })

  it('counts only once it was seen in a row, where that is asked for', async () => {
    await look({ confirm: 3 })
    serve('<p>Price: 12</p>')
    expect((await look({ confirm: 3 })).message.en).toContain('1 of 3')
    expect((await look({ confirm: 3 })).notices).toBeUndefined()
    expect((await look({ confirm: 3 })).notices).toHaveLength(1)
  })

  it('begins anew when somebody watches something else', async () => {
    await look()
    expect((await look({ selector: 'main' })).message.en).toContain('first look')
    expect((await look({ selector: 'main', degraded_ms: 299_999 })).message.en).toContain('has been the same')
  })

  it('keeps no secret that the page repeats', async () => {
    const headers = [{ name: 'x-key', value: 'canary-header' }]
    served = { body: pageWith('<p>you are canary-header</p>') }
    await look({ headers, compare: 'source' })
    expect(Buffer.from(JSON.parse(memory?.json ?? '{}').baseline.packed, 'base64').toString('latin1')).not.toContain(
      'canary',
    )
    served = { body: pageWith('<p>hello canary-header</p>') }
    const outcome = await look({ headers, compare: 'source' })
    expect(outcome.notices).toHaveLength(1)
    expect(JSON.stringify(outcome)).not.toContain('canary')
  })

  it('of a page beyond what can be kept is told without its lines, and a page that was cut is not compared', async () => {
    const noise = (seed: number) =>
      Array.from(
        { length: 4_000 },
        (_, at) => `<p>${createHash('sha256').update(`${seed} ${at}`).digest('hex')}</p>`,
      ).join('')
    serve(noise(1))
    await look()
    expect((memory?.json.length ?? 0) < 1_000).toBe(true)
    serve(noise(2))
    const outcome = await look()
    expect(outcome.notices?.[0]?.message.en).toBe('The content of the page has changed.')
    expect(await look({ max_body_kb: 10 })).toMatchObject({ state: 'unknown', errorCode: 'config' })
  })
})
