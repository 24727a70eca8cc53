import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { parseInput } from '#platform/operations/parse.ts'
import { openChecks } from '#test/checks.ts'
import { type Answer, type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'
import { kindOf } from './catalogue.ts'
import type { AnyCheckKind } from './contract.ts'

const { look, room } = openChecks()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
afterAll(() => room.stop?.(new AbortController().signal))

const kind = kindOf('api') as AnyCheckKind
const token = 'tok/en "quoted" 7f3a9c'
const password = 'hunter2-correct'

async function serve(answer: Answer): Promise<HttpTarget> {
  const target = await startHttpTarget(answer)
  open.push(target)
  return target
}

/** A small API: sign in, then ask with what the sign-in gave. It likes to repeat what it was sent. */
const shop: Answer = ({ method, url, headers, body }, response) => {
  const path = new URL(url, 'http://shop').pathname
  const json = (status: number, value: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  if (method === 'POST' && path === '/login') {
    if (JSON.parse(body).password !== password) return json(401, { error: `no such password: ${body}` })
    response.setHeader('x-session', 'sess-123456')
    return json(200, { token, user: { id: 42, name: 'kim' } })
  }
  if (headers['x-token'] !== encodeURIComponent(token) && headers.authorization === undefined)
    return json(403, { sent: headers['x-token'] })
  if (path === '/users/42') return json(200, { id: 42, active: true, echo: headers['x-token'] })
  if (path.startsWith('/echo/')) return json(200, { path, query: url, body })
  return json(404, { error: 'not found', saw: headers })
}

const login = (url: string) => ({
  url: `${url}/login`,
  method: 'POST',
  body: '{"user":"kim","password":"{{password}}"}',
  variables: [{ name: 'password', value: password }],
  expected_status: '200',
  captures: [
    { name: 'token', from: 'json', expression: '$.token' },
    { name: 'id', from: 'json', expression: '$.user.id', is_hidden: false },
    { name: 'session', from: 'header', expression: 'X-Session' },
    { name: 'user', from: 'body', expression: '"name":"(\\w+)"', is_hidden: false },
  ],
})

describe('one request', () => {
  it('is verified like the specification says, with what came', async () => {
    const target = await serve((_request, response) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{"ok":true,"n":1}}'),
    )
    const outcome = await look('api', {
      url: `${target.url}/health`,
      expected_status: '200',
      max_response_ms: 60_000,
      json: [{ path: '$.data.ok', operator: 'equals', value: true }],
    })
    expect(outcome).toMatchObject({
      state: 'up',
      statusCode: 200,
      message: { ko: 'HTTP 200, 검증 3개를 모두 통과했습니다.' },
      assertions: [
        { what: 'status', expected: '200', got: '200', passed: true },
        { what: 'response_ms', expected: '≤ 60000', passed: true },
        { what: 'json $.data.ok', expected: 'equals true', got: 'true', passed: true },
      ],
      evidence: {
        all_passed: true,
        content_type: 'application/json',
        is_json: true,
        response_body: '{"data":{"ok":true,"n":1}}',
      },
    })
  })

  it('shows 1000 characters of a body, however long', async () => {
    const target = await serve((_request, response) => response.end('가'.repeat(5000)))
    const { evidence } = await look('api', { url: target.url })
    expect(evidence).toMatchObject({ is_json: false, response_body: '가'.repeat(1000) })
  })

  it('that is answered badly, late or otherwise than expected is down, and says how', async () => {
    const target = await serve((_request, response) =>
      setTimeout(() => response.writeHead(503, { 'content-type': 'text/plain' }).end('busy'), 30),
    )
    expect(await look('api', { url: target.url })).toMatchObject({
      state: 'down',
      errorCode: 'http',
      evidence: { all_passed: false, response_body: 'busy' },
    })
    expect(await look('api', { url: target.url, expected_status: '503', max_response_ms: 1 })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [{ passed: true }, { what: 'response_ms', expected: '≤ 1', passed: false }],
    })
    expect(await look('api', { url: target.url, expected_status: '503', degraded_ms: 1 })).toMatchObject({
      state: 'degraded',
      errorCode: 'slow',
    })
    expect(await look('api', { url: 'http://127.0.0.1:1/' })).toMatchObject({ state: 'down', errorCode: 'connect' })
  })
})

