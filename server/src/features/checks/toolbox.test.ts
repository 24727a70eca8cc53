import type { OutcomeView } from '@bongsu/contract/outcome.ts'
import type { Language } from '@bongsu/contract/text.ts'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#kernel/clock.ts'
import { isFailure } from '#kernel/errors.ts'
import type { Actor } from '#kernel/operation.ts'
import { type AuditEntry, createRunner, type RunOperation } from '#platform/operations/runner.ts'
import { type ChecksKit, openChecks } from '#test/checks.ts'
import { openTestSqlite, type TestDatabase } from '#test/databases.ts'
import { startSilentTarget } from '#test/targets/hostile-targets.ts'
import { startHttpTarget } from '#test/targets/http-target.ts'
import { kindNames, kindOf } from './kinds/catalogue.ts'

let store: TestDatabase
let kit: ChecksKit
let run: RunOperation
const audited: AuditEntry[] = []
const open: { close(): Promise<void> }[] = []

beforeAll(async () => {
  store = await openTestSqlite()
  kit = openChecks({ allowed: ['127.0.0.1'] })
  run = createRunner({
    database: store.database,
    clock: systemClock,
    services: kit.services,
    writeAudit: async (_tx, entry) => void audited.push(entry),
    checkOutput: true,
  })
})
afterEach(async () => {
  audited.length = 0
  for (const target of open.splice(0)) await target.close()
})
afterAll(async () => {
  await kit.room.stop?.(new AbortController().signal)
  await store.close()
})

const as = (role: 'admin' | 'user' | 'viewer', personId = 1): Actor => ({
  kind: 'person',
  personId,
  role,
  sessionId: 1,
  name: role,
})
const call = (
  name: string,
  input: object,
  actor: Actor = as('user'),
  language: Language = 'en',
  signal = new AbortController().signal,
) => {
  const operation = kit.room.operations?.find((one) => one.name === name)
  if (!operation) throw new Error(`no operation ${name}`)
  return run(operation, input, { actor, language, origin: { door: 'http' }, signal })
}
const runCheck = (kind: string, options: object, actor?: Actor) =>
  call('run-check', { kind, ...options }, actor) as Promise<OutcomeView>
const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => {
      throw new Error('it was not refused')
    },
    (error: unknown) => {
      if (!isFailure(error)) throw error
      return error
    },
  )

