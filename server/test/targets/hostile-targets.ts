import type net from 'node:net'
import zlib from 'node:zlib'
import { type HttpTarget, startHttpTarget } from './http-target.ts'
import { startTcpTarget, type Target } from './tcp-target.ts'

/** Servers that mean no good, or have lost their mind. Each is a few lines; each has been somebody's outage. */

const afterRequest = (talk: (socket: net.Socket) => void) => (socket: net.Socket) =>
  void socket.once('data', () => talk(socket))

/** One byte of a body every `everyMs`, for ever. */
export const startDripTarget = (everyMs = 20): Promise<Target> =>
  startTcpTarget(
    afterRequest((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n')
      drip(socket, everyMs, () => 'a')
    }),
  )

/** Header lines without end, slowly enough to stay below any size limit for long. */
export const startEndlessHeaderTarget = (everyMs = 20): Promise<Target> =>
  startTcpTarget(
    afterRequest((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n')
      drip(socket, everyMs, (count) => `x-${count}: y\r\n`)
    }),
  )

/** "Continue" without end: each is an answer, none is the answer. */
export const startEndlessContinueTarget = (everyMs = 5): Promise<Target> =>
  startTcpTarget(afterRequest((socket) => drip(socket, everyMs, () => 'HTTP/1.1 100 Continue\r\n\r\n')))

export const startBigHeaderTarget = (bytes = 65_536): Promise<Target> =>
  startTcpTarget(
    afterRequest((socket) => socket.end(`HTTP/1.1 200 OK\r\nx-big: ${'a'.repeat(bytes)}\r\ncontent-length: 0\r\n\r\n`)),
  )

/** Takes the request and never says a word. */
export const startSilentTarget = (): Promise<Target> => startTcpTarget()

/** Closes with a reset as soon as something arrives, or in the middle of a body. */
export const startResetTarget = (afterBytes = 0): Promise<Target> =>
  startTcpTarget(
    afterRequest((socket) => {
      if (afterBytes === 0) {
        socket.resetAndDestroy()
        return
      }
      socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${afterBytes * 2}\r\n\r\n${'a'.repeat(afterBytes)}`, () =>
        setTimeout(() => socket.resetAndDestroy(), 20),
      )
    }),
  )

/** A body without length whose connection is never closed. */
export const startUnfinishedTarget = (): Promise<Target> =>
  startTcpTarget(afterRequest((socket) => socket.write('HTTP/1.1 200 OK\r\n\r\nhalf a')))

export const startRawHttpTarget = (answer: string | Buffer): Promise<Target> =>
  startTcpTarget(afterRequest((socket) => socket.end(answer)))

/** As much body as the client takes, chunked. */
export const startFloodTarget = (): Promise<Target> =>
  startTcpTarget(
    afterRequest((socket) => {
      const chunk = `10000\r\n${'a'.repeat(0x10000)}\r\n`
      socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n')
      const pour = () => {
        while (!socket.destroyed && socket.write(chunk));
      }
      socket.on('drain', pour)
      pour()
    }),
  )

/** A small answer that decodes to `megabytes` of zeros, compressed as often as `codings` says. */
export function startBombTarget(
  codings: readonly ('gzip' | 'br' | 'deflate' | 'zstd')[],
  megabytes = 200,
): Promise<HttpTarget> {
  const compress = {
    gzip: zlib.gzipSync,
    br: zlib.brotliCompressSync,
    deflate: zlib.deflateSync,
    zstd: zlib.zstdCompressSync,
  }
  let body: Buffer = Buffer.alloc(megabytes * 1_048_576)
  for (const coding of codings) body = compress[coding](body)
  return startHttpTarget((_request, response) =>
    response.writeHead(200, { 'content-encoding': codings.join(', ') }).end(body),
  )
}

/** `/n` redirects to `/n+1`, for ever; `/loop` to itself. */
export const startRedirectLoopTarget = (): Promise<HttpTarget> =>
  startHttpTarget((request, response) => {
    const next = request.url === '/loop' ? '/loop' : `/${Number(request.url.slice(1)) + 1}`
    response.writeHead(302, { location: next }).end()
  })

function drip(socket: net.Socket, everyMs: number, next: (count: number) => string): void {
  let count = 0
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer)
    else socket.write(next(count++))
  }, everyMs)
  socket.on('close', () => clearInterval(timer))
}
