import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { serverPrograms } from '#test/own-process.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { type PostgresServer, startPostgresServer } from '#test/targets/postgres-server.ts'

const { isThere, title } = serverPrograms('PostgreSQL', ['initdb', 'postgres'], 'postgresql')
const password = 'sesame-1234'
const { look: lookAt, faults } = openChecks()

describe.skipIf(!isThere)(title, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgresServer()
  })
  afterAll(() => server?.close())
  const look = (options: Record<string, unknown> = {}, timeoutMs?: number) =>
    lookAt('postgres', { host: '127.0.0.1', port: server.port, database: 'postgres', ...options }, timeoutMs)

  it('is alive without anybody signing in', async () => {
    expect(await look()).toMatchObject({ state: 'up', evidence: { address: '127.0.0.1', port: server.port } })
    expect(await look({ database: 'no_such' })).toMatchObject({ state: 'up' })
  })

  it.each(['scram', 'md5', 'clear'])('lets somebody in by %s, and nobody with a wrong password', async (username) => {
    const seen = await look({ username, password })
    expect(seen).toMatchObject({ state: 'up', evidence: { server_version: expect.stringMatching(/^\d+/) } })
    expect(seen.timings).toMatchObject({ connect_ms: expect.any(Number), ttfb_ms: expect.any(Number) })
    const refused = await look({ username, password: 'wrong-sesame' })
    expect(refused).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      evidence: { reason: 'auth', code: '28P01' },
    })
    expect(JSON.stringify(refused)).not.toContain('sesame')
  })

  it('answers over TLS, whose certificate counts', async () => {
    const secure = { security: 'tls', username: 'secure', password, query: 'SELECT 1', expect: '1' }
    const seen = await look({ ...secure, ca: testRoot })
    expect(seen).toMatchObject({ state: 'up', evidence: { tls: 'TLSv1.3' } })
    expect(seen.timings).toMatchObject({ tls_ms: expect.any(Number) })
    expect(await look(secure)).toMatchObject({ state: 'down', errorCode: 'tls' })
    expect(await look({ ...secure, verify_tls: false })).toMatchObject({ state: 'up' })
    expect(await look({ ...secure, ca: testRoot, server_name: 'other.example' })).toMatchObject({ errorCode: 'tls' })
    expect(await look({ ...secure, security: 'none' })).toMatchObject({ evidence: { reason: 'auth' } })
  })

  it('gives the value of a query, and says what was expected instead', async () => {
    const asked = { username: 'scram', password, query: 'SELECT count(*) FROM jobs WHERE failed' }
    expect(await look({ ...asked, expect: '250' })).toMatchObject({
      state: 'up',
      assertions: [{ passed: true }],
      evidence: { value: '250', row_count: 1, columns: ['count'] },
    })
    expect(await look({ ...asked, expect: '10', comparison: 'less' })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [{ what: 'query', expected: 'less 10', got: '250', passed: false }],
    })
    expect(await look({ ...asked, query: 'SELECT NULL', expect: 'x' })).toMatchObject({
      state: 'down',
      assertions: [{ got: 'nothing' }],
    })
  })

  it('hands out a hundred rows and no more', async () => {
    const asked = { username: 'scram', password }
    expect(await look({ ...asked, query: 'SELECT id FROM jobs ORDER BY id' })).toMatchObject({
      state: 'up',
      evidence: { row_count: 100, row_limit: 100, value: '1' },
    })
    expect(await look({ ...asked, query: 'SELECT id FROM jobs LIMIT 100' })).toMatchObject({
      evidence: { row_count: 100 },
    })
    expect(await look({ ...asked, query: 'SELECT id FROM jobs WHERE false' })).toMatchObject({
      state: 'up',
      evidence: { row_count: 0, value: null },
    })
  })

  it('is never written to', async () => {
    const owner = { username: 'owner', password: 'unused' }
    for (const query of [
      'WITH gone AS (DELETE FROM jobs RETURNING id) SELECT count(*) FROM gone',
      "SELECT count(*) FROM jobs, LATERAL (SELECT nextval('seen')) AS next",
    ]) {
      expect(await look({ ...owner, query })).toMatchObject({
        state: 'unknown',
        errorCode: 'config',
        evidence: { reason: 'bad_request', code: '25006' },
      })
    }
    expect(await look({ ...owner, query: 'SELECT count(*) FROM jobs', expect: '1000' })).toMatchObject({ state: 'up' })
  })

  it('ends a query that takes too long by the server itself', async () => {
    const seen = await look({ username: 'scram', password, query: 'SELECT pg_sleep(60)' }, 10_000)
    expect(seen).toMatchObject({
      state: 'down',
      errorCode: 'timeout',
      evidence: { reason: 'query_timeout', code: '57014' },
    })
  })

  it('is told apart by what it says', async () => {
    const asked = { username: 'scram', password }
    expect(await look({ ...asked, database: 'no_such' })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      evidence: { reason: 'unknown_database', code: '3D000' },
    })
    expect(await look({ username: 'busy', password })).toMatchObject({
      state: 'down',
      errorCode: 'connect',
      evidence: { reason: 'too_many_connections', code: '53300' },
    })
    expect(await look({ ...asked, query: 'SELECT * FROM hidden' })).toMatchObject({
      state: 'down',
      evidence: { reason: 'permission', code: '42501' },
    })
    expect(await look({ ...asked, query: 'SELECT FROM WHERE' })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
      evidence: { code: '42601' },
    })
    expect(await look({ username: 'nobody', password })).toMatchObject({ evidence: { reason: 'auth', code: '28000' } })
    expect(faults).toEqual([])
  })
})