describe('the toolbox', () => {
  it('lists the kinds with everything a form needs, in the language of the reader', async () => {
    const { items } = (await call('list-check-kinds', {}, as('viewer'), 'ko')) as {
      items: {
        kind: string
        label: string
        schema: { properties: Record<string, { label: { ko: string } }> }
        secrets: string[]
      }[]
    }
    expect(items.map(({ kind }) => kind)).toEqual(kindNames)
    expect(items.find(({ kind }) => kind === 'tls')?.label).toBe('SSL/TLS 인증서')
    expect(items[0]?.schema.properties.url?.label.ko).toBe('주소(URL)')
    expect(items[0]?.secrets).toEqual([
      'headers[].value',
      'auth.password',
      'auth.token',
      'auth.client_secret',
      'client_certificate.key',
      'client_certificate.passphrase',
    ])
  })

  it('runs one look with the options as the body, and stores nothing', async () => {
    const target = await startHttpTarget((_request, response) => response.writeHead(503).end('busy'))
    open.push(target)
    const outcome = await runCheck('http', { url: target.url })
    expect(outcome).toMatchObject({
      state: 'down',
      error_code: 'http',
      message: 'It answered HTTP 503 (expected 200-399).',
      evidence: { status_code: 503, assertions: [{ what: 'status', passed: false }] },
    })
    expect(Date.parse(outcome.checked_at)).toBeGreaterThan(0)
    expect(outcome.duration_ms).toBeGreaterThan(0)
  })

  it('is for those who may run checks', async () => {
    expect((await refusalOf(runCheck('http', { url: 'https://example.com/' }, as('viewer')))).code).toBe('forbidden')
    expect((await refusalOf(runCheck('http', { url: 'https://example.com/' }, { kind: 'anonymous' }))).code).toBe(
      'unauthenticated',
    )
  })

  it('names the field that is wrong, and the kind that is not', async () => {
    const wrong = await refusalOf(runCheck('tcp', { host: 'example.com', port: 99_999, surely_unknown: 1 }))
    expect(wrong).toMatchObject({
      code: 'validation',
      details: { fields: [{ path: 'port' }, { path: 'surely_unknown' }] },
    })
    expect((await refusalOf(runCheck('telepathy', {}))).code).toBe('not_found')
    expect((await refusalOf(runCheck('constructor', {}))).code).toBe('not_found')
    expect(await refusalOf(runCheck('http', { url: 'https://example.com/', timeout: 0 }))).toMatchObject({
      code: 'validation',
      details: { fields: [{ path: 'timeout' }] },
    })
    expect(await refusalOf(runCheck('http', { url: 'https://example.com/', timeout: 121 }))).toMatchObject({
      code: 'validation',
    })
  })

  it('says how long each kind may be given, and holds to it', async () => {
    const { items } = (await call('list-check-kinds', {}, as('viewer'))) as {
      items: { kind: string; timeout: { min: number; max: number; default: number; unit: string } }[]
    }
    expect(items.find(({ kind }) => kind === 'api')?.timeout).toEqual({ min: 5, max: 120, default: 30, unit: 's' })
    for (const { kind, timeout } of items)
      for (const value of [timeout.min - 1, timeout.max + 1, timeout.min + 0.5, '30']) {
        const refusal = await refusalOf(runCheck(kind, { ...kindOf(kind)?.example, timeout: value }))
        expect(refusal, `${kind} ${value}`).toMatchObject({
          code: 'validation',
          details: { fields: [{ path: 'timeout' }] },
        })
      }
  })

  it.each([
    ['http', { url: 'http://10.0.0.1/' }, 'url'],
    ['http', { url: 'http://[::1]/' }, 'url'],
    [
      'http',
      {
        url: 'http://127.0.0.1/',
        auth: { type: 'oauth2', token_url: 'http://10.0.0.1/', client_id: 'a', client_secret: 'b' },
      },
      'auth.token_url',
    ],
    ['tcp', { host: '169.254.169.254', port: 80 }, 'host'],
    ['tls', { host: '127.0.0.2' }, 'host'],
    ['dns', { name: 'example.com', server: '192.168.0.1' }, 'server'],
  ])('refuses %s %j before looking, and says how to allow it', async (kind, options, path) => {
    const refusal = await refusalOf(runCheck(kind, options))
    expect(refusal).toMatchObject({ code: 'validation', details: { fields: [{ path }] } })
    expect(refusal.text.ko).toMatch(/접속하지 않습니다|접속할 수 없습니다/)
  })

  it('ends within the time that is given, whatever the target does', async () => {
    const target = await startSilentTarget()
    open.push(target)
    expect(await runCheck('http', { url: `http://127.0.0.1:${target.port}/`, timeout: 1 })).toMatchObject({
      state: 'down',
      error_code: 'timeout',
    })
    expect(await runCheck('tcp', { host: '127.0.0.1', port: target.port, expect: 'x', timeout: 1 })).toMatchObject({
      state: 'down',
      error_code: 'timeout',
    })
  })

  it('runs ten looks a person at once; the others wait for their turn, and nobody else does', async () => {
    const target = await startSilentTarget()
    open.push(target)
    const slow = { url: `http://127.0.0.1:${target.port}/`, timeout: 2 }
    const running = Array.from({ length: 12 }, () => runCheck('http', slow))
    await expect.poll(() => target.open()).toBe(10)
    const other = runCheck('http', slow, as('user', 2))
    await expect.poll(() => target.open()).toBe(11)
    for (const outcome of await Promise.all([...running, other])) expect(outcome.error_code).toBe('timeout')
    expect(await runCheck('tcp', { host: '127.0.0.1', port: target.port })).toMatchObject({ state: 'up' })
  })

  it('answers sixty quick looks that one person asks for at once', async () => {
    const target = await startHttpTarget()
    open.push(target)
    const all = await Promise.all(Array.from({ length: 60 }, (_, n) => runCheck('http', { url: `${target.url}/${n}` })))
    expect(new Set(all.map(({ state }) => state))).toEqual(new Set(['up']))
  })

  it('stops looking when the caller has gone', async () => {
    const target = await startSilentTarget()
    open.push(target)
    const controller = new AbortController()
    const running = call(
      'run-check',
      { kind: 'http', url: `http://127.0.0.1:${target.port}/` },
      as('user'),
      'en',
      controller.signal,
    )
    await expect.poll(() => target.open()).toBe(1)
    controller.abort(new Error('the client has gone'))
    await expect(running).rejects.toThrow('gone')
    await expect.poll(() => target.open()).toBe(0)
  })

  it('is recorded with kind and host, and without anything of the options', async () => {
    const target = await startHttpTarget()
    open.push(target)
    await runCheck('http', {
      url: `${target.url}/?key=canary-1`,
      headers: [{ name: 'x', value: 'canary-2' }],
      body: 'canary-3',
      auth: { type: 'bearer', token: 'canary-4' },
    })
    expect(audited).toMatchObject([
      { action: 'run-check', outcome: 'done', target: { kind: 'check', id: 'http', label: '127.0.0.1' } },
    ])
    expect(JSON.stringify(audited)).not.toContain('canary')
    await refusalOf(runCheck('http', { url: 'http://10.0.0.1/?key=canary-5' }))
    expect(audited).toHaveLength(2)
    expect(JSON.stringify(audited)).not.toContain('canary')
  })
})
