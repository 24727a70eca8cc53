import dgram from 'node:dgram'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { startDripTarget, startResetTarget, startSilentTarget } from '#test/targets/hostile-targets.ts'
import { startTcpTarget } from '#test/targets/tcp-target.ts'
import { createOutbound } from './outbound.ts'

const outbound = createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] })
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
  it('is open', async () => {
    const target = await use(startSilentTarget())
    expect(await outbound.tcp({ host, port: target.port })).toMatchObject({
      ok: true,
      matched: true,
      remote: { address: host, port: target.port },
    })
    await expect.poll(() => target.open()).toBe(0)
  })

  it('is closed', async () => {
    const target = await use(startSilentTarget())
    await target.close()
    expect(await outbound.tcp({ host, port: target.port })).toMatchObject({
      ok: false,
      phase: 'connect',
      code: 'ECONNREFUSED',
    })
  })

  it('says what was expected, also in pieces and after being spoken to', async () => {
    const target = await use(
      startTcpTarget((socket) => {
        socket.write('220 rea')
        setTimeout(() => socket.write('dy\r\n'), 10)
        socket.on('data', (chunk) => socket.write(`you said ${chunk}`))
      }),
    )
    expect(await outbound.tcp({ host, port: target.port, expect: 'ready' })).toMatchObject({ ok: true, matched: true })
    expect(await outbound.tcp({ host, port: target.port, send: 'PING', expect: 'you said PING' })).toMatchObject({
      ok: true,
      matched: true,
    })
    expect(target.received()).toBe('PING')
  })

  it('says something else, hangs up, resets or stays silent', async () => {
    const other = await use(startTcpTarget((socket) => socket.end('421 busy\r\n')))
    const answer = await outbound.tcp({ host, port: other.port, expect: '220' })
    expect(answer).toMatchObject({ ok: true, matched: false })
    expect(answer.ok && answer.received.toString()).toBe('421 busy\r\n')
    expect(
      await outbound.tcp({ host, port: (await use(startResetTarget())).port, send: 'x', expect: 'y' }),
    ).toMatchObject({ ok: false, phase: 'connect' })
    expect(
      await outbound.tcp({ host, port: (await use(startSilentTarget())).port, expect: 'y', timeoutMs: 100 }),
    ).toMatchObject({ ok: false, phase: 'timeout' })
    const drip = await use(startDripTarget(5))
    expect(await outbound.tcp({ host, port: drip.port, send: 'x', expect: 'never', timeoutMs: 200 })).toMatchObject({
      ok: false,
      phase: 'timeout',
    })
  })

  it('may be kept open for another protocol', async () => {
    const target = await use(startTcpTarget((socket) => socket.write('hi')))
    const connected = await outbound.connect({ host, port: target.port })
    if (!connected.ok) throw new Error(connected.message.en)
    const [chunk] = await once(connected.socket, 'data')
    expect(String(chunk)).toBe('hi')
    connected.socket.destroy()
    await expect.poll(() => target.open()).toBe(0)
  })

  it('is none of ours to reach when it is our own', async () => {
    const target = await use(startSilentTarget())
    const careful = createOutbound({
      allowed: () => ['127.0.0.0/8'],
      forbidden: () => [{ address: '127.0.0.1', port: target.port }],
    })
    expect(await careful.tcp({ host, port: target.port })).toMatchObject({
      ok: false,
      phase: 'guard',
      code: 'own-port',
    })
    expect(target.connections()).toBe(0)
  })
})

describe('a UDP port', () => {
  const udpServer = async (answer?: string): Promise<{ port: number; close(): Promise<void> }> => {
    const socket = dgram.createSocket('udp4')
    if (answer !== undefined) socket.on('message', (_message, from) => socket.send(answer, from.port, from.address))
    socket.bind(0, host)
    await once(socket, 'listening')
    return { port: socket.address().port, close: () => new Promise((resolve) => socket.close(() => resolve())) }
  }

  it('answers, stays silent, or says that nobody is there', async () => {
    const talking = await use(udpServer('pong'))
    const answer = await outbound.udp({ host, port: talking.port, send: 'ping' })
    expect(answer.ok && answer.received?.toString()).toBe('pong')
    const silent = await use(udpServer())
    expect(await outbound.udp({ host, port: silent.port, send: 'ping', waitMs: 50 })).toMatchObject({
      ok: true,
      received: null,
    })
    const closed = await udpServer()
    await closed.close()
    expect(await outbound.udp({ host, port: closed.port, send: 'ping' })).toMatchObject({
      ok: false,
      phase: 'connect',
      code: 'ECONNREFUSED',
    })
  })

  it('is left at once when the caller changes their mind', async () => {
    const silent = await use(udpServer())
    const controller = new AbortController()
    const running = outbound.udp({ host, port: silent.port, send: 'x', signal: controller.signal })
    controller.abort()
    expect(await running).toMatchObject({ ok: false, phase: 'aborted' })
  })
})
