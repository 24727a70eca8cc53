import mysql from 'mysql2/promise'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { serverPrograms } from '#test/own-process.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { type MariadbServer, startMariadbServer } from '#test/targets/mariadb-server.ts'

const { isThere, title } = serverPrograms('MariaDB', ['mariadbd', 'mariadb-install-db'], 'mariadb-server')
const password = 'sesame-1234'
const { look: lookAt, faults } = openChecks()

describe.skipIf(!isThere)(title, () => {
  let server: MariadbServer
  beforeAll(async () => {
    server = await startMariadbServer()
  }, 90_000)
  afterAll(() => server?.close())
  const look = (options: Record<string, unknown> = {}, timeoutMs?: number) =>
    lookAt('mysql', { host: '127.0.0.1', port: server.port, ...options }, timeoutMs)

  it('is alive without anybody signing in', async () => {
    expect(await look()).toMatchObject({
      state: 'up',
      evidence: { server_version: expect.stringContaining('MariaDB'), port: server.port },
    })
  })

  it('lets somebody in, and nobody with a wrong password', async () => {
    const seen = await look({ username: 'reader', password, database: 'shop' })
    expect(seen).toMatchObject({ state: 'up' })
    expect(await look({ username: 'open' })).toMatchObject({ state: 'up' })
    const refused = await look({ username: 'reader', password: 'wrong-sesame' })
    expect(refused).toMatchObject({ state: 'down', errorCode: 'assertion', evidence: { reason: 'auth', code: '1045' } })
    expect(JSON.stringify(refused)).not.toContain('sesame')
  })

  it('answers over TLS, whose certificate counts', async () => {
    const secure = { security: 'tls', username: 'secure', password, query: 'SELECT 1', expect: '1' }
    expect(await look({ ...secure, ca: testRoot })).toMatchObject({ state: 'up', evidence: { tls: 'TLSv1.3' } })
    expect(await look(secure)).toMatchObject({ state: 'down', errorCode: 'tls' })
    expect(await look({ ...secure, verify_tls: false })).toMatchObject({ state: 'up' })
    expect(await look({ ...secure, security: 'none' })).toMatchObject({ state: 'down', evidence: { reason: 'auth' } })
  })

  it('gives the value of a query, and says what was expected instead', async () => {
    const asked = {
      username: 'reader',
      password,
      database: 'shop',
      query: 'SELECT count(*) AS bad FROM jobs WHERE failed',
    }
    expect(await look({ ...asked, expect: '250' })).toMatchObject({
      state: 'up',
      evidence: { value: '250', row_count: 1, columns: ['bad'] },
    })
    expect(await look({ ...asked, expect: '10', comparison: 'less' })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [{ got: '250', passed: false }],
    })
    expect(await look({ ...asked, query: 'SELECT NULL', expect: 'x' })).toMatchObject({
      assertions: [{ got: 'nothing' }],
    })
  })

  it('hands out a hundred rows and no more, also of what knows no limit', async () => {
    const asked = { username: 'reader', password, database: 'shop' }
    expect(await look({ ...asked, query: 'SELECT id FROM jobs ORDER BY id' })).toMatchObject({
      evidence: { row_count: 100, row_limit: 100, value: '1' },
    })
    expect(await look({ ...asked, query: 'SELECT id FROM jobs LIMIT 100' })).toMatchObject({
      evidence: { row_count: 100 },
    })
    expect(await look({ ...asked, query: 'SHOW VARIABLES' })).toMatchObject({
      state: 'up',
      evidence: { row_limit: 100 },
    })
  })

  it('is never written to', async () => {
    await server.run(
      'create function shop.spoil() returns int begin insert into shop.jobs values (0, 0); return 1; end',
    )
    await server.run("grant execute on function shop.spoil to 'reader'@'%'")
    expect(await look({ username: 'reader', password, query: 'SELECT shop.spoil()' })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
      evidence: { code: '1792' },
    })
    expect(
      await look({ username: 'reader', password, query: 'SELECT count(*) FROM shop.jobs', expect: '1000' }),
    ).toMatchObject({
      state: 'up',
    })
  })

  it('ends a query that takes too long by the server itself', async () => {
    const query = 'SELECT count(*) FROM shop.jobs a, shop.jobs b, shop.jobs c, shop.jobs d'
    expect(await look({ username: 'reader', password, query }, 10_000)).toMatchObject({
      state: 'down',
      errorCode: 'timeout',
      evidence: { reason: 'query_timeout', code: '1969' },
    })
  })

  it('is told apart by what it says', async () => {
    const asked = { username: 'reader', password }
    expect(await look({ ...asked, database: 'nothing_there' })).toMatchObject({ state: 'down', errorCode: 'assertion' })
    expect(await look({ username: 'root', database: 'nothing_there' })).toMatchObject({
      evidence: { reason: 'unknown_database', code: '1049' },
    })
    expect(await look({ ...asked, query: 'SELECT * FROM shop.hidden' })).toMatchObject({
      state: 'down',
      evidence: { reason: 'permission', code: '1142' },
    })
    expect(await look({ ...asked, query: 'SELECT FROM WHERE' })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
      evidence: { code: '1064' },
    })
    expect(await look({ username: 'curve', password })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
      evidence: { reason: 'unsupported', code: 'client_ed25519' },
    })
    const busy = { host: '127.0.0.1', port: server.port, user: 'busy', password }
    const holding = await mysql.createConnection(busy)
    expect(await look({ username: 'busy', password })).toMatchObject({
      state: 'down',
      errorCode: 'connect',
      evidence: { reason: 'too_many_connections' },
    })
    await holding.end()
    expect(faults).toEqual([])
  })

  it('does not block our address after many looks', async () => {
    await server.run('set global max_connect_errors = 3')
    for (let at = 0; at < 8; at += 1) expect(await look()).toMatchObject({ state: 'up' })
    expect(await look({ username: 'reader', password })).toMatchObject({ state: 'up' })
  })
})
