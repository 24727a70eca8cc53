import net from 'node:net'
import { text } from '@bongsu/contract/text.ts'
import type { AddressPolicy } from './address-policy.ts'
import { type Host, isLiteral, isLocalhost } from './host.ts'
import type { DnsProblem, IpChoice, Resolver } from './resolver.ts'
import { connectFailed, type Failed, type Fault, failed, misused, type Remote, refused } from './result.ts'
import type { Watch } from './watch.ts'

export interface Destination {
  readonly host: Host
  readonly port: number
  readonly ip: IpChoice
}

export interface Route {
  readonly ok: true
  /** Every one of them has passed the guard. */
  readonly addresses: readonly string[]
  readonly dnsMs?: number
}

export interface StageLimits {
  readonly connectMs?: number
  readonly tlsMs?: number
}

export interface Dialled {
  readonly ok: true
  readonly socket: net.Socket
  readonly remote: Remote
  readonly dnsMs?: number
  readonly connectMs: number
}

/** A failure on the way to a connection, with what is known of the way. */
export type NotDialled = Failed & { readonly dnsMs?: number; readonly remote?: Remote }

/**
 * The gate every byte passes: decides where a name leads, judges that, and connects to exactly what was judged.
 * Nothing else in the product opens a socket to a place somebody named.
 */
export interface Dialler {
  /** `portless`: for ICMP, which has none; `port` is then 0. */
  route(to: Destination, watch: Watch, kind?: 'portless'): Promise<Route | NotDialled>
  dial(to: Destination, watch: Watch, limits?: StageLimits): Promise<Dialled | NotDialled>
}

/** More addresses than this are not tried: a name with hundreds of dead ones must not hold a check. */
const mostAttempts = 3

export function createDialler(policy: AddressPolicy, resolver: Resolver): Dialler {
  return { route, dial }

  async function route({ host, port, ip }: Destination, watch: Watch, kind?: 'portless'): Promise<Route | NotDialled> {
    if (kind !== 'portless' && !(port >= 1 && port <= 65_535))
      return misused('port', text(`포트는 1~65535입니다(받은 값: ${port}).`, `A port is 1 to 65535 (got ${port}).`))
    if (isLiteral(host)) {
      if (!fits(host, ip)) return wrongFamily(host, ip)
      const refusal = policy(host, port, host)
      return refusal ? refused(refusal) : { ok: true, addresses: [host] }
    }
    const startedAt = performance.now()
    const found = await watch.race('dns', undefined, resolver.lookup(host, ip))
    const dnsMs = performance.now() - startedAt
    if (!found) return { ...watch.failure(), dnsMs }
    if ('problem' in found) return { ...dnsFailed(host, found.problem), dnsMs }
    return { ...judge(found.addresses, host, port), dnsMs }
  }

  /**
   * One forbidden answer spoils them all: mixed answers are how a name is made to point inside. Only localhost, which
   * nobody answered for us, is whichever of its two addresses is open.
   */
  function judge(addresses: readonly string[], host: Host, port: number): Route | NotDialled {
    const open: string[] = []
    let refusal: NotDialled | undefined
    for (const address of addresses) {
      const found = policy(address, port, host)
      if (!found) open.push(address)
      else if (isLocalhost(host)) refusal ??= refused(found)
      else return { ...refused(found), remote: { address, port } }
    }
    return open.length > 0 || !refusal ? { ok: true, addresses: open } : refusal
  }

  async function dial(to: Destination, watch: Watch, limits: StageLimits = {}): Promise<Dialled | NotDialled> {
    const way = await route(to, watch)
    if (!way.ok) return way
    const startedAt = performance.now()
    let last: NotDialled | undefined
    for (const address of way.addresses.slice(0, mostAttempts)) {
      const remote = { address, port: to.port }
      const opened = await openSocket(remote, watch, limits.connectMs)
      if (!('ok' in opened))
        return { ok: true, socket: opened, remote, connectMs: performance.now() - startedAt, ...dnsPart(way) }
      last = { ...opened, remote, ...dnsPart(way) }
      if (watch.stopped) break
    }
    return last as NotDialled
  }
}

const dnsPart = (way: Route): { dnsMs?: number } => (way.dnsMs === undefined ? {} : { dnsMs: way.dnsMs })

/** Connects to an address that has been judged already. Not for use outside this folder. */
export function openSocket(remote: Remote, watch: Watch, limitMs?: number): Promise<net.Socket | Failed> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: remote.address, port: remote.port, noDelay: true })
    const onConnect = () => {
      socket.off('error', onError)
      socket.on('error', ignore)
      resolve(socket)
    }
    const onError = (error: Error) => resolve(connectFailed(error, remote))
    socket.once('connect', onConnect)
    socket.once('error', onError)
    watch.enter('connect', limitMs, () => {
      socket.off('connect', onConnect)
      socket.destroy()
      resolve(watch.failure())
    })
  })
}

/** A late error on a socket somebody has already finished with must not end the process. */
const ignore = (): void => undefined

const fits = (literal: string, ip: IpChoice): boolean => ip === 'any' || (ip === 'ipv6') === literal.includes(':')

const wrongFamily = (host: Host, ip: IpChoice): Failed =>
  misused(
    'family',
    text(
      `${host}은(는) ${ip === 'ipv4' ? 'IPv4' : 'IPv6'} 주소가 아닙니다.`,
      `${host} is not an ${ip === 'ipv4' ? 'IPv4' : 'IPv6'} address.`,
    ),
  )

const dnsWords: Readonly<Record<DnsProblem, readonly [ko: string, en: string, fault: Fault]>> = {
  nxdomain: ['존재하지 않는 이름입니다(NXDOMAIN)', 'does not exist (NXDOMAIN)', 'target'],
  nodata: ['선택한 종류의 주소가 없습니다', 'has no address of the chosen kind', 'target'],
  servfail: [
    '이름 서버가 처리하지 못했습니다(SERVFAIL)',
    'could not be answered by its name servers (SERVFAIL)',
    'resolver',
  ],
  refused: ['DNS 서버가 조회를 거부했습니다(REFUSED)', 'was refused by the DNS server (REFUSED)', 'resolver'],
  timeout: ['DNS 서버가 응답하지 않습니다', 'got no answer from the DNS server', 'resolver'],
  unreachable: ['DNS 서버에 연결할 수 없습니다', 'could not be asked: the DNS server is unreachable', 'resolver'],
  failed: ['DNS 응답을 해석할 수 없습니다', 'got an answer that makes no sense', 'resolver'],
}

function dnsFailed(host: Host, problem: DnsProblem): Failed {
  const [ko, en, fault] = dnsWords[problem]
  return failed('dns', problem, fault, text(`${host}: ${ko}.`, `${host} ${en}.`))
}
