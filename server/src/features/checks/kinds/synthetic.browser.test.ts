import type { ReportStep, RunReport } from '@bongsu/contract/artifacts.ts'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readZip } from '#kernel/zip.ts'
import { openBrowsers } from '#test/browsers.ts'
import { type ChecksKit, openChecks } from '#test/checks.ts'
import { startCanaries } from '#test/targets/canaries.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'
import type { LookProgress } from '../look-progress.ts'
import type { Outcome } from '../outcome.ts'
import { kindOf } from './catalogue.ts'

let browsers: ReturnType<typeof openBrowsers>
let kit: ChecksKit
let shop: HttpTarget
const open: { close(): Promise<void> }[] = []

const password = 'correct horse & "battery"'
const pages: Record<string, string> = {
  '/': `<!doctype html><title>Shop</title>
    <form method="post" action="/session">
      <input id="email" name="email"><input id="password" name="password" type="text" style="width:400px">
      <select id="city"><option value="s">Seoul</option><option value="b">Busan</option></select>
      <button>Sign in</button>
    </form>
    <p id="order" data-number="A-17">Order   <b>A-17</b></p>
    <ul><li>one</li><li>two</li><li>three</li></ul>
    <div id="menu" onmouseover="this.textContent = 'opened'">menu</div>
    <input id="search" onkeydown="if (event.key === 'Enter') document.title = 'searched'">
    <a id="popup" href="/second" target="_blank">second</a><a id="file" href="file:///etc/passwd">file</a>
    <script>console.log('shop is open'); document.cookie = 'visit=first'</script>`,
  '/second': '<!doctype html><title>Second</title><h1>second page</h1>',
}

beforeAll(async () => {
  browsers = openBrowsers()
  kit = openChecks({ browsers: browsers.browsers })
  shop = await startHttpTarget(({ url, method, body, headers }, response) => {
    response.setHeader('content-type', 'text/html')
    if (method === 'POST') {
      const given = new URLSearchParams(body).get('password')
      response.setHeader('set-cookie', `session=canary-session; Path=/`)
      response.end(
        `<!doctype html><title>In</title><h1>${given === password ? 'Welcome' : 'Wrong'}</h1>
         <p id="echo">You said ${given}</p><script>console.log(${JSON.stringify(`token ${given}`)})</script>`,
      )
      return
    }
    if (url === '/broken') return response.writeHead(503).end('out of order')
    if (url === '/who') return response.end(headers.cookie ?? 'nobody')
    const page = pages[url.split('?')[0] ?? '']
    response.writeHead(page === undefined ? 404 : 200).end(page ?? '')
  })
})
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
afterAll(async () => {
  await browsers.browsers.stop()
  await shop.close()
})

const walk = (steps: object[], more: Record<string, unknown> = {}, timeoutMs = 60_000) =>
  kit.look('synthetic', { start_url: `${shop.url}/`, steps, ...more }, timeoutMs)
const stepsOf = ({ evidence }: Outcome) => evidence.step_results as ReportStep[]
const fileOf = ({ files }: Outcome, type: string): Buffer =>
  Buffer.from(files?.find((file) => file.type === type)?.bytes ?? [])

const signIn = [
  { action: 'fill', selector: '#email', value: 'watch@example.com' },
  { action: 'fill', selector: '#password', value: '{{password}}' },
  { action: 'click', selector: 'button' },
  { action: 'assert_text', selector: 'h1', value: 'Welcome' },
]
const secret = { variables: [{ name: 'password', value: password }] }

