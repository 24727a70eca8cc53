import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'
import packet, { type Answer, type Packet } from 'dns-packet'

/** What is said about a name and type: records, or an rcode, or nothing at all. */
export type Reply = readonly Omit<Answer, 'name'>[] | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'silence'

/** Called for every question, so that an answer may change from one to the next (rebinding). */
export type Zone = (name: string, type: string, count: number) => Reply | { readonly records: readonly Answer[] }

export interface DnsTarget {
  /** As a resolver setting: `127.0.0.1:1234`. */
  readonly server: string
  readonly port: number
  readonly questions: readonly { readonly name: string; readonly type: string; readonly over: 'udp' | 'tcp' }[]
  close(): Promise<void>
}

export interface DnsTargetOptions {
  /** UDP answers say "truncated", so that the client comes back over TCP. */
  readonly truncate?: boolean
}

/** An authoritative server on loopback, over UDP and TCP on one port. */
export async function startDnsTarget(
  zone: Zone | Readonly<Record<string, Reply>>,
  options: DnsTargetOptions = {},
): Promise<DnsTarget> {
  const questions: { name: string; type: string; over: 'udp' | 'tcp' }[] = []
  const look: Zone =
    typeof zone === 'function' ? zone : (name, type) => zone[`${name} ${type}`] ?? zone[name] ?? ownNothing(zone, name)
  const answer = (query: Packet, over: 'udp' | 'tcp'): Buffer | undefined => {
    const { name = '', type = '' } = query.questions?.[0] ?? {}
    questions.push({ name, type, over })
    const count = questions.filter((asked) => asked.name === name && asked.type === type).length
    const reply = look(name.toLowerCase(), type, count)
    if (reply === 'silence') return undefined
    return encode(query, reply, name, over === 'udp' && options.truncate === true)
  }
  const { udp, tcp } = await onOnePort()
  const { port } = udp.address()
  udp.on('message', (bytes, from) => {
    const reply = answer(packet.decode(bytes), 'udp')
    if (reply) udp.send(reply, from.port, from.address)
  })
  tcp.on('connection', (socket) => {
    socket.on('error', () => undefined)
    socket.on('data', (bytes) => {
      const reply = bytes.length > 2 && answer(packet.decode(bytes.subarray(2)), 'tcp')
      if (reply) socket.write(Buffer.concat([Uint8Array.of(reply.length >> 8, reply.length & 0xff), reply]))
    })
  })
  return {
    server: `127.0.0.1:${port}`,
    port,
    questions,
    async close() {
      udp.close()
      tcp.close()
      await once(tcp, 'close')
    },
  }
}

/** A name that has records of another type exists: "no data" rather than "no such name". */
const ownNothing = (zone: Readonly<Record<string, Reply>>, name: string): Reply =>
  Object.keys(zone).some((key) => key.startsWith(`${name} `)) ? [] : 'NXDOMAIN'

function encode(query: Packet, reply: Exclude<ReturnType<Zone>, 'silence'>, name: string, truncated: boolean): Buffer {
  const rcode = typeof reply === 'string' ? rcodes[reply] : 0
  const records =
    typeof reply === 'string'
      ? []
      : 'records' in reply
        ? reply.records
        : reply.map((record) => ({ ttl: 60, ...record, name }))
  return packet.encode({
    id: query.id ?? 0,
    type: 'response',
    flags:
      packet.RECURSION_AVAILABLE | packet.AUTHORITATIVE_ANSWER | (truncated ? packet.TRUNCATED_RESPONSE : 0) | rcode,
    questions: query.questions ?? [],
    answers: truncated ? [] : records,
  })
}

const rcodes = { NXDOMAIN: 3, SERVFAIL: 2, REFUSED: 5 } as const

/** A port that is free for UDP may be taken for TCP. */
async function onOnePort(): Promise<{ udp: dgram.Socket; tcp: net.Server }> {
  for (;;) {
    const udp = dgram.createSocket('udp4')
    udp.bind(0, '127.0.0.1')
    await once(udp, 'listening')
    const tcp = net.createServer()
    tcp.listen(udp.address().port, '127.0.0.1')
    const isFree = await once(tcp, 'listening').then(
      () => true,
      () => false,
    )
    if (isFree) return { udp, tcp }
    udp.close()
  }
}
