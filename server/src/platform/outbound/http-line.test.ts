import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HttpLine, LineAnswer } from './http-line.ts'
import { createOutbound } from './outbound.ts'

let server: http.Server
let base: string
const seen: { headers: http.IncomingHttpHeaders; body: string; port: number | undefined }[] = []
let closedEarly = 0

beforeAll(async () => {
  server = http.createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    seen.push({ headers: request.headers, body, port: request.socket.remotePort })
    if (request.url === '/stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      response.once('close', () => closedEarly++)
    } else if (request.url === '/silent') {
      request.socket.once('close', () => closedEarly++)
    } else if (request.url === '/redirect') {
      response.writeHead(307, { location: `${base}/` }).end()
    } else if (request.url === '/broken') {
      response.writeHead(200, { 'content-length': '100' })
      response.write('half', () => response.destroy())
    } else response.end('whole')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const outbound = createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] })

function open(path: string, headers: Record<string, string> = {}): HttpLine {
  const line = outbound.line({ url: base + path, headers })
  if ('ok' in line) throw new Error(line.message.en)
  return line
}

async function bodyOf(answer: LineAnswer): Promise<string> {
  let body = ''
  for await (const chunk of answer.body) body += chunk
  return body
}

describe('a line', () => {
  const never = new AbortController().signal

  it('sends one request after the other over the connection it has', async () => {
    const line = open('/', { 'x-fixed': 'yes' })
    seen.length = 0
    for (const body of ['one', '둘']) {
      const answer = await line.send({
        method: 'POST',
        headers: { 'x-own': body.length.toString() },
        body,
        signal: never,
      })
      expect(answer.ok && (await bodyOf(answer))).toBe('whole')
    }
    line.close()
    expect(seen.map(({ body }) => body)).toEqual(['one', '둘'])
    expect(seen[0]?.headers).toMatchObject({ 'x-fixed': 'yes', 'x-own': '3', host: base.slice(7) })
    expect(seen[1]?.port).toBe(seen[0]?.port)
  })

  it('sends what changes nothing once more where the connection it had was closed meanwhile', async () => {
    const line = open('/')
    const first = await line.send({ method: 'POST', body: 'a', signal: never })
    expect(first.ok && (await bodyOf(first))).toBe('whole')
    await new Promise((resolve) => setImmediate(resolve))
    server.closeAllConnections()
    const answer = await line.send({ method: 'POST', body: 'b', mayRepeat: true, signal: never })
    expect(answer.ok && (await bodyOf(answer))).toBe('whole')
    line.close()
  })

  it('gives a stream as it comes, and ends it when it is told to', async () => {
    const line = open('/stream')
    const controller = new AbortController()
    const before = closedEarly
    const answer = await line.send({ method: 'GET', signal: controller.signal })
    if (!answer.ok) throw new Error(answer.message.en)
    const iterator = answer.body[Symbol.asyncIterator]()
    expect(String((await iterator.next()).value)).toBe('data: 1\n\n')
    controller.abort()
    await expect(iterator.next()).rejects.toThrow()
    await expect.poll(() => closedEarly).toBe(before + 1)
    line.close()
  })

  it('stops waiting for an answer when it is told to', async () => {
    const line = open('/silent')
    const answer = await line.send({ method: 'GET', signal: AbortSignal.timeout(50) })
    expect(answer).toMatchObject({ ok: false, phase: 'aborted', neverSent: false })
    line.close()
  })

  it('follows no redirect', async () => {
    const line = open('/redirect')
    const answer = await line.send({ method: 'POST', body: 'secret', signal: never })
    expect(answer).toMatchObject({ ok: true, status: 307 })
    if (answer.ok) answer.body.resume()
    line.close()
  })

  it('breaks off where the answer does', async () => {
    const line = open('/broken')
    const answer = await line.send({ method: 'GET', signal: never })
    if (!answer.ok) throw new Error(answer.message.en)
    await expect(bodyOf(answer)).rejects.toThrow()
    line.close()
  })

  it('says whether a request can have arrived', async () => {
    const closed = http.createServer()
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve))
    const { port } = closed.address() as AddressInfo
    await new Promise((resolve) => closed.close(resolve))
    const nobody = outbound.line({ url: `http://127.0.0.1:${port}/` }) as HttpLine
    expect(await nobody.send({ method: 'GET', signal: never })).toMatchObject({ phase: 'connect', neverSent: true })
    const inside = createOutbound({ allowed: () => [], forbidden: () => [] }).line({ url: base }) as HttpLine
    expect(await inside.send({ method: 'GET', signal: never })).toMatchObject({ phase: 'guard', neverSent: true })
  })

  it('takes no header that frames a message, and no line break in one', async () => {
    expect(outbound.line({ url: base, headers: { host: 'other' } })).toMatchObject({ ok: false, phase: 'guard' })
    const line = open('/')
    const answer = await line.send({ method: 'GET', headers: { 'x-a': 'b\r\nx-c: d' }, signal: never })
    expect(answer).toMatchObject({ ok: false, phase: 'guard', neverSent: true })
  })
})