describe('a chain', () => {
  it('goes on with what the requests before gave', async () => {
    const target = await serve(shop)
    const outcome = await look('api', {
      ...login(target.url),
      steps: [
        {
          name: 'who',
          url: `${target.url}/users/{{id}}`,
          headers: [{ name: 'X-Token', value: '{{ token }}' }],
          json: [{ path: '$.id', operator: 'equals', value: '{{id}}' }],
          expected_status: '200,403',
        },
        {
          name: 'echo',
          url: `${target.url}/echo/{{token}}?q={{user}}&s={{session}}`,
          method: 'POST',
          headers: [{ name: 'Authorization', value: 'Bearer x' }],
          body: '{"t":"{{token}}","id":{{id}}}',
        },
      ],
    })
    // The token holds characters no header minds, a path and JSON do.
    expect(target.requests.map(({ method, url }) => `${method} ${url}`)).toEqual(['POST /login', 'GET /users/42'])
    expect(outcome).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      message: { en: expect.stringMatching(/^Request 2 of 3 \(who\): /) },
      evidence: {
        steps: [
          { step_number: 1, action: 'POST', status: 200, passed: true, error_message: null },
          { action: 'GET', description: 'who', target: `${target.url}/users/{{id}}`, status: 403, passed: false },
          { description: 'echo', status: null, passed: false, skipped: true },
        ],
      },
    })
  })

  it('writes a value so that it ends no path, no query, no JSON string and no form', async () => {
    const target = await serve(shop)
    const echo = (name: string, more: object) => ({
      name,
      method: 'POST',
      url: `${target.url}/echo/{{token}}?q={{token}}`,
      headers: [{ name: 'Authorization', value: 'Bearer x' }],
      ...more,
    })
    const outcome = await look('api', {
      ...login(target.url),
      steps: [
        echo('json', { body: '{"t":"{{token}}","id":{{id}}}' }),
        echo('form', { body: 't={{token}}&u={{user}}', content_type: 'application/x-www-form-urlencoded' }),
        echo('plain', { body: 'token: {{token}}', content_type: 'text/plain' }),
      ],
    })
    expect(outcome).toMatchObject({ state: 'up', message: { en: 'All 4 requests passed.' } })
    const encoded = encodeURIComponent(token)
    expect(target.requests.slice(1).map(({ url }) => url)).toEqual(Array(3).fill(`/echo/${encoded}?q=${encoded}`))
    expect(JSON.parse(target.requests[1]?.body ?? '')).toEqual({ t: token, id: 42 })
    expect(new URLSearchParams(target.requests[2]?.body).get('t')).toBe(token)
    expect(target.requests[3]?.body).toBe(`token: ${token}`)
  })

  it('never shows a value it was told to keep, however a server sends it back', async () => {
    const target = await serve(shop)
    const variants = [
      { url: `${target.url}/echo/{{token}}?s={{session}}`, method: 'POST', body: '{"a":"{{token}}{{password}}"}' },
      { url: `${target.url}/echo/x`, method: 'POST', body: `${'x'.repeat(920)}{{token}}`, content_type: 'text/plain' },
      { url: `${target.url}/nothing`, json: [{ path: '$.saw.x', operator: 'equals', value: '{{token}}' }] },
      {
        url: `${target.url}/nothing`,
        expected_status: '404',
        contains: ['{{token}}'],
        json: [{ path: '$.saw', operator: 'equals', value: '{{session}}' }],
      },
    ]
    for (const [at, step] of variants.entries()) {
      const outcome = await look('api', {
        ...login(target.url),
        steps: [
          {
            name: 'step',
            headers: [
              { name: 'Authorization', value: 'Bearer {{session}}' },
              { name: 'X-Session-Copy', value: 'a {{session}} b' },
            ],
            ...step,
          },
        ],
      })
      expect(outcome.evidence.saved, String(at)).toEqual({ token: '•••', id: 42, session: '•••', user: 'kim' })
      const shown = JSON.stringify(outcome)
      for (const secret of [token, encodeURIComponent(token), 'tok/en', 'tok%2Fen', '7f3a9c', 'sess-123456', password])
        expect(shown, `${at} ${secret}`).not.toContain(secret)
    }
  })

  it('stops where a value is not there, and says which', async () => {
    const target = await serve((_request, response) => response.end('{"a":{"b":1}}'))
    const saving = (capture: object) =>
      look('api', {
        url: target.url,
        captures: [{ name: 'v', ...capture }],
        steps: [{ name: 'next', url: target.url }],
      })
    expect(await saving({ from: 'json', expression: '$.none' })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [{}, { what: '1: save v', expected: '$.none', got: 'nothing', passed: false }],
      evidence: { steps: [{ passed: false }, { skipped: true }] },
    })
    expect(await saving({ from: 'json', expression: '$.a' })).toMatchObject({ assertions: [{}, { got: 'an object' }] })
    expect(await saving({ from: 'header', expression: 'x-none' })).toMatchObject({
      assertions: [{}, { got: 'absent' }],
    })
    expect(await saving({ from: 'body', expression: 'z(.)' })).toMatchObject({ assertions: [{}, { got: 'no match' }] })
    expect(target.requests).toHaveLength(4)
  })

  it('does not write what a server gave where it cannot stand', async () => {
    const target = await serve((_request, response) =>
      response.end(JSON.stringify({ dots: '..', lines: 'a\r\nX-Evil: 1', words: 'two words' })),
    )
    const next = (expression: string, step: object) =>
      look('api', {
        url: target.url,
        captures: [{ name: 'v', from: 'json', expression }],
        steps: [{ name: 'next', url: `${target.url}/a`, ...step }],
      })
    for (const outcome of [
      await next('$.dots', { url: `${target.url}/a/{{v}}/b` }),
      await next('$.lines', { headers: [{ name: 'x-a', value: '{{v}}' }] }),
      await next('$.words', { auth: { type: 'bearer', token: '{{v}}' } }),
    ])
      expect(outcome).toMatchObject({
        state: 'down',
        errorCode: 'assertion',
        evidence: { steps: [{}, { passed: false, skipped: false }] },
      })
    expect(target.requests).toHaveLength(3)
  })

  it('has one time limit for all of it', async () => {
    const target = await serve(({ url }, response) => (url === '/slow' ? undefined : response.end('{}')))
    expect(
      await look('api', { url: target.url, steps: [{ name: 'slow', url: `${target.url}/slow` }] }, 700),
    ).toMatchObject({ state: 'down', errorCode: 'timeout', message: { en: expect.stringContaining('(slow)') } })
  })

  it('is degraded by one slow request, and goes on', async () => {
    const target = await serve((_request, response) => setTimeout(() => response.end('{}'), 30))
    expect(
      await look('api', { url: target.url, degraded_ms: 1, steps: [{ name: 'next', url: target.url }] }),
    ).toMatchObject({
      state: 'degraded',
      errorCode: 'slow',
      evidence: {
        steps: [{ passed: true, error_message: { en: expect.stringContaining('slowly') } }, { passed: true }],
      },
    })
  })
})

