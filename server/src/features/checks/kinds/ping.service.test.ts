import { describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { serverPrograms } from '#test/own-process.ts'

const { isThere, title } = serverPrograms('the ping of this system', ['ping'], 'iputils-ping')
const { look, faults } = openChecks({ allowed: ['127.0.0.0/8', '::1', '10.0.0.0/8'] })

describe.skipIf(!isThere)(title, () => {
  it('loopback answers', async () => {
    const seen = await look('ping', { host: '127.0.0.1', count: 3 })
    expect(seen).toMatchObject({
      state: 'up',
      evidence: { address: '127.0.0.1', sent: 3, received: 3, loss_percent: 0, rtt_avg_ms: expect.any(Number) },
    })
    expect(await look('ping', { host: 'localhost', count: 1, ip_version: '4' })).toMatchObject({ state: 'up' })
  })

  it('loopback answers over IPv6', async () => {
    expect(await look('ping', { host: '::1', count: 1 })).toMatchObject({ state: 'up', evidence: { address: '::1' } })
  })

  it('a place where nobody is does not', async () => {
    const seen = await look('ping', { host: '10.255.255.1', count: 1 }, 2500)
    expect(seen).toMatchObject({ state: 'down', errorCode: 'connect' })
    expect(faults).toEqual([])
  })
})
