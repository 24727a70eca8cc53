import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { outboundKey } from '#platform/outbound/index.ts'
import { buildTestApp, type TestApp } from './build-test-app.ts'

let app: TestApp
beforeEach(async () => {
  app = await buildTestApp({ BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8' })
})
afterEach(() => app.close())

it('never goes to its own listener, also where loopback is allowed', async () => {
  const neighbour = createServer((_request, response) => response.end('fine'))
  await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve))
  const own = await app.http.listen({ host: '127.0.0.1', port: 0 })
  const outbound = app.services.use(outboundKey)

  expect(outbound.precheckUrl(own)?.reason).toBe('address_own_port')
  expect(await outbound.http({ url: `${own}/healthz` })).toMatchObject({ ok: false, code: 'own-port' })

  const beside = `http://127.0.0.1:${(neighbour.address() as AddressInfo).port}/`
  expect(outbound.precheckUrl(beside)).toBeUndefined()
  expect(await outbound.http({ url: beside })).toMatchObject({ ok: true, status: 200 })
  await new Promise((resolve) => neighbour.close(resolve))
})
