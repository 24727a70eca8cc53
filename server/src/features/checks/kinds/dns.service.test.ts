import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { type OwnProcess, serverPrograms } from '#test/own-process.ts'
import { startNsd } from '#test/targets/nsd-server.ts'

const { isThere, title } = serverPrograms('NSD, an authoritative DNS server', ['nsd'], 'nsd')

describe.skipIf(!isThere)(title, () => {
  let server: OwnProcess
  const { look } = openChecks()
  beforeAll(async () => {
    server = await startNsd()
  })
  afterAll(() => server?.close())

  const ask = (name: string, type = 'A', options: object = {}) =>
    look('dns', { name, type, server: '127.0.0.1', server_port: server.port, ...options }, 10_000)

  it.each([
    ['plain.example', 'A', ['192.0.2.1']],
    ['www.plain.example', 'A', ['192.0.2.2', '192.0.2.3']],
    ['www.plain.example', 'AAAA', ['2001:db8::2']],
    ['alias.plain.example', 'CNAME', ['step.plain.example']],
    ['plain.example', 'MX', ['10 mx1.plain.example', '20 mx2.plain.example']],
    ['plain.example', 'NS', ['ns.plain.example']],
    ['plain.example', 'TXT', ['v=spf1 -allsecond part']],
    ['plain.example', 'CAA', ['0 issue "letsencrypt.org"']],
    ['_sip._tcp.plain.example', 'SRV', ['1 2 5060 sip.plain.example']],
    ['any.wild.plain.example', 'A', ['192.0.2.9']],
    ['192.0.2.1', 'PTR', ['www.plain.example']],
    ['www.signed.example', 'A', ['192.0.2.11']],
    ['signed.example', 'MX', ['10 mail.signed.example']],
    ['signed.example', 'CAA', ['0 issue "letsencrypt.org"']],
  ])('%s %s is as the zone says', async (name, type, expected) => {
    const outcome = await ask(name, type, { expected, match: 'exact' })
    expect(outcome, JSON.stringify(outcome.evidence)).toMatchObject({
      state: 'up',
      evidence: { rcode: 'NOERROR', authoritative: true },
    })
  })

  it('follows aliases, and says where they lead', async () => {
    const outcome = await ask('alias.plain.example')
    expect(outcome).toMatchObject({ state: 'up', evidence: { aliases: ['step.plain.example', 'www.plain.example'] } })
    expect(outcome.evidence.ttl).toBe(30)
  })

  it('asks again over TCP where an answer does not fit', async () => {
    const outcome = await ask('many.plain.example', 'TXT')
    expect(outcome).toMatchObject({ state: 'up', evidence: { over: 'tcp' } })
    expect((outcome.evidence.records as unknown[]).length).toBe(50)
  })

  it.each([
    ['a name that is not there', 'nobody.plain.example', 'A', 'NXDOMAIN'],
    ['a name that is not there in a signed zone', 'nobody.signed.example', 'A', 'NXDOMAIN'],
    ['an alias into nothing', 'lost.plain.example', 'A', 'NXDOMAIN'],
    ['a name without this record', 'plain.example', 'SRV', 'NOERROR'],
    ['an empty node', 'node.below.plain.example', 'A', 'NOERROR'],
    ['a zone whose file is broken', 'www.broken.example', 'A', 'SERVFAIL'],
    ['a zone that is not served here', 'www.elsewhere.example', 'A', 'REFUSED'],
  ])('tells %s apart', async (_what, name, type, rcode) => {
    expect(await ask(name, type)).toMatchObject({ state: 'down', errorCode: 'dns', evidence: { rcode } })
  })

  it('says what came where something else was expected', async () => {
    const outcome = await ask('www.plain.example', 'A', { expected: ['192.0.2.2'], match: 'exact' })
    expect(outcome).toMatchObject({ state: 'down', errorCode: 'assertion' })
    expect(outcome.message.en).toContain('192.0.2.3')
  })
})
