import type { RatedFigure } from '@bongsu/contract/evidence.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openBrowsers } from '#test/browsers.ts'
import { type ChecksKit, openChecks } from '#test/checks.ts'
import { startSilentTarget } from '#test/targets/hostile-targets.ts'
import { type Answer, type HttpTarget, startHttpTarget, startTlsTarget } from '#test/targets/http-target.ts'

let browsers: ReturnType<typeof openBrowsers>
let kit: ChecksKit
const open: { close(): Promise<void> }[] = []
beforeAll(() => {
  browsers = openBrowsers()
  kit = openChecks({ browsers: browsers.browsers })
})
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
afterAll(async () => {
  await browsers.browsers.stop()
  await kit.room.stop?.(new AbortController().signal)
})

const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}
const site = (pages: Record<string, string | Answer>): Promise<HttpTarget> =>
  use(
    startHttpTarget((request, response) => {
      const page = pages[request.url.split('?')[0] ?? '']
      if (typeof page === 'function') return page(request, response)
      response.writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(page ?? 'nothing here')
    }),
  )
const look = (options: Record<string, unknown>, timeoutMs = 60_000) => kit.look('browser', options, timeoutMs)
type Groups = Record<string, Record<string, RatedFigure>>

/** Paints, shifts, blocks, complains and loads in a way that is known. */
const busyPage = `<!doctype html><title>busy</title>
  <div id="late"></div><h1 style="font-size:40px">A large heading that is the largest thing to be seen</h1>
  <img src="/missing.png"><img src="/pixel">
  <script>
    console.error('a complaint')
    const nextPaint = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 100)))
    nextPaint().then(() => {
      document.getElementById('late').style.height = '300px'
      return nextPaint()
    }).then(() => {
      const until = performance.now() + 300
      while (performance.now() < until);
      throw new Error('thrown on purpose')
    })
  </script>`

describe('a page in a real browser', () => {
  it('has all sixteen metrics measured, each with how good it is', async () => {
    const target = await site({
      '/': busyPage,
      '/old': (_request, response) => response.writeHead(302, { location: '/' }).end(),
      '/pixel': (_request, response) =>
        response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    })
    const outcome = await look({ url: `${target.url}/old` })
    expect(outcome).toMatchObject({ state: 'up', statusCode: 200 })
    const { performance, health, resources, network, memory } = outcome.evidence as Groups
    for (const name of [
      'time_to_first_byte',
      'first_contentful_paint',
      'largest_contentful_paint',
      'dom_content_loaded',
      'page_load_time',
    ]) {
      expect(performance?.[name]?.value, name).toBeGreaterThan(0)
      expect(performance?.[name], name).toMatchObject({ unit: 'ms', level: expect.stringMatching(/good|warn|bad/) })
    }
    expect(performance?.cumulative_layout_shift?.value).toBeGreaterThan(0.01)
    expect(performance?.total_blocking_time?.value).toBeGreaterThan(200)
    expect(health).toMatchObject({
      // The complaint itself, and the browser's own about the missing picture.
      console_errors: { value: 2, level: 'warn' },
      js_error_count: { value: 1, level: 'warn' },
    })
    expect(outcome.evidence.js_errors).toEqual(['thrown on purpose'])
    expect(resources).toMatchObject({ failed_resources: { value: expect.any(Number), level: 'warn' } })
    expect(resources?.resource_count?.value).toBeGreaterThanOrEqual(2)
    expect(resources?.resource_size?.value).toBeGreaterThan(busyPage.length)
    expect(network).toMatchObject({ redirect_count: { value: 1 } })
    expect(memory?.js_heap_size?.value).toBeGreaterThan(100_000)
    expect(outcome.evidence).toMatchObject({ url: `${target.url}/`, is_dom_ready: true, is_js_healthy: false })
    expect(JSON.stringify(outcome.evidence).length).toBeLessThan(16_000)
  })

  it('says that a quiet page is healthy, and takes its load time, not that of the browser', async () => {
    const target = await site({ '/': '<!doctype html><title>quiet</title><p>well</p>' })
    const outcome = await look({ url: `${target.url}/`, wait_for: 'p' })
    expect(outcome).toMatchObject({
      state: 'up',
      evidence: { is_js_healthy: true, performance: { cumulative_layout_shift: { value: 0, level: 'good' } } },
      assertions: [
        { what: 'status', passed: true },
        { what: 'element', passed: true },
      ],
    })
    const { performance } = outcome.evidence as Groups
    expect(outcome.durationMs).toBeCloseTo(performance?.page_load_time?.value ?? -1, 1)
  })

  it('leaves a picture and a report', async () => {
    const target = await site({ '/': busyPage })
    const { files } = await look({ url: `${target.url}/` })
    const [picture, report] = files ?? []
    expect(Buffer.from(picture?.bytes ?? []).toString('latin1', 8, 12)).toBe('WEBP')
    const { console: lines, network } = JSON.parse(Buffer.from(report?.bytes ?? []).toString())
    expect(lines.map(({ text }: { text: string }) => text)).toEqual(
      expect.arrayContaining(['a complaint', 'thrown on purpose']),
    )
    expect(network).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ url: `${target.url}/`, status: 200, type: 'document' }),
        expect.objectContaining({ url: `${target.url}/missing.png`, status: 404 }),
      ]),
    )
  })
})

