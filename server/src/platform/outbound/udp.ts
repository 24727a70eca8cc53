import { Buffer } from 'node:buffer'
import dgram from 'node:dgram'
import type { Timings } from '@bongsu/contract/outcome.ts'
import type { Dialler } from './dial.ts'
import { readHost } from './host.ts'
import { connectFailed, type Failed, misused, type OutboundFailure, type Remote } from './result.ts'
import { Stopwatch } from './stopwatch.ts'
import { type ConnectRequest, ended } from './tcp.ts'
import { Watch } from './watch.ts'

export interface UdpRequest extends ConnectRequest {
  readonly send?: string | Uint8Array
  /** How long silence is listened to; the total limit unless said. */
  readonly waitMs?: number
}

export interface UdpAnswer {
  readonly ok: true
  readonly remote: Remote
  /** Null: nothing came back, which for UDP says neither open nor closed. A closed port that says so is a failure. */
  readonly received: Buffer | null
  readonly timings: Timings
  readonly durationMs: number
}

const defaultTimeoutMs = 5_000

export const createUdp =
  (dialler: Dialler) =>
  async (request: UdpRequest): Promise<UdpAnswer | OutboundFailure> => {
    const totalMs = request.timeoutMs ?? defaultTimeoutMs
    const watch = new Watch(totalMs, request.signal, request.onStage)
    const times = new Stopwatch()
    try {
      const host = readHost(request.host)
      if (typeof host !== 'string') return ended(misused('host', host.problem), times)
      const way = await dialler.route({ host, port: request.port, ip: request.ip ?? 'any' }, watch)
      times.add('dns_ms', way.dnsMs)
      if (!way.ok) return ended(way, times)
      const remote = { address: way.addresses[0] as string, port: request.port }
      const silenceMs = Math.max(0, Math.min(request.waitMs ?? totalMs, totalMs - watch.elapsedMs) - 1)
      const startedAt = performance.now()
      const heard = await datagram(remote, Buffer.from((request.send ?? '') as string), watch, silenceMs)
      if (heard !== null && 'ok' in heard) return ended({ ...heard, remote }, times)
      if (heard !== null) times.add('ttfb_ms', performance.now() - startedAt)
      return { ok: true, remote, received: heard, timings: times.timings(), durationMs: times.elapsedMs() }
    } finally {
      watch.done()
    }
  }

/**
 * One datagram out, the first one back; null when nothing came in time. The socket is connected: only the judged address
 * can answer, and the system tells us of "port unreachable".
 */
export function datagram(
  remote: Remote,
  payload: Buffer,
  watch: Watch,
  silenceMs: number,
  stage: 'dns' | 'ttfb' = 'ttfb',
): Promise<Buffer | null | Failed> {
  return new Promise((resolve) => {
    const socket = dgram.createSocket(remote.address.includes(':') ? 'udp6' : 'udp4')
    let closed = false
    const finish = (result: Buffer | null | Failed) => {
      clearTimeout(silence)
      if (!closed) socket.close()
      closed = true
      resolve(result)
    }
    const silence = setTimeout(finish, silenceMs, null)
    socket.on('error', (error) => finish(connectFailed(error, remote)))
    socket.once('message', (message) => finish(message))
    watch.enter(stage, undefined, () => finish(watch.failure()))
    if (closed) return
    socket.connect(remote.port, remote.address, () => {
      if (!closed) socket.send(payload, (error) => error && finish(connectFailed(error, remote)))
    })
  })
}
