import { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import type { Timings } from '@bongsu/contract/outcome.ts'
import { text } from '@bongsu/contract/text.ts'
import type { Dialler, NotDialled } from './dial.ts'
import { readHost } from './host.ts'
import type { IpChoice } from './resolver.ts'
import { errorCode, type Failed, failed, faultOf, misused, type OutboundFailure, type Remote } from './result.ts'
import { Stopwatch } from './stopwatch.ts'
import { type OnStage, Watch } from './watch.ts'

export interface ConnectRequest {
  readonly host: string
  readonly port: number
  readonly ip?: IpChoice
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly onStage?: OnStage
}

export interface Connected {
  readonly ok: true
  /** Open, and the caller's to close. */
  readonly socket: Socket
  readonly remote: Remote
  readonly timings: Timings
  readonly durationMs: number
}

export interface TcpRequest extends ConnectRequest {
  readonly send?: string | Uint8Array
  /** Bytes that must appear in what the server says. */
  readonly expect?: string | Uint8Array
}

export interface TcpAnswer {
  readonly ok: true
  readonly remote: Remote
  /** The beginning of what the server said; empty when nothing was to be waited for. */
  readonly received: Buffer
  /** Whether `expect` appeared; true when nothing was expected. */
  readonly matched: boolean
  readonly timings: Timings
  readonly durationMs: number
}

const defaultTimeoutMs = 10_000
const mostReceived = 65_536

export const createConnect =
  (dialler: Dialler) =>
  async (request: ConnectRequest): Promise<Connected | OutboundFailure> => {
    const watch = new Watch(request.timeoutMs ?? defaultTimeoutMs, request.signal, request.onStage)
    const times = new Stopwatch()
    try {
      const dialled = await dialTo(dialler, request, watch, times)
      if (!dialled.ok) return ended(dialled, times)
      return {
        ok: true,
        socket: dialled.socket,
        remote: dialled.remote,
        timings: times.timings(),
        durationMs: times.elapsedMs(),
      }
    } finally {
      watch.done()
    }
  }

export const createTcp =
  (dialler: Dialler) =>
  async (request: TcpRequest): Promise<TcpAnswer | OutboundFailure> => {
    const watch = new Watch(request.timeoutMs ?? defaultTimeoutMs, request.signal, request.onStage)
    const times = new Stopwatch()
    try {
      const dialled = await dialTo(dialler, request, watch, times)
      if (!dialled.ok) return ended(dialled, times)
      const heard = await talk(dialled.socket, request, watch)
      dialled.socket.destroy()
      if (!heard.ok) return ended({ ...heard, remote: dialled.remote }, times)
      times.add('ttfb_ms', heard.ttfbMs)
      return {
        ok: true,
        remote: dialled.remote,
        received: heard.received,
        matched: heard.matched,
        timings: times.timings(),
        durationMs: times.elapsedMs(),
      }
    } finally {
      watch.done()
    }
  }

export async function dialTo(dialler: Dialler, request: ConnectRequest, watch: Watch, times: Stopwatch) {
  const host = readHost(request.host)
  if (typeof host !== 'string') return misused('host', host.problem)
  const dialled = await dialler.dial({ host, port: request.port, ip: request.ip ?? 'any' }, watch)
  times.add('dns_ms', dialled.dnsMs)
  if (dialled.ok) times.add('connect_ms', dialled.connectMs)
  return dialled
}

export const ended = (failure: Failed | NotDialled, times: Stopwatch): OutboundFailure => ({
  ok: false,
  phase: failure.phase,
  code: failure.code,
  fault: failure.fault,
  message: failure.message,
  ...('remote' in failure && failure.remote ? { remote: failure.remote } : {}),
  timings: times.timings(),
  durationMs: times.elapsedMs(),
})

interface Heard {
  readonly ok: true
  readonly received: Buffer
  readonly matched: boolean
  readonly ttfbMs?: number
}

/** Sends, then listens until the expected bytes came, the server hung up, or enough was heard. */
function talk(socket: Socket, { send, expect }: TcpRequest, watch: Watch): Promise<Heard | Failed> {
  if (send !== undefined) socket.write(send)
  if (expect === undefined) return Promise.resolve({ ok: true, received: Buffer.alloc(0), matched: true })
  const wanted = Buffer.from(expect as string)
  const startedAt = performance.now()
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0)
    let ttfbMs: number | undefined
    const finish = (matched: boolean) =>
      resolve({ ok: true, received, matched, ...(ttfbMs === undefined ? {} : { ttfbMs }) })
    socket.on('data', (chunk: Buffer) => {
      ttfbMs ??= performance.now() - startedAt
      received = Buffer.concat([received, chunk]).subarray(0, mostReceived)
      if (received.includes(wanted)) finish(true)
      else if (received.length >= mostReceived) finish(false)
    })
    socket.once('end', () => finish(false))
    socket.once('error', (error) =>
      resolve(received.length > 0 ? { ok: true, received, matched: false } : closed(error)),
    )
    watch.enter('ttfb', undefined, () => resolve(watch.failure()))
  })
}

const closed = (error: Error): Failed => {
  const code = errorCode(error)
  return failed(
    'connect',
    code,
    faultOf(code),
    text(`대답 없이 연결이 끊어졌습니다 (${code}).`, `The connection was closed without an answer (${code}).`),
  )
}
