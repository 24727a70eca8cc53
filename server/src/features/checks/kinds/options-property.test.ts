import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseInput } from '#platform/operations/parse.ts'
import { openChecks } from '#test/checks.ts'
import { optionsLike } from '#test/options-like.ts'
import { startHttpTarget } from '#test/targets/http-target.ts'
import { schemaOf } from '../list-check-kinds.ts'
import type { Outcome } from '../outcome.ts'
import { kindNames, kindOf } from './catalogue.ts'
import type { AnyCheckKind } from './contract.ts'

/** Names lead nowhere and loopback is all there is: whatever is generated, nothing leaves this machine. */
const kit = openChecks({ allowed: ['127.0.0.1'], resolver: { servers: ['127.0.0.1:9'], timeoutMs: 50, tries: 1 } })
let target: Awaited<ReturnType<typeof startHttpTarget>>

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

const atOnce = 20
const members = kindNames.map((name): [string, AnyCheckKind] => [name, kindOf(name) as AnyCheckKind])

describe.each(members)('any options of %s', (name, kind) => {
  it('are refused by the name of a field, or looked with without an exception', async () => {
    const accepted: Record<string, unknown>[] = []
    // A browser costs seconds; every other look a millisecond or two.
    const numRuns = kind.ownConcurrency === undefined ? 120 : 40
    fc.assert(
      fc.property(optionsLike(schemaOf(kind), kind.example), (raw) => {
        const options = readOrRefused(kind, aimed(raw) as Record<string, unknown>)
        if (options) accepted.push(options)
      }),
      { numRuns },
    )
    expect(accepted.length).toBeGreaterThan(3)
    const looked = accepted.slice(0, kind.ownConcurrency === undefined ? 60 : 2)
    const look = (options: Record<string, unknown>) => kit.checks.lookOnce(name, options, { timeoutMs: 1000 })
    const faults = () => kit.faults.splice(0).map(({ error }) => String(error))
    const failed: Record<string, unknown>[] = []
    // Most of a look is waiting for somebody who does not answer.
    for (let from = 0; from < looked.length; from += atOnce)
      await Promise.all(
        looked.slice(from, from + atOnce).map(async (options) => {
          const outcome = await look(options)
          expectWhole(outcome, options)
          if (outcome.errorCode === 'own_fault') failed.push(options)
        }),
      )
    expect(faults().filter((fault) => !fault.includes('did not end'))).toEqual([])
    // Of many at once some may end late on a busy machine; alone, each of them comes to an end of its own.
    for (const options of failed) await expect.poll(async () => (await look(options)) && faults()).toEqual([])
  }, 120_000)
})

function readOrRefused(kind: AnyCheckKind, raw: Record<string, unknown>): Record<string, unknown> | undefined {
  try {
    return parseInput(kind.options, raw, 'ko') as Record<string, unknown>
  } catch (error) {
    const { code, details } = error as { code: string; details?: { fields: { path: string; message: string }[] } }
    expect(code, String(error)).toBe('validation')
    for (const { path, message } of details?.fields ?? []) {
      expect(path, JSON.stringify(raw)).not.toBe('')
      expect(message).not.toBe('')
    }
    return undefined
  }
}

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

function expectWhole(outcome: Outcome, options: object): void {
  const said = JSON.stringify([outcome, options])
  expect(outcome.message.ko, said).not.toBe('')
  expect(outcome.message.en, said).not.toBe('')
  expect(outcome.errorCode === undefined, said).toBe(outcome.state === 'up')
  expect(JSON.parse(JSON.stringify(outcome.evidence)), said).toEqual(outcome.evidence)
  expect(outcome.durationMs, said).toBeGreaterThanOrEqual(0)
}