describe('what a browser look says', () => {
  it.each([
    [{ expected_status: '200' }, '/gone', 'down', 'http'],
    [{ wait_for: '#never', timeout_ms: 6_000 }, '/', 'down', 'assertion'],
    [{ on_js_errors: 'down' }, '/broken', 'down', 'assertion'],
    [{ on_js_errors: 'degraded' }, '/broken', 'degraded', 'assertion'],
    [{}, '/broken', 'up', undefined],
  ])('%j at %s: %s %s', async ({ timeout_ms, ...options }: Record<string, unknown>, path, state, code) => {
    const target = await site({ '/': '<p>well</p>', '/broken': '<script>nothing.here()</script>' })
    const outcome = await look({ url: `${target.url}${path}`, ...options }, timeout_ms as number | undefined)
    expect(outcome.state).toBe(state)
    expect(outcome.errorCode).toBe(code)
  })

  it('a site that polls for ever is not down for that', async () => {
    const target = await site({
      '/': `<p>well</p><script>fetch('/poll')</script>`,
      '/poll': () => undefined,
    })
    expect(await look({ url: `${target.url}/` })).toMatchObject({ state: 'up' })
  })

  it('a picture that never comes makes it slow, not down', async () => {
    const target = await site({ '/': '<p>well</p><img src="/stuck">', '/stuck': () => undefined })
    expect(await look({ url: `${target.url}/` }, 8_000)).toMatchObject({ state: 'degraded', errorCode: 'slow' })
  })

  it('a page that blocks its own thread for ever is told so, and the browser lives on', async () => {
    const target = await site({ '/': '<p>well</p><script>setTimeout(() => { for (;;); }, 200)</script>' })
    const outcome = await look({ url: `${target.url}/` }, 12_000)
    expect(outcome).toMatchObject({ state: 'degraded', evidence: { is_js_healthy: false } })
    const well = await site({ '/': '<p>well</p>' })
    expect(await look({ url: `${well.url}/` })).toMatchObject({ state: 'up' })
  })

  it('nothing listens, a silent server, and a certificate nobody trusts are each what they are', async () => {
    const closed = await startHttpTarget()
    await closed.close()
    expect(await look({ url: closed.url })).toMatchObject({
      state: 'down',
      errorCode: 'connect',
      evidence: { code: 'ECONNREFUSED' },
    })
    const silent = await use(startSilentTarget())
    expect(await look({ url: `http://127.0.0.1:${silent.port}/` }, 6_000)).toMatchObject({
      state: 'down',
      errorCode: 'timeout',
    })
    const untrusted = await use(
      startTlsTarget({
        certificate: 'self-signed',
        answer: (_request, response) => response.setHeader('content-type', 'text/html').end('<p>well</p>'),
      }),
    )
    expect(await look({ url: untrusted.url })).toMatchObject({ state: 'down', errorCode: 'tls' })
    expect(await look({ url: untrusted.url, verify_tls: false })).toMatchObject({ state: 'up' })
  })

  it('sends its headers, and never shows them', async () => {
    const target = await site({
      '/': ({ headers }, response) =>
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<script>console.log('${headers['x-key']}')</script>`),
    })
    const outcome = await look({
      url: `${target.url}/?k=canary-secret`,
      headers: [{ name: 'X-Key', value: 'canary-secret' }],
    })
    expect(target.requests[0]?.headers['x-key']).toBe('canary-secret')
    const shown = JSON.stringify(outcome.evidence) + Buffer.from(outcome.files?.[1]?.bytes ?? []).toString()
    expect(shown).not.toContain('canary-secret')
  })
})

describe('where no browser can be used', () => {
  it.each([
    ['nobody joined one', undefined],
    ['there is none', openBrowsers({ path: '/nowhere/chromium' }).browsers],
  ])('because %s, a monitor is unknown and never down', async (_why, none) => {
    const without = openChecks(none ? { browsers: none } : {})
    expect(await without.look('browser', { url: 'http://127.0.0.1:1/' })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
    })
  })

  it('an address that may not be reached is refused before a browser starts', async () => {
    const closed = openBrowsers({ allowed: [] })
    const guarded = openChecks({ allowed: [], browsers: closed.browsers })
    expect(await guarded.look('browser', { url: 'http://127.0.0.1:1/' })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
    })
    expect(closed.browsers.pid()).toBe(null)
  })
})