describe('a scenario', () => {
  it('does every action there is', async () => {
    const outcome = await walk(
      [
        { action: 'type', selector: '#email', value: 'watch' },
        { action: 'select', selector: '#city', value: 'Busan' },
        { action: 'extract', selector: '#city', value: 'value', variable: 'city' },
        { action: 'hover', selector: '#menu' },
        { action: 'assert_text', selector: '#menu', value: 'opened' },
        { action: 'press', selector: '#search', value: 'Enter' },
        { action: 'assert_count', selector: 'li', value: '3' },
        { action: 'assert_count', selector: 'li', value: '>=2' },
        { action: 'extract', selector: '#order', variable: 'order' },
        { action: 'extract', selector: '#order', value: 'data-number', variable: 'number' },
        { action: 'assert_text', value: 'Order {{number}}' },
        { action: 'assert_element', selector: '#nothing', value: 'detached' },
        { action: 'assert_element', selector: 'text=Sign in' },
        { action: 'wait', value: '10' },
        { action: 'wait', selector: 'ul' },
        { action: 'screenshot' },
        { action: 'click', selector: '#popup' },
        { action: 'assert_text', value: 'second page' },
        { action: 'navigate', value: '/second?from={{number}}' },
        { action: 'assert_url', value: 'from=A-17' },
        { action: 'fill', selector: 'h1', value: 'x', timeout: 500 },
      ],
      { name: 'Everything' },
    )
    expect(
      stepsOf(outcome)
        .filter(({ passed }) => !passed)
        .map(({ step_number }) => step_number),
    ).toEqual([21])
    expect(outcome).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      message: { en: expect.stringMatching(/^Step 21 failed/) },
      evidence: {
        name: 'Everything',
        total_steps: 21,
        passed_steps: 20,
        failed_steps: 1,
        all_passed: false,
        extracted: { city: 'b', order: 'Order A-17', number: 'A-17' },
      },
    })
    expect(stepsOf(outcome)[20]?.current_url).toBe(`${shop.url}/second?from=A-17`)
  })

  it('tells each step as it comes, without what is secret', async () => {
    const told: LookProgress[] = []
    const options = kindOf('synthetic')?.options.parse({ start_url: `${shop.url}/`, steps: signIn, ...secret })
    await kit.checks.lookOnce('synthetic', options as Record<string, unknown>, {
      timeoutMs: 60_000,
      onProgress: (progress) => void told.push(progress),
    })
    expect(told.map(({ phase, step }) => `${phase} ${step?.number ?? ''}`.trim())).toEqual([
      ...['queue', 'browser', 'navigate', 'step 1', 'step 2', 'step 3', 'step 4', 'recordings'],
    ])
    const first = told.find(({ plan }) => plan)
    expect(first?.label.en).toBe(`Go to an address · ${shop.url}/`)
    expect(first?.plan?.map(({ en }) => en)).toEqual([
      'Fill in a field · #email',
      'Fill in a field · #password',
      'Click · button',
      'Check a text · h1',
    ])
    expect(JSON.stringify(told)).not.toContain(password)
  })

  it('signs in, and is up', async () => {
    const outcome = await walk(signIn, secret)
    expect(outcome).toMatchObject({ state: 'up', evidence: { all_passed: true, passed_steps: 4 } })
    expect(stepsOf(outcome).map(({ step_number, action }) => `${step_number} ${action}`)).toEqual([
      '0 navigate',
      '1 fill',
      '2 fill',
      '3 click',
      '4 assert_text',
    ])
    expect(shop.requests.findLast(({ method }) => method === 'POST')?.body).toContain('correct+horse')
  })

  it('skips the rest after a failure, says where and why, with a picture of it', async () => {
    const outcome = await walk(
      [{ action: 'assert_text', selector: 'h1, b', value: 'Goodbye', timeout: 1000 }, ...signIn],
      secret,
    )
    const [, failed, ...rest] = stepsOf(outcome)
    expect(failed).toMatchObject({ passed: false, error_message: { en: '"Goodbye" is not there. What is: A-17' } })
    expect(rest).toHaveLength(4)
    for (const step of rest) {
      expect(step).toMatchObject({ skipped: true, error_message: { ko: '이전 스텝 실패로 건너뜀' } })
    }
    const names = outcome.files?.map(({ type, name }) => `${type} ${name}`)
    expect(names).toEqual(['screenshot step-0', 'screenshot step-1', 'report report', 'trace trace', 'har har'])
  })

  it('leaves a report with console and network, a trace and a HAR that others can read', async () => {
    const outcome = await walk(signIn, secret)
    const report = JSON.parse(fileOf(outcome, 'report').toString()) as RunReport
    expect(report.console.map(({ text }) => text)).toContain('shop is open')
    expect(report.network).toContainEqual(
      expect.objectContaining({ url: `${shop.url}/session`, method: 'POST', status: 200 }),
    )
    const har = JSON.parse(fileOf(outcome, 'har').toString())
    expect(har.log.entries.map((entry: { request: { url: string } }) => entry.request.url)).toContain(
      `${shop.url}/session`,
    )
    const trace = readZip(fileOf(outcome, 'trace'))
    expect(trace.map(({ name }) => name)).toEqual(expect.arrayContaining(['trace.trace', 'trace.network']))
    expect(trace.find(({ name }) => name === 'trace.trace')?.bytes.toString()).toContain('#password')
  })
})

describe('a secret of a scenario', () => {
  it('is nowhere in what is kept: evidence, console, network, trace, HAR', async () => {
    const outcome = await walk(
      [
        ...signIn,
        { action: 'extract', selector: '#echo', variable: 'echo' },
        { action: 'assert_text', value: 'never', timeout: 500 },
      ],
      secret,
    )
    expect(outcome.state).toBe('down')
    const shown = [
      JSON.stringify(outcome.evidence) + JSON.stringify(outcome.message),
      fileOf(outcome, 'report').toString(),
      fileOf(outcome, 'har').toString(),
      ...readZip(fileOf(outcome, 'trace')).map(({ bytes }) => bytes.toString()),
    ]
    const spellings = [
      password,
      JSON.stringify(password).slice(1, -1),
      encodeURIComponent(password),
      new URLSearchParams({ p: password }).toString().slice(2),
      'canary-session',
    ]
    for (const text of shown) for (const spelling of spellings) expect(text).not.toContain(spelling)
    for (const text of [shown[0], shown[1], shown[2], shown.slice(3).join('')]) expect(text).toContain('•••')
  })

  it('is covered in pictures where it was entered and where the page shows it', async () => {
    const dark = { r: 0x5c, g: 0x5f, b: 0x66 }
    const coveredPixels = async (outcome: Outcome, name: string) => {
      const bytes = outcome.files?.find((file) => file.name === name)?.bytes
      const { data } = await sharp(Buffer.from(bytes ?? []))
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true })
      let count = 0
      for (let at = 0; at < data.length; at += 3) {
        const distance =
          Math.abs((data[at] ?? 0) - dark.r) +
          Math.abs((data[at + 1] ?? 0) - dark.g) +
          Math.abs((data[at + 2] ?? 0) - dark.b)
        if (distance < 12) count++
      }
      return count
    }
    const outcome = await walk(signIn, secret)
    expect(await coveredPixels(outcome, 'step-1')).toBeLessThan(500)
    expect(await coveredPixels(outcome, 'step-2')).toBeGreaterThan(3_000)
    expect(await coveredPixels(outcome, 'step-4')).toBeGreaterThan(1_000)
  })
})

