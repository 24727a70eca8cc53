import { Buffer } from 'node:buffer'
import { randomInt } from 'node:crypto'
import type { Timings } from '@bongsu/contract/outcome.ts'
import { text } from '@bongsu/contract/text.ts'
import packet, { type Packet } from 'dns-packet'
import { type Dialler, type NotDialled, openSocket } from './dial.ts'
import { type DnsRecord, recordOf } from './dns-record.ts'
import { readHost } from './host.ts'
import type { IpChoice, Resolver } from './resolver.ts'
import { type Failed, failed, misused, type OutboundFailure, type Remote } from './result.ts'
import { Stopwatch } from './stopwatch.ts'
import { ended } from './tcp.ts'
import { datagram } from './udp.ts'
import { type OnStage, Watch } from './watch.ts'

export const recordTypes = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'TXT', 'SOA', 'CAA', 'SRV', 'PTR'] as const
export type RecordType = (typeof recordTypes)[number]

export interface DnsRequest {
  /** In ASCII, without trailing dot. */
  readonly name: string
  readonly type: RecordType
  /** Who is asked; the system's own resolver unless said. */
  readonly server?: string
  readonly serverPort?: number
  readonly ip?: IpChoice
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly onStage?: OnStage
}

/** Any answer of a server, also "no such name": what it means is for the caller to say. */
export interface DnsAnswer {
  readonly ok: true
  readonly rcode: string
  readonly authoritative: boolean
  readonly records: readonly DnsRecord[]
  readonly server: Remote
  readonly over: 'udp' | 'tcp'
  readonly timings: Timings
  readonly durationMs: number
}

const defaultTimeoutMs = 10_000
/** Silence is answered by asking again: one lost datagram is no outage. */
const silenceMs = 2_000
const mostTries = 3
/** The size that crosses every path unfragmented (DNS flag day 2020). */
const udpPayloadSize = 1232

type Asked = { readonly ok: true; readonly answer: Packet; readonly over: 'udp' | 'tcp'; readonly server: Remote }

export const createDns =
  (dialler: Dialler, resolver: Resolver) =>
  async (request: DnsRequest): Promise<DnsAnswer | OutboundFailure> => {
    const watch = new Watch(request.timeoutMs ?? defaultTimeoutMs, request.signal, request.onStage)
    const times = new Stopwatch()
    try {
      const servers = await serversOf(request, dialler, resolver, watch, times)
      if ('ok' in servers) return ended(servers, times)
      const startedAt = performance.now()
      const asked = await ask(servers, request, watch)
      if (!asked.ok) return ended(asked, times)
      times.add('ttfb_ms', performance.now() - startedAt)
      const { answer, over, server } = asked
      return {
        ok: true,
        rcode: answer.rcode ?? 'NOERROR',
        authoritative: answer.flag_aa === true,
        records: (answer.answers ?? []).flatMap((record) => recordOf(record) ?? []),
        server,
        over,
        timings: times.timings(),
        durationMs: times.elapsedMs(),
      }
    } finally {
      watch.done()
    }
  }

/** A server somebody named passes the guard; the operator's own resolver is where the machine asks anyway. */
async function serversOf(
  request: DnsRequest,
  dialler: Dialler,
  resolver: Resolver,
  watch: Watch,
  times: Stopwatch,
): Promise<readonly Remote[] | NotDialled> {
  if (request.server === undefined) return resolver.servers().map(serverOf)
  const host = readHost(request.server)
  if (typeof host !== 'string') return misused('server', host.problem)
  const port = request.serverPort ?? 53
  const way = await dialler.route({ host, port, ip: request.ip ?? 'any' }, watch)
  times.add('dns_ms', way.dnsMs)
  return way.ok ? way.addresses.map((address) => ({ address, port })) : way
}

/** Node lists servers as `1.2.3.4`, `1.2.3.4:53`, `::1` or `[::1]:53`. */
function serverOf(listed: string): Remote {
  const bracketed = /^\[(.+)\]:(\d+)$/.exec(listed) ?? /^([\d.]+):(\d+)$/.exec(listed)
  return bracketed ? { address: bracketed[1] as string, port: Number(bracketed[2]) } : { address: listed, port: 53 }
}

async function ask(servers: readonly Remote[], request: DnsRequest, watch: Watch): Promise<Asked | NotDialled> {
  let last: NotDialled | undefined
  let edns = true
  for (let attempt = 0; attempt < mostTries && !watch.stopped; attempt++) {
    const server = servers[attempt % servers.length]
    if (!server) break
    const query = questionFor(request, edns)
    const heard = await datagram(server, query, watch, silenceMs, 'dns')
    if (heard === null) continue
    const read = 'ok' in heard ? heard : answerTo(query, heard)
    if (!read.ok) last = { ...read, remote: server }
    else if (read.answer.flag_tc) return overTcp(server, query, watch)
    else if (edns && read.answer.rcode === 'FORMERR') edns = false
    else return { ...read, over: 'udp', server }
  }
  if (watch.stopped) return watch.failure()
  return (
    last ??
    failed('timeout', 'dns', 'resolver', text('DNS 서버가 응답하지 않습니다.', 'The DNS server does not answer.'))
  )
}

/** With EDNS, so that more than 512 bytes fit a datagram; servers from before 1999 want to be asked without. */
const questionFor = ({ name, type }: DnsRequest, edns: boolean): Buffer =>
  packet.encode({
    id: randomInt(65_536),
    type: 'query',
    flags: packet.RECURSION_DESIRED,
    questions: [{ name, type }],
    ...(edns ? { additionals: [{ type: 'OPT', name: '.', udpPayloadSize, flags: 0 }] } : {}),
  })

function answerTo(query: Buffer, bytes: Buffer): { readonly ok: true; readonly answer: Packet } | Failed {
  try {
    const asked = packet.decode(query).questions?.[0]
    const answer = packet.decode(bytes)
    const question = answer.questions?.[0]
    const fits =
      bytes.readUInt16BE(0) === query.readUInt16BE(0) &&
      question?.type === asked?.type &&
      question?.name.toLowerCase() === asked?.name.toLowerCase()
    return fits ? { ok: true, answer } : nonsense
  } catch {
    return nonsense
  }
}

const nonsense = failed(
  'dns',
  'malformed',
  'target',
  text('DNS 서버의 응답을 해석할 수 없습니다.', "The DNS server's answer makes no sense."),
)

/** The answer did not fit a datagram (RFC 7766): the same question over TCP, to the address that was judged before. */
async function overTcp(server: Remote, query: Buffer, watch: Watch): Promise<Asked | NotDialled> {
  const socket = await openSocket(server, watch)
  if ('ok' in socket) return { ...socket, remote: server }
  const heard = await new Promise<Buffer | Failed>((resolve) => {
    let bytes: Buffer = Buffer.alloc(0)
    watch.enter('dns', undefined, () => resolve(watch.failure()))
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      const message = framed(bytes)
      if (message) resolve(message)
    })
    socket.once('close', () => resolve(nonsense))
    socket.write(Buffer.concat([Uint8Array.of(query.length >> 8, query.length & 0xff), query]))
  })
  socket.destroy()
  const read = 'ok' in heard ? heard : answerTo(query, heard)
  return read.ok ? { ...read, over: 'tcp', server } : { ...read, remote: server }
}

/** Over TCP two bytes of length come before each message. */
function framed(bytes: Buffer): Buffer | undefined {
  const end = bytes.length >= 2 ? bytes.readUInt16BE(0) + 2 : Number.POSITIVE_INFINITY
  return bytes.length >= end ? bytes.subarray(2, end) : undefined
}
