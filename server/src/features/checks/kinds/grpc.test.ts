import { afterEach, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { testRoot } from '#test/targets/certificates.ts'
import { type GrpcAnswer, healthBody, startGrpcTarget } from '#test/targets/grpc-target.ts'
import { startTlsTarget } from '#test/targets/http-target.ts'
import { readHealthResponse } from './grpc/health.ts'

const { look: lookAt } = openChecks()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}
const look = (port: number, options: Record<string, unknown> = {}, timeoutMs?: number) =>
  lookAt('grpc', { host: '127.0.0.1', port, ...options }, timeoutMs)
const answering = (answer: GrpcAnswer) => use(startGrpcTarget(() => answer))

describe('a gRPC server', () => {
  it('serves as a whole, or by the name of a service', async () => {
    const states: Record<string, number> = { '': 1, orders: 1, carts: 2 }
    const target = await use(startGrpcTarget((service) => ({ body: healthBody(states[service] ?? 3) })))
    expect(await look(target.port)).toMatchObject({ state: 'up', statusCode: 200, evidence: { health: 'SERVING' } })
    expect(await look(target.port, { service: 'orders' })).toMatchObject({ state: 'up' })
    expect(await look(target.port, { service: 'carts' })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [{ what: 'health of carts', expected: 'SERVING', got: 'NOT_SERVING' }],
    })
    expect(await look(target.port, { service: 'gone' })).toMatchObject({ evidence: { health: 'SERVICE_UNKNOWN' } })
    const [call] = target.calls
    expect(call?.path).toBe('/grpc.health.v1.Health/Check')
    expect(call?.headers).toMatchObject({ te: 'trailers', 'content-type': 'application/grpc' })
    expect(call?.headers['grpc-timeout']).toBe('5000m')
  })

  it('says UNKNOWN by an empty message', async () => {
    const target = await answering({ body: healthBody(0) })
    expect(await look(target.port)).toMatchObject({ state: 'down', evidence: { health: 'UNKNOWN' } })
  })

  it.each([
    ['5', 'NOT_FOUND', 'down', 'assertion', 'other'],
    ['12', 'UNIMPLEMENTED', 'down', 'assertion', 'other'],
    ['14', 'UNAVAILABLE', 'down', 'connect', 'not_ready'],
    ['16', 'UNAUTHENTICATED', 'down', 'assertion', 'auth'],
    ['7', 'PERMISSION_DENIED', 'down', 'assertion', 'permission'],
    ['4', 'DEADLINE_EXCEEDED', 'down', 'timeout', 'query_timeout'],
  ])('refuses with status %s', async (status, name, state, errorCode, reason) => {
    const trailers = { 'grpc-status': status, 'grpc-message': 'no %EC%A0%95%EB%A7%90' }
    const target = await answering({ trailers, trailersOnly: true })
    expect(await look(target.port)).toMatchObject({
      state,
      errorCode,
      evidence: { grpc_status: name, reason, said: 'no 정말' },
    })
  })

  it('answers over TLS, whose certificate counts', async () => {
    const target = await use(startGrpcTarget(() => ({}), 'valid'))
    const secure = { security: 'tls' }
    expect(await look(target.port, { ...secure, ca: testRoot })).toMatchObject({
      state: 'up',
      evidence: { tls: 'TLSv1.3' },
    })
    expect(await look(target.port, secure)).toMatchObject({ state: 'down', errorCode: 'tls' })
    expect(await look(target.port, { ...secure, verify_tls: false })).toMatchObject({ state: 'up' })
    const old = await use(startTlsTarget())
    expect(await look(old.port, { ...secure, ca: testRoot })).toMatchObject({ state: 'down', errorCode: 'tls' })
  })

  it('that is none says so by status or type', async () => {
    const missing = await answering({ status: 404, contentType: 'text/plain' })
    expect(await look(missing.port)).toMatchObject({ state: 'down', errorCode: 'http', statusCode: 404 })
    const page = await answering({ contentType: 'text/html' })
    expect(await look(page.port)).toMatchObject({
      state: 'down',
      errorCode: 'http',
      evidence: { content_type: 'text/html' },
    })
    const silent = await answering({ trailers: {} })
    expect(await look(silent.port)).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      evidence: { grpc_status: 'none' },
    })
  })

  it('that sends too much, too little or nothing is down', async () => {
    const long = await answering({ body: Buffer.alloc(1_000_000) })
    expect(await look(long.port)).toMatchObject({ state: 'down', errorCode: 'assertion' })
    const lying = await answering({ body: Buffer.from([0, 255, 255, 255, 255, 8, 1]) })
    expect(await look(lying.port)).toMatchObject({ state: 'down', errorCode: 'assertion' })
    const empty = await answering({ body: Buffer.alloc(0) })
    expect(await look(empty.port)).toMatchObject({ state: 'down', errorCode: 'assertion' })
    const mute = await use(startGrpcTarget(() => null))
    expect(await look(mute.port, {}, 700)).toMatchObject({ state: 'down', errorCode: 'timeout' })
  })

  it('gets metadata that never shows', async () => {
    const target = await answering({ trailers: { 'grpc-status': '16', 'grpc-message': 'bad token sesame-1234' } })
    const seen = await look(target.port, { metadata: [{ name: 'Authorization', value: 'sesame-1234' }] })
    expect(target.calls[0]?.headers.authorization).toBe('sesame-1234')
    expect(JSON.stringify(seen)).not.toContain('sesame-1234')
    for (const name of ['te', ':path', 'grpc-status', 'token-bin', 'a b', 'Upgrade', 'keep-alive', 'content-length'])
      expect(() => look(1, { metadata: [{ name, value: 'x' }] }), name).toThrow()
  })

  it('inside a forbidden range is not even tried', async () => {
    const target = await answering({})
    const seen = await openChecks({ allowed: [] }).look('grpc', { host: '127.0.0.1', port: target.port })
    expect(seen).toMatchObject({ state: 'unknown', errorCode: 'config' })
    expect(target.connections()).toBe(0)
  })
})

it('unknown fields of a health message are passed over', () => {
  const fields = [0x10, 5, 0x19, 1, 2, 3, 4, 5, 6, 7, 8, 0x22, 2, 9, 9, 0x2d, 1, 2, 3, 4, 0x08, 1]
  expect(readHealthResponse(Buffer.from([0, 0, 0, 0, fields.length, ...fields]))).toBe('SERVING')
})