describe('what a scenario says of what went wrong', () => {
  it('a start address that nobody answers at is a connection, not a step', async () => {
    const closed = await startHttpTarget()
    await closed.close()
    expect(await walk(signIn, { ...secret, start_url: closed.url })).toMatchObject({
      state: 'down',
      errorCode: 'connect',
    })
  })

  it('a page that answers with an error is a failed step', async () => {
    expect(await walk([{ action: 'navigate', value: '/broken' }])).toMatchObject({
      state: 'down',
      message: { en: 'Step 1 failed: It answered HTTP 503.' },
    })
  })

  it('the whole has a limit of its own, and still ends with its pictures', async () => {
    const outcome = await walk([{ action: 'wait', value: '60000', timeout: 60_000 }], { timeout: 5_000 })
    expect(outcome).toMatchObject({ state: 'down', errorCode: 'timeout' })
    expect(outcome.files?.map(({ type }) => type)).toContain('trace')
    expect(outcome.durationMs).toBeGreaterThanOrEqual(4_900)
  })

  it('it goes to no file and to no address that is closed', async () => {
    const forbidden = await startCanaries(['127.0.0.5'])
    open.push(forbidden)
    const closed = openBrowsers({ allowed: ['127.0.0.1/32'] })
    const guarded = openChecks({ allowed: ['127.0.0.1/32'], browsers: closed.browsers })
    try {
      const steps = [{ action: 'navigate', value: `http://127.0.0.5:${forbidden.port}/` }]
      const outcome = await guarded.look('synthetic', { start_url: `${shop.url}/`, steps }, 60_000)
      expect(outcome).toMatchObject({ state: 'unknown', errorCode: 'config' })
      expect(forbidden.touched()).toBe(0)
    } finally {
      await closed.browsers.stop()
    }
    const clicked = await walk([
      { action: 'click', selector: '#file' },
      { action: 'assert_url', value: shop.url },
    ])
    expect(clicked).toMatchObject({ state: 'up' })
  })
})

describe('the options of a scenario', () => {
  const refusals = (options: object) =>
    (kindOf('synthetic')?.options.safeParse({ start_url: 'https://example.com/', ...options }).error?.issues ?? []).map(
      ({ path, message }) => `${path.join('.')}: ${message}`,
    )
  it.each([
    [{ steps: [] }, /^steps/],
    [{ steps: [{ action: 'click' }] }, /needs a selector/],
    [{ steps: [{ action: 'fill', selector: '#a' }] }, /needs a value/],
    [{ steps: [{ action: 'evaluate', value: 'alert(1)' }] }, /^steps\.0\.action/],
    [{ steps: [{ action: 'navigate', value: 'file:///etc/passwd' }] }, /Only http and https/],
    [{ steps: [{ action: 'navigate', value: 'javascript:alert(1)' }] }, /Only http and https/],
    [
      { steps: [{ action: 'navigate', value: 'https://{{host}}/' }], variables: [{ name: 'host', value: 'x' }] },
      /must not be a variable/,
    ],
    [{ steps: [{ action: 'fill', selector: '#a', value: '{{nobody}}' }] }, /^steps\.0\.value: .*nobody/],
    [{ steps: [{ action: 'assert_count', selector: 'a', value: 'many' }] }, /Write it like/],
    [{ steps: [{ action: 'wait', value: '90000' }] }, /time of 0 to 60000/],
    [{ steps: signIn.slice(0, 1), timeout: 4_999 }, /^timeout/],
    [{ steps: signIn.slice(0, 1), timeout: 120_001 }, /^timeout/],
    [{ steps: signIn.slice(0, 1), viewport_width: 319 }, /^viewport_width/],
    [{ steps: signIn.slice(0, 1), viewport_height: 1_081 }, /^viewport_height/],
  ])('%j is refused', (options, why) => {
    expect(refusals(options)).toEqual([expect.stringMatching(why)])
  })

  it('name every host a secret could follow to', () => {
    const options = kindOf('synthetic')?.options.parse({
      start_url: 'https://example.com/',
      steps: [
        { action: 'navigate', value: '/next' },
        { action: 'navigate', value: 'https://other.example/x' },
      ],
    }) as Record<string, unknown>
    expect(kindOf('synthetic')?.reaches?.(options)).toEqual(['example.com', 'other.example'])
  })
})
