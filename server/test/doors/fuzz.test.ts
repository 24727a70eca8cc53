import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { argumentProblem } from '#features/gateway/validate-arguments.ts'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'
import { pick, seeded } from '#test/fault/random.ts'
import { type Known, makers } from './fuzz-messages.ts'
import { bearer, messageOf, openSession, post } from './mcp-wire.ts'

/** `BONGSU_FUZZ_MESSAGES=1000000 BONGSU_FUZZ_SEED=7 npx vitest run … test/doors/fuzz` for longer. */
const messages = Number(process.env.BONGSU_FUZZ_MESSAGES ?? 10_000)
const seed = Number(process.env.BONGSU_FUZZ_SEED ?? 1)
const atOnce = 16
const warmUp = 1500
const answersWithinMs = 20_000
/** What caches and compiled code may still take once they are warm. */
const mostGrowthMb = 40

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heapMb(): number {
  collect()
  collect()
  return process.memoryUsage().heapUsed / 1_048_576
}

let app: TestApp
let base: string
let known: Known

beforeAll(async () => {
  app = await buildTestApp()
  await app.start()
  base = await app.http.listen({ port: 0, host: '127.0.0.1' })
  const account = { email: 'admin@example.com', password: 'correct horse battery', name: 'Admin' }
  await post(`${base}/api/v1/auth/register`, account)
  const login = await post(`${base}/api/v1/auth/login`, { username: account.email, password: account.password })
  const { access_token } = (await login.json()) as { access_token: string }
  const newToken = async () => {
    const made = await post(`${base}/api/v1/tokens`, { name: 'fuzz', scopes: ['tools', 'read'] }, bearer(access_token))
    return ((await made.json()) as { token: string }).token
  }
  const limit = { subject_kind: 'default', window: 'day', max: -1 }
  const lifted = await fetch(`${base}/api/v1/limits`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', ...bearer(access_token) },
    body: JSON.stringify(limit),
  })
  expect(lifted.status).toBe(200)
  const token = await newToken()
  known = {
    token,
    session: await openSession(`${base}/mcp`, token),
    foreignSession: await openSession(`${base}/mcp`, await newToken()),
  }
})
afterAll(() => app.close())

describe('a hostile client', () => {
  it(`sends ${messages} malformed messages (seed ${seed}): each is refused as it deserves, and nothing is left behind`, async () => {
    const random = seeded(seed)
    const wrong: string[] = []
    let sent = 0
    let before = 0
    const one = async () => {
      const kind = pick(random, Object.keys(makers))
      const { body, headers, statuses, codes } = (makers[kind] as (typeof makers)[string])(known, random)
      const signal = AbortSignal.timeout(answersWithinMs)
      const request = { method: 'POST', headers, body: body as string, signal }
      const answer = await fetch(`${base}/mcp`, request).catch((error) => error as Error)
      if (answer instanceof Error)
        return void wrong.push(`${kind}: ${answer.message} for ${String(body).slice(0, 200)}`)
      const told = await messageOf(answer).catch(() => 'no JSON')
      const code = told?.error?.code
      const isWrong =
        !statuses.includes(answer.status) ||
        told === 'no JSON' ||
        code === -32603 ||
        (codes.length > 0 && code !== undefined && !codes.includes(code)) ||
        (answer.status >= 400 && code === undefined)
      if (isWrong)
        wrong.push(`${kind}: ${answer.status} ${JSON.stringify(told)?.slice(0, 150)} for ${String(body).slice(0, 200)}`)
    }
    const sender = async (until: number) => {
      while (sent < until && wrong.length < 10) {
        sent += 1
        await one()
      }
    }
    for (const until of [warmUp, messages]) {
      await Promise.all(Array.from({ length: atOnce }, () => sender(until)))
      if (until === warmUp) before = heapMb()
    }
    expect(wrong.join('\n')).toBe('')
    expect(sent).toBe(messages)
    expect(heapMb() - before).toBeLessThan(mostGrowthMb)
    // Whoever behaves is served as before.
    const list = {
      jsonrpc: '2.0',
      id: 'last',
      method: 'tools/call',
      params: { name: 'add', arguments: { a: 40, b: 2 } },
    }
    expect(await messageOf(await post(`${base}/mcp`, list, known.session))).toMatchObject({
      result: { content: [{ text: '42' }] },
    })
    const open = async () => (await app.database.all('select id from open_call')).length
    await expect.poll(open, { timeout: 15_000 }).toBe(0)
  }, 600_000)
})

describe('a hostile server behind us', () => {
  const deep = (depth: number): object => {
    let schema: object = { type: 'string' }
    for (let at = 0; at < depth; at++) schema = { type: 'object', properties: { a: schema } }
    return schema
  }
  const bomb = (levels: number): object => {
    let schema: object = { type: 'string' }
    for (let at = 0; at < levels; at++) schema = { anyOf: [schema, schema] }
    return schema
  }
  /** A few lines in which each definition asks the next one twice. */
  const chain = (length: number): object => ({
    $defs: Object.fromEntries(
      Array.from({ length }, (_unused, at) => {
        const next = at === length - 1 ? { const: 1 } : { $ref: `#/$defs/d${at + 1}` }
        return [`d${at}`, { anyOf: [next, next] }]
      }),
    ),
    $ref: '#/$defs/d0',
  })
  const ring = { $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }] } }, $ref: '#/$defs/a' }

  it.each([
    ['deeper than any', () => deep(10_000)],
    ['that doubles again and again', () => bomb(14)],
    ['that refers to itself', () => ring],
    ['whose definitions ask each other again and again', () => chain(60)],
    ['that is elsewhere', () => ({ $ref: 'http://127.0.0.1:9/schema.json' })],
    ['with a thousand choices', () => ({ anyOf: Array.from({ length: 5000 }, (_unused, at) => ({ const: at })) })],
    ['with a pattern that never ends', () => ({ properties: { a: { pattern: '^(a+)+$' } } })],
    ['that is none', () => ({ type: 'nonsense' })],
  ])('with a schema %s keeps nobody waiting and runs nothing that it should not', (_what, schema) => {
    const from = process.cpuUsage()
    const problem = argumentProblem(schema() as { [key: string]: unknown }, { a: `${'a'.repeat(40)}!` })
    const { user } = process.cpuUsage(from)
    expect(problem).not.toBeNull()
    expect(user / 1000).toBeLessThan(2000)
  })
})
