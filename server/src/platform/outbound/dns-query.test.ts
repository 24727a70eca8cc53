import { afterEach, describe, expect, it } from 'vitest'
import { type Reply, startDnsTarget } from '#test/targets/dns-target.ts'
import type { RecordType } from './dns-query.ts'
import { createOutbound } from './outbound.ts'

const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const target of open.splice(0)) await target.close()
})
const use = async <Some extends { close(): Promise<void> }>(starting: Promise<Some>): Promise<Some> => {
  const target = await starting
  open.push(target)
  return target
}
const outbound = createOutbound({ allowed: () => ['127.0.0.1'], forbidden: () => [] })
const records: readonly [RecordType, Reply, string][] = [
  ['A', [{ type: 'A', data: '8.8.8.8' }], '8.8.8.8'],
  ['AAAA', [{ type: 'AAAA', data: '2001:4860:4860::8888' }], '2001:4860:4860::8888'],
  ['CNAME', [{ type: 'CNAME', data: 'Target.Example' }], 'target.example'],
  ['NS', [{ type: 'NS', data: 'ns1.example' }], 'ns1.example'],
  ['PTR', [{ type: 'PTR', data: 'host.example' }], 'host.example'],
  ['MX', [{ type: 'MX', data: { preference: 10, exchange: 'mail.example' } }], '10 mail.example'],
  ['TXT', [{ type: 'TXT', data: ['v=spf1 ', 'include:한글.example -all'] }], 'v=spf1 include:한글.example -all'],
  ['SRV', [{ type: 'SRV', data: { priority: 1, weight: 2, port: 443, target: 'srv.example' } }], '1 2 443 srv.example'],
  ['CAA', [{ type: 'CAA', data: { flags: 128, tag: 'issue', value: 'ca.example' } }], '128 issue "ca.example"'],
  [
    'SOA',
    [
      {
        type: 'SOA',
        data: { mname: 'ns1.example', rname: 'admin.example', serial: 7, refresh: 1, retry: 2, expire: 3, minimum: 4 },
      },
    ],
    'ns1.example admin.example 7 1 2 3 4',
  ],
]

describe('a DNS query', () => {
  it.each(records)('reads %s records', async (type, reply, value) => {
    const dns = await use(startDnsTarget({ [`name.example ${type}`]: reply }))
    const answer = await outbound.dns({ name: 'name.example', type, server: '127.0.0.1', serverPort: dns.port })
    expect(answer).toMatchObject({
      ok: true,
      rcode: 'NOERROR',
      authoritative: true,
      over: 'udp',
      records: [{ type, ttl: 60, value }],
    })
  })

  it('tells no such name, a failing server and a refusing one apart', async () => {
    const dns = await use(
      startDnsTarget({ 'broken.example': 'SERVFAIL', 'closed.example': 'REFUSED', 'other.example A': [] }),
    )
    const ask = (name: string) => outbound.dns({ name, type: 'A', server: '127.0.0.1', serverPort: dns.port })
    expect(await ask('none.example')).toMatchObject({ ok: true, rcode: 'NXDOMAIN', records: [] })
    expect(await ask('broken.example')).toMatchObject({ ok: true, rcode: 'SERVFAIL' })
    expect(await ask('closed.example')).toMatchObject({ ok: true, rcode: 'REFUSED' })
    expect(await ask('other.example')).toMatchObject({ ok: true, rcode: 'NOERROR', records: [] })
  })

  it('goes over TCP when the answer does not fit a datagram', async () => {
    const many = Array.from({ length: 300 }, (_unused, at) => ({ type: 'A', data: `8.8.${at >> 8}.${at & 255}` }))
    const dns = await use(startDnsTarget({ 'big.example A': many }, { truncate: true }))
    const answer = await outbound.dns({ name: 'big.example', type: 'A', server: '127.0.0.1', serverPort: dns.port })
    expect(answer).toMatchObject({ ok: true, over: 'tcp' })
    expect(answer.ok && answer.records).toHaveLength(300)
  })

  it('asks the resolver of the machine unless told otherwise', async () => {
    const dns = await use(startDnsTarget({ 'name.example A': [{ type: 'A', data: '8.8.8.8' }] }))
    const own = createOutbound({ allowed: () => [], forbidden: () => [], resolver: { servers: [dns.server] } })
    expect(await own.dns({ name: 'name.example', type: 'A' })).toMatchObject({
      ok: true,
      server: { address: '127.0.0.1', port: dns.port },
    })
  })

  it('asks again when a datagram is lost, and gives up in time', async () => {
    const dns = await use(
      startDnsTarget((_name, type, count) => (count === 1 ? 'silence' : [{ type, data: '8.8.8.8' }])),
    )
    expect(
      await outbound.dns({ name: 'lossy.example', type: 'A', server: '127.0.0.1', serverPort: dns.port }),
    ).toMatchObject({ ok: true })
    const mute = await use(startDnsTarget(() => 'silence'))
    const answer = await outbound.dns({
      name: 'mute.example',
      type: 'A',
      server: '127.0.0.1',
      serverPort: mute.port,
      timeoutMs: 200,
    })
    expect(answer).toMatchObject({ ok: false, phase: 'timeout', fault: 'resolver' })
  }, 10_000)

  it('fails with a server that is not there', async () => {
    const dns = await startDnsTarget({})
    await dns.close()
    expect(
      await outbound.dns({ name: 'a.example', type: 'A', server: '127.0.0.1', serverPort: dns.port }),
    ).toMatchObject({ ok: false, phase: 'connect', code: 'ECONNREFUSED' })
  })

  it('asks an old server again without extensions', async () => {
    const dgram = await import('node:dgram')
    const { default: packet } = await import('dns-packet')
    const socket = dgram.createSocket('udp4')
    socket.on('message', (bytes, from) => {
      const query = packet.decode(bytes)
      const old = (query.additionals ?? []).length > 0
      const answers = old ? [] : [{ type: 'A', name: 'old.example', ttl: 1, data: '8.8.8.8' }]
      socket.send(
        packet.encode({
          id: query.id ?? 0,
          type: 'response',
          flags: old ? 1 : 0,
          questions: query.questions ?? [],
          answers,
        }),
        from.port,
        from.address,
      )
    })
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    expect(
      await outbound.dns({ name: 'old.example', type: 'A', server: '127.0.0.1', serverPort: socket.address().port }),
    ).toMatchObject({ ok: true, records: [{ value: '8.8.8.8' }] })
    socket.close()
  })

  it('does not believe an answer to another question, or one that is garbage', async () => {
    const dgram = await import('node:dgram')
    for (const reply of [Buffer.alloc(0), Buffer.from('garbage'), Buffer.alloc(512, 0xc0), Buffer.alloc(12)]) {
      const socket = dgram.createSocket('udp4')
      socket.on('message', (_bytes, from) => socket.send(reply, from.port, from.address))
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
      expect(
        await outbound.dns({
          name: 'a.example',
          type: 'A',
          server: '127.0.0.1',
          serverPort: socket.address().port,
          timeoutMs: 3000,
        }),
      ).toMatchObject({ ok: false })
      socket.close()
    }
  })
})
