import { afterEach, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { FakeClock } from '#test/fake-clock.ts'
import { startHttpTarget } from '#test/targets/http-target.ts'
import { rdapServerOf, serversIn } from './bootstrap.ts'

const clock = new FakeClock('2026-03-02T00:00:00Z')
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})

describe('the servers of the registries', () => {
  const context = {
    ...openChecks(),
    clock,
    timeoutMs: 2_000,
    signal: new AbortController().signal,
    judge: undefined as never,
  }

  it('are known from the start', async () => {
    const none = await startHttpTarget((_request, response) => response.writeHead(503).end())
    open.push(none)
    const serverOf = (tld: string) => rdapServerOf(tld, context, `${none.url}/dns.json`)
    expect(await serverOf('com')).toBe('https://rdap.verisign.com/com/v1/')
    expect(await serverOf('ai')).toMatch(/^https:.*\/$/)
    expect(await serverOf('kr')).toBeUndefined()
    // Once a day is enough to ask a server that does not answer.
    expect(none.requests).toHaveLength(1)
  })

  it('are refreshed, once for everybody', async () => {
    const services = [
      [
        ['com', 'kr'],
        ['http://rdap.example/old', 'https://rdap.example/v1'],
      ],
    ]
    const list = await startHttpTarget((_request, response) =>
      response.writeHead(200).end(JSON.stringify({ services })),
    )
    open.push(list)
    const fresh = { ...context, outbound: openChecks().outbound }
    const found = await Promise.all(['com', 'kr', 'net'].map((tld) => rdapServerOf(tld, fresh, list.url)))
    expect(found).toEqual(['https://rdap.example/v1/', 'https://rdap.example/v1/', undefined])
    await rdapServerOf('com', fresh, list.url)
    expect(list.requests).toHaveLength(1)
  })

  it('are not forgotten for a file that is none', () => {
    for (const source of [
      '',
      '{}',
      '{"services":[]}',
      '{"services":1}',
      '<html>',
      '{"services":[[["kr"],["https://a/"]]]}',
    ])
      expect(serversIn(source)).toBeNull()
  })
})
