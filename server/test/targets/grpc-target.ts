import { once } from 'node:events'
import http2 from 'node:http2'
import type { AddressInfo } from 'node:net'
import { type CertificateKind, certificate } from './certificates.ts'

export interface GrpcAnswer {
  readonly status?: number
  readonly contentType?: string
  readonly body?: Uint8Array
  readonly trailers?: Record<string, string>
  /** Trailers and no body: everything in the first block of headers. */
  readonly trailersOnly?: boolean
}

export interface GrpcTarget {
  readonly port: number
  readonly calls: { readonly path: string; readonly headers: http2.IncomingHttpHeaders; readonly body: Buffer }[]
  connections(): number
  close(): Promise<void>
}

/** HealthCheckResponse in its frame. */
export const healthBody = (state: number): Buffer =>
  state === 0 ? Buffer.from([0, 0, 0, 0, 0]) : Buffer.from([0, 0, 0, 0, 2, 8, state])

/** A gRPC server on node:http2, in the clear or over TLS: `answer` decides by the name of the service asked for. */
export async function startGrpcTarget(
  answer: (service: string) => GrpcAnswer | null,
  tls?: CertificateKind,
): Promise<GrpcTarget> {
  const calls: GrpcTarget['calls'] = []
  const sessions = new Set<http2.ServerHttp2Session>()
  let connections = 0
  const server = tls ? http2.createSecureServer(certificate(tls)) : http2.createServer()
  server.on('session', (session) => {
    connections += 1
    sessions.add(session)
    session.on('error', () => undefined)
    session.on('close', () => sessions.delete(session))
  })
  server.on('stream', (stream, headers) => {
    const chunks: Buffer[] = []
    stream.on('error', () => undefined)
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const body = Buffer.concat(chunks)
      calls.push({ path: String(headers[':path']), headers, body })
      const said = answer(body.subarray(7).toString())
      if (said) reply(stream, said)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    calls,
    connections: () => connections,
    async close() {
      for (const session of sessions) session.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function reply(
  stream: http2.ServerHttp2Stream,
  { status = 200, contentType, body, trailers, trailersOnly }: GrpcAnswer,
) {
  const head = { ':status': status, 'content-type': contentType ?? 'application/grpc' }
  const tail = trailers ?? { 'grpc-status': '0' }
  if (trailersOnly) {
    stream.respond({ ...head, ...tail }, { endStream: true })
    return
  }
  stream.respond(head, { waitForTrailers: true })
  stream.on('wantTrailers', () => stream.sendTrailers(tail))
  stream.end(body ?? healthBody(1))
}
