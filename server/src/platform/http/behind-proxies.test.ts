import { text } from '@bongsu/contract/text.ts'
import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { anonymous } from '#kernel/operation.ts'
import { silentLog } from '#platform/log/log.ts'
import { operation } from '#platform/operations/operation.ts'
import { createHttp } from './server.ts'

const signIn = operation({
  name: 'knock',
  summary: text('두드립니다.', 'Knocks.'),
  access: 'public',
  effect: 'read',
  rate: 'sign-in',
  http: { method: 'GET', path: '/api/v1/knock' },
  input: z.strictObject({}),
  output: z.object({ address: z.string() }),
  run: async () => ({ address: '' }),
})

let app: FastifyInstance
afterEach(() => app.close())

async function open(trustedProxies: number): Promise<void> {
  app = await createHttp({
    operations: [signIn],
    run: async (_operation, _input, { origin }) => ({ address: origin.address }),
    authenticate: async () => ({ actor: anonymous, proof: 'none' }),
    rateRules: () => ({ max: 2, windowMs: 60_000 }),
    defaultLanguage: () => 'en',
    trustedProxies,
    log: silentLog(),
    now: () => 0,
  })
}

/** As it comes from the nearest proxy, or from a stranger who writes the header themselves. */
const knock = (forwarded: string) =>
  app.inject({ url: '/api/v1/knock', headers: { 'x-forwarded-for': forwarded, 'x-real-ip': '203.0.113.200' } })
const addressOf = async (forwarded: string): Promise<string> => (await knock(forwarded)).json().address

describe('the address of a caller', () => {
  it('is the connection’s own where no proxy is trusted: another header each time wins no further try', async () => {
    await open(0)
    const statuses: number[] = []
    for (let n = 1; n <= 4; n++) statuses.push((await knock(`203.0.113.${n}`)).statusCode)
    expect(statuses).toEqual([200, 200, 429, 429])
  })

  it('is what the one trusted proxy saw, whatever stood in the header before', async () => {
    await open(1)
    expect(await addressOf('203.0.113.5')).toBe('203.0.113.5')
    expect(await addressOf('198.51.100.1, 198.51.100.2, 203.0.113.5')).toBe('203.0.113.5')
    expect((await knock('198.51.100.3, 203.0.113.5')).statusCode).toBe(429)
    expect(await addressOf('203.0.113.6')).toBe('203.0.113.6')
  })

  it('is what the outermost of two trusted proxies saw', async () => {
    await open(2)
    expect(await addressOf('198.51.100.1, 203.0.113.5, 10.0.0.2')).toBe('203.0.113.5')
  })

  it('is one for all of an IPv6 host’s own network', async () => {
    await open(1)
    expect((await knock('2001:db8:1:2::1')).statusCode).toBe(200)
    expect((await knock('2001:db8:1:2:ffff::9')).statusCode).toBe(200)
    expect((await knock('2001:db8:1:2:aaaa:bbbb:cccc:dddd')).statusCode).toBe(429)
    expect((await knock('2001:db8:1:3::1')).statusCode).toBe(200)
  })
})