it('every host of a chain is known before it is run', () => {
  const options = parseInput(
    kind.options,
    {
      url: 'https://a.example/',
      auth: { type: 'oauth2', token_url: 'https://b.example/t', client_id: 'x', client_secret: 'y' },
      steps: [
        { name: 'c', url: 'https://c.example/{{x}}' },
        { name: 'd', url: 'https://a.example/2' },
      ],
      variables: [{ name: 'x', value: 'secret' }],
    },
    'en',
  )
  expect(kind.reaches?.(options)).toEqual(['a.example', 'b.example', 'c.example'])
  expect(kind.secrets).toEqual(
    expect.arrayContaining(['variables[].value', 'steps[].headers[].value', 'steps[].auth.token', 'headers[].value']),
  )
})

const url = 'https://example.com/'
it.each([
  [{ url: 'https://{{host}}/' }, 'url'],
  [{ url: 'https://a.{{host}}.example/' }, 'url'],
  [{ url: '{{url}}' }, 'url'],
  [{ url: 'https://example.com/{{id}}' }, 'url'],
  [{ body: '{{id}}' }, 'body'],
  [{ headers: [{ name: 'x', value: '{{id}}' }] }, 'headers[0].value'],
  [{ captures: [{ name: '1a', expression: '$.a' }] }, 'captures[0].name'],
  [{ captures: [{ name: 'a', expression: 'a.b' }] }, 'captures[0].expression'],
  [{ captures: [{ name: 'a', from: 'body', expression: '(?=a)' }] }, 'captures[0].expression'],
  [{ captures: [{ name: 'a', from: 'header', expression: 'a b' }] }, 'captures[0].expression'],
  [
    {
      captures: [
        { name: 'a', expression: '$.a' },
        { name: 'a', expression: '$.b' },
      ],
    },
    'captures[1].name',
  ],
  [
    {
      steps: [
        { name: 'a', url },
        { name: 'a', url },
      ],
    },
    'steps[1].name',
  ],
  [{ steps: [{ url }] }, 'steps[0].name'],
  [{ steps: [{ name: 'a', url, contains: ['{{later}}'] }] }, 'steps[0].contains[0]'],
  [{ steps: [{ name: 'a', url: 'ftp://example.com/' }] }, 'steps[0].url'],
  [{ variables: [{ name: 'a', value: '' }] }, 'variables[0].value'],
  [{ max_response_ms: 0 }, 'max_response_ms'],
  [{ steps: Array.from({ length: 20 }, (_none, at) => ({ name: `${at}`, url })) }, 'steps'],
])('options like %j are refused at %s', (changes, path) => {
  expect(() => parseInput(kind.options, { url, ...changes }, 'ko')).toThrow(
    expect.objectContaining({
      details: expect.objectContaining({ fields: expect.arrayContaining([expect.objectContaining({ path })]) }),
    }),
  )
})
