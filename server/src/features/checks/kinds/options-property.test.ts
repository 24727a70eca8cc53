import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { tryAnyOptions, tryWithPartner } from '#test/any-options.ts'
import { openChecks } from '#test/checks.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'
import { partners } from '#test/targets/partners.ts'
import { schemaOf } from '../schema-of.ts'
import { kindNames, kindOf } from './catalogue.ts'
import type { AnyCheckKind } from './contract.ts'

/** Names lead nowhere and loopback is all there is: whatever is generated, nothing leaves this machine. */
const kit = openChecks({ allowed: ['127.0.0.1'], resolver: { servers: ['127.0.0.1:9'], timeoutMs: 50, tries: 1 } })
let target: HttpTarget

beforeAll(async () => {
  const page = '<!doctype html><body><p class="price">a 가나다 <b>1</b></p><script>x-name</script>'
  target = await startHttpTarget(({ url, headers }, response) => {
    const isPage = url.length % 2 === 0
    const type = isPage ? 'text/html' : 'application/json'
    response.writeHead(200, { 'content-type': type, 'x-name': String(headers['x-name'] ?? 'a') })
    response.end(isPage ? page : JSON.stringify({ a: [1, { b: 'a' }], b: null, access_token: 'abcdef' }))
  })
})
afterAll(async () => {
  await target.close()
  await kit.room.stop?.(new AbortController().signal)
})

const members = kindNames.map((name): [string, AnyCheckKind] => [name, kindOf(name) as AnyCheckKind])

describe.each(members)('any options of %s', (name, kind) => {
  // A browser costs seconds; every other look a millisecond or two.
  const isCheap = kind.ownConcurrency === undefined

  it('are refused by the name of a field, or looked with without an exception', async () => {
    const aim = (raw: Record<string, unknown>) => aimed(raw) as Record<string, unknown>
    await tryAnyOptions(kit, { name, schema: schemaOf(kind), aim, runs: isCheap ? 120 : 40, looks: isCheap ? 60 : 2 })
  }, 120_000)
})

/** Above, whoever speaks another protocol than HTTP gets no further than its first words. */
describe.each(Object.entries(partners))('any options of %s, with a server that speaks its protocol', (name, start) => {
  it('are looked with to the end', async () => {
    await tryWithPartner(kit, start, { name, schema: schemaOf(kindOf(name) as AnyCheckKind), runs: 120, looks: 60 })
  }, 120_000)
})

/** Whatever has an address is pointed at our own server. */
function aimed(value: unknown, name = ''): unknown {
  const { port } = new URL(target.url) as unknown as Pick<AddressInfo, 'port'>
  if (typeof value === 'string') {
    if (/(^|_)url$/.test(name)) return `${/^ws/.test(value) ? 'ws' : 'http'}://127.0.0.1:${port}/${value.length % 7}`
    return name === 'host' || name === 'server' ? '127.0.0.1' : value
  }
  if (typeof value === 'number' && (name === 'port' || name === 'server_port')) return Number(port)
  if (Array.isArray(value)) return value.map((item) => aimed(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, aimed(item, key)]))
}
