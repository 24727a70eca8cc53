import type { ReasonedText } from '#kernel/errors.ts'
import { serviceKey } from '#kernel/service.ts'
import { AddressRefused, createAddressPolicy, type PolicyParts } from './address-policy.ts'
import { type Converse, createConverse } from './conversation.ts'
import { createDialler } from './dial.ts'
import { createDns, type DnsAnswer, type DnsRequest } from './dns-query.ts'
import { isLiteral, isLocalhost, readHost, readUrl } from './host.ts'
import { createHttpClient, type HttpClient, type HttpResult } from './http-client.ts'
import { type HttpLine, type LineAddress, openHttpLine } from './http-line.ts'
import type { HttpRequest } from './http-request.ts'
import { createHttp2, type Http2Answer, type Http2Request } from './http2-client.ts'
import { createPing, type PingAnswer, type PingRequest } from './ping.ts'
import { createResolver, type Resolver, type ResolverOptions } from './resolver.ts'
import type { OutboundFailure } from './result.ts'
import { createSmtp, type SmtpClient } from './smtp.ts'
import {
  type Connected,
  type ConnectRequest,
  createConnect,
  createTcp,
  type TcpAnswer,
  type TcpRequest,
} from './tcp.ts'
import { createTls, type TlsAnswer, type TlsRequest } from './tls.ts'
import { createUdp, type UdpAnswer, type UdpRequest } from './udp.ts'
import { createWebSocket, type WebSocketAnswer, type WebSocketFailure, type WebSocketRequest } from './websocket.ts'

export interface Outbound {
  /** The same of every view of one way out (with-stages.ts): what was learnt by it is kept by this. */
  readonly identity: object
  /** One HTTP(S) request, redirects only if asked for. */
  readonly http: HttpClient
  /** A webhook: JSON out, no redirects, the answer's status decides. */
  postJson(
    url: string,
    body: unknown,
    options?: Pick<HttpRequest, 'headers' | 'timeoutMs' | 'signal' | 'tls' | 'maxBodyBytes'>,
  ): Promise<HttpResult>
  /** Requests to one address whose answers may be streams without an end, over kept connections; no redirects. */
  line(address: LineAddress): HttpLine | OutboundFailure
  /** An open TCP connection, the caller's to use and to close, for protocols that are spoken elsewhere. */
  connect(request: ConnectRequest): Promise<Connected | OutboundFailure>
  tcp(request: TcpRequest): Promise<TcpAnswer | OutboundFailure>
  tls(request: TlsRequest): Promise<TlsAnswer | OutboundFailure>
  udp(request: UdpRequest): Promise<UdpAnswer | OutboundFailure>
  dns(request: DnsRequest): Promise<DnsAnswer | OutboundFailure>
  readonly smtp: SmtpClient
  /** A dialogue of one's own over one guarded connection, in the clear or over TLS. */
  readonly converse: Converse
  http2(request: Http2Request): Promise<Http2Answer | OutboundFailure>
  websocket(request: WebSocketRequest): Promise<WebSocketAnswer | WebSocketFailure>
  /** ICMP echo, through the system's `ping`. */
  ping(request: PingRequest): Promise<PingAnswer | OutboundFailure>
  /**
   * What can be said about a target without asking anybody: an IP literal or localhost that is refused. For telling
   * people when they save it; what counts is decided again at every connection.
   */
  precheckUrl(url: string): ReasonedText | undefined
  precheckHost(host: string, port?: number): ReasonedText | undefined
  /** Does our own resolver answer at all? See `Fault`. */
  resolverAnswers(): Promise<boolean>
}

export interface OutboundParts extends PolicyParts {
  /** Whom to ask for addresses; the machine's own resolver unless said. */
  readonly resolver?: ResolverOptions | Resolver
  /** The system's ping, where it is not found by its name. */
  readonly pingProgram?: string
}

export const outboundKey = serviceKey<Outbound>('outbound')

export function createOutbound(parts: OutboundParts): Outbound {
  const policy = createAddressPolicy(parts)
  const resolver = isResolver(parts.resolver) ? parts.resolver : createResolver(parts.resolver)
  const dialler = createDialler(policy, resolver)
  const http = createHttpClient(dialler)

  return {
    identity: {},
    http,
    postJson: (url, body, options) =>
      http({
        ...options,
        url,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...options?.headers },
        body: JSON.stringify(body),
        redirects: 0,
      }),
    line: (address) => openHttpLine(dialler, address),
    connect: createConnect(dialler),
    tcp: createTcp(dialler),
    tls: createTls(dialler),
    udp: createUdp(dialler),
    dns: createDns(dialler, resolver),
    smtp: createSmtp(dialler),
    converse: createConverse(dialler),
    http2: createHttp2(dialler),
    websocket: createWebSocket(dialler),
    ping: createPing(dialler, parts.pingProgram),
    precheckUrl(source) {
      const target = readUrl(source)
      return 'problem' in target ? target.problem : precheck(target.host, target.port)
    },
    precheckHost(source, port = 0) {
      const host = readHost(source)
      return typeof host === 'string' ? precheck(host, port) : host.problem
    },
    resolverAnswers: () => resolver.answers(),
  }

  function precheck(host: string, port: number): ReasonedText | undefined {
    const literals = isLiteral(host) ? [host] : isLocalhost(host) ? ['127.0.0.1', '::1'] : []
    const verdicts = literals.map((literal) => policy(literal, port, host))
    const [refused] = verdicts
    if (!refused || !verdicts.every((verdict) => verdict instanceof AddressRefused)) return undefined
    return { ...refused.message, reason: `address_${refused.reason.replace('-', '_')}` }
  }
}

const isResolver = (resolver: ResolverOptions | Resolver | undefined): resolver is Resolver =>
  resolver !== undefined && 'lookup' in resolver
