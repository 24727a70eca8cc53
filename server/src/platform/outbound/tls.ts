import type { Buffer } from 'node:buffer'
import type { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { Timings } from '@bongsu/contract/outcome.ts'
import type { Dialler } from './dial.ts'
import { isLiteral, readHost } from './host.ts'
import { misused, type OutboundFailure, type Remote } from './result.ts'
import { peerChain, secure, type TlsOptions } from './secure.ts'
import { type StartTlsProtocol, startTls } from './starttls.ts'
import { Stopwatch } from './stopwatch.ts'
import { type ConnectRequest, dialTo, ended } from './tcp.ts'
import { Watch } from './watch.ts'

export interface TlsRequest extends ConnectRequest {
  readonly tls?: Omit<TlsOptions, 'verify'>
  /** The protocol in which to ask for TLS first; TLS from the first byte unless said. */
  readonly startTls?: StartTlsProtocol
}

/** What a handshake showed, good or bad. */
export interface TlsAnswer {
  readonly ok: true
  readonly remote: Remote
  readonly protocol: string
  readonly cipher: string
  /** How the session's key was agreed on: `ECDH` with its curve, `DH` with its size; null without forward secrecy. */
  readonly keyExchange: { readonly type: string; readonly name?: string; readonly bits?: number } | null
  /** The stapled OCSP answer (DER), where `tls.staple` asked for one and it came. */
  readonly stapled: Buffer | null
  /** Leaf first, as far as the server sent it or our roots complete it. */
  readonly chain: readonly X509Certificate[]
  /** OpenSSL's or Node's code for what does not verify; null when chain and name are in order. */
  readonly verifyError: string | null
  readonly hostMatches: boolean
  readonly timings: Timings
  readonly durationMs: number
}

const defaultTimeoutMs = 10_000

export const createTls =
  (dialler: Dialler) =>
  async (request: TlsRequest): Promise<TlsAnswer | OutboundFailure> => {
    const watch = new Watch(request.timeoutMs ?? defaultTimeoutMs, request.signal, request.onStage)
    const times = new Stopwatch()
    try {
      const name = readHost(request.tls?.serverName ?? request.host)
      if (typeof name !== 'string') return ended(misused('server_name', name.problem), times)
      const dialled = await dialTo(dialler, request, watch, times)
      if (!dialled.ok) return ended(dialled, times)
      const refusal = request.startTls && (await startTls(dialled.socket, request.startTls, watch))
      if (refusal) {
        dialled.socket.destroy()
        return ended({ ...refusal, remote: dialled.remote }, times)
      }
      const secured = await secure(dialled.socket, name, { ...request.tls, serverName: name }, watch)
      if (!secured.ok) return ended({ ...secured, remote: dialled.remote }, times)
      times.add('tls_ms', secured.tlsMs)
      const chain = peerChain(secured.socket)
      const answer: TlsAnswer = {
        ok: true,
        remote: dialled.remote,
        protocol: secured.socket.getProtocol() ?? '',
        cipher: secured.socket.getCipher().standardName,
        keyExchange: keyExchangeOf(secured.socket),
        stapled: secured.stapled,
        chain,
        verifyError: secured.verifyError,
        hostMatches: matches(chain[0], name),
        timings: times.timings(),
        durationMs: times.elapsedMs(),
      }
      secured.socket.destroy()
      return answer
    } finally {
      watch.done()
    }
  }

/** TLS 1.3 always agrees on an ephemeral key; Node tells its curve only for some groups. */
function keyExchangeOf(socket: TLSSocket): TlsAnswer['keyExchange'] {
  const info = socket.getEphemeralKeyInfo() as { type?: string; name?: string; size?: number } | null
  if (!info?.type) return socket.getProtocol() === 'TLSv1.3' ? { type: 'ephemeral' } : null
  return {
    type: info.type,
    ...(info.name ? { name: info.name } : {}),
    ...(info.size ? { bits: info.size } : {}),
  }
}

/** By its alternative names only (RFC 9525 section 2): a common name has counted for nothing for years. */
const matches = (leaf: X509Certificate | undefined, name: string): boolean =>
  leaf !== undefined &&
  (isLiteral(name) ? leaf.checkIP(name) : leaf.checkHost(name, { subject: 'never' })) !== undefined
