import type { Timings } from '@bongsu/contract/outcome.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { AddressRefused } from './address-policy.ts'

/** Where a request ended. `guard` is our own refusal, `aborted` our own change of mind; all others are about the target. */
export type FailurePhase =
  | 'guard'
  | 'dns'
  | 'connect'
  | 'tls'
  | 'timeout'
  | 'http'
  | 'body'
  | 'smtp'
  | 'protocol'
  | 'aborted'

/**
 * Whom a failure speaks about. `target` and `config` (what was asked for) are certain, `own` too: we ran out of something.
 * `resolver` and `network` are doubts: the same failure comes from a broken target and from our own lost connection, so
 * whoever judges looks whether anything else can be reached first.
 */
export type Fault = 'target' | 'config' | 'own' | 'resolver' | 'network'

/** A failure before it is known how long everything took. */
export interface Failed {
  readonly ok: false
  readonly phase: FailurePhase
  readonly code: string
  readonly message: Text
  readonly fault: Fault
}

/** What every method of Outbound answers instead of throwing when a target does not do what was hoped. */
export interface OutboundFailure extends Failed {
  readonly timings: Timings
  readonly durationMs: number
  /** The address that was tried last, where it came that far. */
  readonly remote?: Remote
}

export interface Remote {
  readonly address: string
  readonly port: number
}

export const failed = (phase: FailurePhase, code: string, fault: Fault, message: Text): Failed => ({
  ok: false,
  phase,
  code,
  fault,
  message,
})

export const refused = (refusal: AddressRefused): Failed => failed('guard', refusal.reason, 'config', refusal.message)

export const misused = (code: string, message: Text): Failed => failed('guard', code, 'config', message)

/** Codes that say: this machine, not the target. */
const ownCodes = new Set([
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'EADDRNOTAVAIL',
  'EAGAIN',
  'EACCES',
  'EPERM',
  'EADDRINUSE',
])
/** Codes a target may cause, but a lost uplink as well. */
const networkCodes = new Set(['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'ETIMEDOUT'])

export const faultOf = (code: string): Fault =>
  ownCodes.has(code) ? 'own' : networkCodes.has(code) ? 'network' : 'target'

export const errorCode = (error: unknown): string => {
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  return typeof code === 'string' ? code : 'ERROR'
}

const connectWords: Readonly<Record<string, Text>> = {
  ECONNREFUSED: text('연결이 거부되었습니다', 'The connection was refused'),
  ECONNRESET: text('연결이 끊어졌습니다', 'The connection was reset'),
  ETIMEDOUT: text('연결에 응답이 없습니다', 'Nothing answered the connection'),
  EHOSTUNREACH: text('호스트에 도달할 수 없습니다', 'The host cannot be reached'),
  ENETUNREACH: text('네트워크에 도달할 수 없습니다', 'The network cannot be reached'),
  EPIPE: text('연결이 끊어졌습니다', 'The connection was closed'),
  EMFILE: text('이 서버의 열린 파일 수가 한도에 이르렀습니다', 'This server has run out of file descriptors'),
}

export function connectFailed(error: unknown, remote: Remote): Failed {
  const code = errorCode(error)
  const words = connectWords[code] ?? text('연결하지 못했습니다', 'The connection failed')
  const place = placeText(remote)
  return failed(
    'connect',
    code,
    faultOf(code),
    text(`${words.ko} (${place}, ${code}).`, `${words.en} (${place}, ${code}).`),
  )
}

export const placeText = ({ address, port }: Remote): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
