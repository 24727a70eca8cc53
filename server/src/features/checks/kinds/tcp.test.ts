import { afterEach, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { startSilentTarget } from '#test/targets/hostile-targets.ts'
import { startTcpTarget } from '#test/targets/tcp-target.ts'
import { bytesOf } from './shared/typed-bytes.ts'

const { look } = openChecks()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}
const host = '127.0.0.1'

describe('a TCP port', () => {
  it('is open or closed', async () => {
    const target = await use(startSilentTarget())
    expect(await look('tcp', { host, port: target.port })).toMatchObject({
      state: 'up',
      evidence: { is_open: true, address: host, port: target.port },
    })
    await target.close()
    expect(await look('tcp', { host, port: target.port })).toMatchObject({
      state: 'down',
      errorCode: 'connect',
      evidence: { is_open: false, code: 'ECONNREFUSED' },
    })
  })

  it('is reached over IPv6, or the chosen family of a name', async () => {
    const target = await use(startTcpTarget(undefined, '::1'))
    expect(await look('tcp', { host: '::1', port: target.port })).toMatchObject({ state: 'up' })
    expect(await look('tcp', { host: 'localhost', port: target.port, ip_version: '6' })).toMatchObject({ state: 'up' })
    expect(await look('tcp', { host: 'localhost', port: target.port, ip_version: '4' })).toMatchObject({
      state: 'down',
    })
  })

  it('says what is expected of it', async () => {
    const target = await use(
      startTcpTarget((socket) =>
        socket.on('data', (chunk) => socket.end(String(chunk) === 'PING\r\n' ? '+PONG\r\n' : '\0\u0001-ERR')),
      ),
    )
    expect(await look('tcp', { host, port: target.port, send: 'PING\\r\\n', expect: '+PONG' })).toMatchObject({
      state: 'up',
      assertions: [{ passed: true }],
    })
    expect(await look('tcp', { host, port: target.port, send: 'HELLO', expect: '+PONG' })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [{ what: 'answer', expected: '+PONG', got: '..-ERR', passed: false }],
    })
  })

  it('has its own time limit below that of the monitor', async () => {
    const target = await use(startSilentTarget())
    const outcome = await look('tcp', { host, port: target.port, expect: 'never', timeout: 1 }, 30_000)
    expect(outcome).toMatchObject({ state: 'down', errorCode: 'timeout', evidence: { is_open: true } })
    expect(outcome.durationMs).toBeLessThan(10_000)
  })

  it('inside a forbidden range is not even tried', async () => {
    const target = await use(startSilentTarget())
    expect(await openChecks({ allowed: [] }).look('tcp', { host, port: target.port })).toMatchObject({
      state: 'unknown',
      errorCode: 'config',
    })
    expect(target.connections()).toBe(0)
  })

  it.each([
    [{ port: 0 }],
    [{ port: 65_536 }],
    [{ port: 1.5 }],
    [{ timeout: 0 }],
    [{ timeout: 31 }],
    [{ host: 'a b' }],
    [{ host: 'http://a' }],
    [{ host: '' }],
  ])('is refused with %j', async (changes) => {
    expect(() => look('tcp', { host, port: 1, ...changes })).toThrow()
  })
})

it('what a person types stands for bytes', () => {
  expect(Buffer.from(bytesOf('a\\r\\n\\t\\0\\\\n\\x41\\xff한')).toString('latin1')).toBe(
    `a\r\n\t\0\\nA\xff${Buffer.from('한').toString('latin1')}`,
  )
})
