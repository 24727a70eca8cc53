import { once } from 'node:events'
import http, { type RequestListener } from 'node:http'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { type CertificateKind, certificate } from './certificates.ts'

export interface SeenRequest {
  readonly method: string
  readonly url: string
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

export interface HttpTarget {
  readonly host: string
  readonly port: number
  /** `http://127.0.0.1:1234`, without a slash at the end. */
  readonly url: string
  /** Requests with their bodies, in the order in which they were answered. */
  readonly requests: readonly SeenRequest[]
  connections(): number
  close(): Promise<void>
}

export type Answer = (request: SeenRequest, response: http.ServerResponse) => void

/** An HTTP server on loopback: `answer` is called with the whole request. */
export const startHttpTarget = (
  answer: Answer = (_request, response) => response.end('hello'),
  host = '127.0.0.1',
): Promise<HttpTarget> => start(answer, host, 'http', (listener) => http.createServer(listener))

export interface TlsTargetOptions {
  readonly certificate?: CertificateKind
  readonly answer?: Answer
  readonly host?: string
  /** Ask for a client certificate signed by the test root. */
  readonly clientCertificate?: boolean
}

/** The same over TLS, with any of the certificates of `test/certificates`. */
export function startTlsTarget(options: TlsTargetOptions = {}): Promise<HttpTarget> {
  const { key, cert } = certificate(options.certificate ?? 'valid')
  const mutual = options.clientCertificate
    ? { requestCert: true, rejectUnauthorized: true, ca: certificate('root').cert }
    : {}
  const answer: Answer = options.answer ?? ((_request, response) => response.end('hello'))
  return start(answer, options.host ?? '127.0.0.1', 'https', (listener) =>
    https.createServer({ key, cert, ...mutual }, listener),
  )
}

async function start(
  answer: Answer,
  host: string,
  protocol: string,
  create: (listener: RequestListener) => http.Server,
): Promise<HttpTarget> {
  const requests: SeenRequest[] = []
  let connections = 0
  const server = create((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => undefined)
    request.on('end', () => {
      const seen = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      }
      requests.push(seen)
      answer(seen, response)
    })
  })
  server.on('connection', () => {
    connections += 1
  })
  server.on('clientError', (_error, socket) => socket.destroy())
  server.listen(0, host)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    host,
    port,
    url: `${protocol}://${host.includes(':') ? `[${host}]` : host}:${port}`,
    requests,
    connections: () => connections,
    async close() {
      server.closeAllConnections()
      if (!server.listening) return
      server.close()
      await once(server, 'close')
    },
  }
}
