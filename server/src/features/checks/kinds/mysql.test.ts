import mysql2 from 'mysql2/promise'
import { afterEach, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { type Sha2Options, startSha2Target } from '#test/targets/mysql-sha2-target.ts'
import { startTcpTarget } from '#test/targets/tcp-target.ts'

const password = 'sesame-1234'
const { look: lookAt } = openChecks()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})

async function start(options: Omit<Sha2Options, 'password'> = {}) {
  const target = await startSha2Target({ password, ...options })
  open.push(target)
  const there = { host: '127.0.0.1', port: target.port }
  return {
    target,
    look: (more: Record<string, unknown> = {}) => lookAt('mysql', { ...there, username: 'reader', password, ...more }),
    /** What a client that nobody here wrote makes of the same server. */
    async peer(more: Record<string, unknown> = {}) {
      const client = await mysql2.createConnection({ ...there, user: 'reader', password, ...more })
      client.destroy()
      return target.lastWay()
    },
  }
}

describe('the sign-in of MySQL 8', () => {
  it('goes by the server’s cache', async () => {
    const { look, peer, target } = await start({ cached: true })
    expect(await peer()).toBe('from the cache')
    expect(await look()).toMatchObject({ state: 'up', evidence: { server_version: '8.4.0' } })
    expect(target.lastWay()).toBe('from the cache')
  })

  it('goes encrypted with the server’s key', async () => {
    const { look, peer, target } = await start()
    expect(await peer()).toBe('encrypted')
    expect(await look()).toMatchObject({ state: 'up' })
    expect(target.lastWay()).toBe('encrypted')
    expect(target.received()).not.toContain(password)
  })

  it('goes inside of TLS', async () => {
    const { look, peer, target } = await start()
    expect(await peer({ ssl: { ca: testRoot } })).toBe('over TLS')
    expect(await look({ security: 'tls', ca: testRoot })).toMatchObject({ state: 'up', evidence: { tls: 'TLSv1.3' } })
    expect(target.lastWay()).toBe('over TLS')
    expect(target.received()).not.toContain(password)
  })

  it('goes by what the server switches to', async () => {
    const { look, peer, target } = await start({ switches: true })
    expect(await peer()).toBe('encrypted')
    expect(await look()).toMatchObject({ state: 'up' })
    expect(target.lastWay()).toBe('encrypted')
  })

  it('fails with a wrong password', async () => {
    for (const cached of [true, false]) {
      const { look, peer } = await start({ cached })
      await expect(peer({ password: 'wrong-sesame' })).rejects.toThrow('Access denied')
      expect(await look({ password: 'wrong-sesame' })).toMatchObject({ state: 'down', evidence: { reason: 'auth' } })
    }
  })
})

it('a server that is full, or has had enough of us, says so before it greets', async () => {
  for (const [code, words, reason] of [
    [1040, 'Too many connections', 'too_many_connections'],
    [1129, 'Host is blocked because of many connection errors', 'not_ready'],
  ] as const) {
    const error = Buffer.concat([Buffer.from([0xff, code & 255, code >> 8]), Buffer.from(words)])
    const target = await startTcpTarget((socket) =>
      socket.end(Buffer.concat([Buffer.from([error.length, 0, 0, 0]), error])),
    )
    open.push(target)
    expect(await lookAt('mysql', { host: '127.0.0.1', port: target.port })).toMatchObject({
      state: 'down',
      errorCode: 'connect',
      evidence: { reason, code: String(code), said: words },
    })
  }
})

it('a server without TLS is told from one with a bad certificate', async () => {
  const target = await startTcpTarget((socket) => {
    const body = Buffer.concat([
      Buffer.from('\n5.5.1\0', 'latin1'),
      Buffer.from([1, 0, 0, 0]),
      Buffer.from('abcdefgh\0'),
      Buffer.from([0, 0xa2, 45, 2, 0, 8, 0, 21]),
      Buffer.alloc(10),
      Buffer.from('ijklmnopqrst\0mysql_native_password\0'),
    ])
    socket.write(Buffer.concat([Buffer.from([body.length, 0, 0, 0]), body]))
  })
  open.push(target)
  expect(await lookAt('mysql', { host: '127.0.0.1', port: target.port, security: 'tls' })).toMatchObject({
    state: 'down',
    errorCode: 'tls',
    evidence: { reason: 'no_tls' },
  })
})
