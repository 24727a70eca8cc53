import { once } from 'node:events'
import net from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { serverPrograms } from '#test/own-process.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { type RedisServer, redisPassword, startRedisServer } from '#test/targets/redis-server.ts'

const { isThere, title } = serverPrograms('Redis', ['redis-server'], 'redis-server')
const { look: lookAt, faults } = openChecks()

describe.skipIf(!isThere)(title, () => {
  let server: RedisServer
  beforeAll(async () => {
    server = await startRedisServer()
    await server.run('ACL', 'SETUSER', 'reader', 'on', `>${redisPassword}`, '~health*', '+get', '+ping')
    await server.run('SET', 'health', 'good to go')
    await server.run('SET', 'big', 'x'.repeat(3_000_000))
    await server.run('RPUSH', 'jobs', 'a', 'b', 'c')
  })
  afterAll(() => server?.close())
  const look = (options: Record<string, unknown> = {}) =>
    lookAt('redis', { host: '127.0.0.1', port: server.port, password: redisPassword, ...options })

  it('answers a ping, and says when a password is wanted or wrong', async () => {
    expect(await look({ expect: 'PONG' })).toMatchObject({ state: 'up', assertions: [{ what: 'PING', passed: true }] })
    expect(await lookAt('redis', { host: '127.0.0.1', port: server.port })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      evidence: { reason: 'auth', code: 'NOAUTH' },
    })
    const refused = await look({ password: 'wrong-sesame' })
    expect(refused).toMatchObject({
      state: 'down',
      evidence: { reason: 'auth', code: 'WRONGPASS' },
    })
    expect(JSON.stringify(refused)).not.toContain('sesame')
  })

  it('answers over TLS, whose certificate counts', async () => {
    const secure = { port: server.tlsPort, security: 'tls', expect: 'PONG' }
    expect(await look({ ...secure, ca: testRoot })).toMatchObject({ state: 'up', evidence: { tls: 'TLSv1.3' } })
    expect(await look(secure)).toMatchObject({ state: 'down', errorCode: 'tls' })
  })

  it('gives values to compare', async () => {
    expect(await look({ command: 'GET health', expect: 'good to go' })).toMatchObject({
      state: 'up',
      evidence: { value: 'good to go' },
    })
    expect(await look({ command: 'LLEN jobs', expect: '3', comparison: 'less' })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [{ what: 'LLEN', expected: 'less 3', got: '3' }],
    })
    expect(await look({ command: 'GET nothing', expect: 'x' })).toMatchObject({ assertions: [{ got: 'nothing' }] })
    expect(await look({ command: 'TIME' })).toMatchObject({
      state: 'up',
      evidence: { value: expect.stringMatching(/^\d+, \d+$/) },
    })
    expect(await look({ command: 'INFO server', expect: 'redis_version', comparison: 'contains' })).toMatchObject({
      state: 'up',
    })
    expect(await look({ command: 'GET "health"', database: 3, expect: 'x' })).toMatchObject({
      assertions: [{ got: 'nothing' }],
    })
  })

  it('does not swallow a value that is too large', async () => {
    expect(await look({ command: 'GET big' })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      evidence: { failed_at: 'protocol' },
    })
  })

  it('is told apart by what it says', async () => {
    const reader = { username: 'reader' }
    expect(await look({ ...reader, command: 'GET health', expect: 'good to go' })).toMatchObject({ state: 'up' })
    expect(await look({ ...reader, command: 'GET jobs' })).toMatchObject({
      evidence: { reason: 'permission', code: 'NOPERM' },
    })
    expect(await look({ command: 'GET jobs' })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
      evidence: { code: 'WRONGTYPE' },
    })
    expect(await look({ database: 99 })).toMatchObject({ state: 'down', evidence: { reason: 'unknown_database' } })
    expect(faults).toEqual([])
  })

  it('is a primary or a replica', async () => {
    expect(await look({ role: 'primary' })).toMatchObject({ state: 'up', evidence: { role: 'primary' } })
    const replica = await startRedisServer(['--replicaof', '127.0.0.1 1'])
    const there = { port: replica.port }
    expect(await look({ ...there, role: 'replica' })).toMatchObject({ state: 'up', evidence: { role: 'replica' } })
    expect(await look({ ...there, role: 'primary' })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [{ what: 'role', expected: 'primary', got: 'replica' }],
    })
    await replica.run('CONFIG', 'SET', 'replica-serve-stale-data', 'no')
    expect(await look({ ...there, command: 'GET health' })).toMatchObject({
      state: 'down',
      errorCode: 'connect',
      evidence: { reason: 'not_ready', code: 'MASTERDOWN' },
    })
    await replica.close()
  })

  it('says when it is full', async () => {
    const full = await startRedisServer(['--maxclients', '1'])
    const holding = await holdPlace(full.port)
    expect(await look({ port: full.port })).toMatchObject({
      state: 'down',
      errorCode: 'connect',
      evidence: { reason: 'too_many_connections' },
    })
    holding.destroy()
    await full.close()
  })
})

/** A connection that Redis has taken, and not one that it has turned away. */
async function holdPlace(port: number): Promise<net.Socket> {
  for (;;) {
    const socket = net.connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('PING\r\n')
    const [answer] = (await Promise.race([once(socket, 'data'), once(socket, 'close')])) as [Buffer | boolean]
    if (String(answer).startsWith('-NOAUTH')) return socket
    socket.destroy()
  }
}
