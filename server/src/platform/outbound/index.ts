/**
 * The one way out. Every byte that leaves for a place somebody named goes through here: the address is decided on the
 * resolved IP, the connection goes to exactly that IP, and deadlines, size caps and redirect rules hold.
 *
 * A target that misbehaves is an answer (`ok: false`), never an exception. What an answer means is left to the caller.
 */
export { type Cidr, contains, parseAddress, parseCidr } from './address.ts'
export { AddressRefused, type HostPort } from './address-policy.ts'
export {
  type Conversation,
  type ConversationFailure,
  type ConversationRequest,
  type Conversed,
  ProtocolViolation,
  type Security,
} from './conversation.ts'
export type { DnsAnswer, DnsRequest, RecordType } from './dns-query.ts'
export { recordTypes } from './dns-query.ts'
export type { DnsRecord } from './dns-record.ts'
export { addressFamily, readHost, readUrl } from './host.ts'
export type { HttpAnswer, HttpClient, HttpFailure, HttpResult, Redirect } from './http-client.ts'
export type { HttpLine, LineAddress, LineAnswer, LineFailure, LineRequest } from './http-line.ts'
export { type HttpMethod, type HttpRequest, headerProblem, httpMethods, mostBodyBytes } from './http-request.ts'
export type { Http2Answer } from './http2-client.ts'
export { createOutbound, type Outbound, type OutboundParts, outboundKey } from './outbound.ts'
export type { PingAnswer } from './ping.ts'
export type { IpChoice, Resolver, ResolverOptions } from './resolver.ts'
export type { FailurePhase, Fault, OutboundFailure, Remote } from './result.ts'
export { type CertificateSummary, summarize, type TlsOptions, verifyText } from './secure.ts'
export type { MailAddress, MailMessage, SmtpAnswer, SmtpFailure, SmtpServer } from './smtp.ts'
export { type StartTlsProtocol, startTlsProtocols } from './starttls.ts'
export type { Connected, ConnectRequest, TcpAnswer, TcpRequest } from './tcp.ts'
export type { TlsAnswer, TlsRequest } from './tls.ts'
export type { UdpAnswer, UdpRequest } from './udp.ts'
export type { OnStage } from './watch.ts'
export type { WebSocketAnswer, WebSocketFailure } from './websocket.ts'
export { withStages } from './with-stages.ts'
