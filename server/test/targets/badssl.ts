import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import tls from 'node:tls'

const folder = new URL('../certificates/badssl/', import.meta.url)
export const badsslFile = (name: string): Buffer => readFileSync(new URL(name, folder))

/** The authority to trust for everything in `certificates/badssl`. */
export const badsslRoot = badsslFile('root.pem').toString()

/** Where the certificates say that their authority answers. */
const responderPort = 38_417

export interface BadTlsOptions extends tls.TlsOptions {
  /** Whose certificate and key. */
  readonly certificate: string
  /** The OCSP answer to staple. */
  readonly staple?: string
  /** The address of a server that has gone, to stand in its place. */
  readonly port?: number
}

export interface BadTlsTarget {
  readonly port: number
  close(): Promise<void>
}

/** A TLS server that does one thing wrong. */
export async function startBadTls({ certificate, staple, port = 0, ...options }: BadTlsOptions): Promise<BadTlsTarget> {
  const server = tls.createServer({
    cert: badsslFile(`${certificate}.pem`),
    key: badsslFile(`${certificate}.key.pem`),
    ...options,
  })
  server.on('secureConnection', (socket) => socket.on('error', () => undefined).end('hello'))
  server.on('tlsClientError', () => undefined)
  if (staple) server.on('OCSPRequest', (_cert, _issuer, answer) => answer(null, badsslFile(`${staple}.ocsp.der`)))
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

export interface Responder {
  /** What came, as the body of each request. */
  readonly asked: Buffer[]
  close(): Promise<void>
}

/** The authority's responder, with one answer for everybody. */
export async function startResponder(answer: string | { status: number }): Promise<Responder> {
  const asked: Buffer[] = []
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      asked.push(Buffer.concat(chunks))
      if (typeof answer !== 'string') return response.writeHead(answer.status).end()
      response.writeHead(200, { 'content-type': 'application/ocsp-response' }).end(badsslFile(`${answer}.ocsp.der`))
    })
  })
  server.listen(responderPort, '127.0.0.1')
  await once(server, 'listening')
  return {
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
