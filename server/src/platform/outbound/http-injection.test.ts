import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTcpTarget, type Target } from '#test/targets/tcp-target.ts'
import { type HttpRequest, headerProblem } from './http-request.ts'
import { createOutbound } from './outbound.ts'

const outbound = createOutbound({ allowed: () => ['127.0.0.0/8'], forbidden: () => [] })

/** Line ends as different readers know them, raw and in the encodings that get decoded somewhere on the way. */
const breaks = [
  '\r\n',
  '\r',
  '\n',
  '\n\n',
  '\r\n\r\n',
  '\0',
  '\u0085',
  '\u2028',
  '\u2029',
  '\v',
  '\f',
  '\u001b',
  '\u007f',
  '\u0008',
  '\u560d\u560a',
  '\u010a',
  '\u010d',
  '\u0d0a',
  '\uff0d\uff0a',
  '%0d%0a',
  '%0D%0A%0D%0A',
  '%0a',
  '%00',
  '%E5%98%8A%E5%98%8D',
  '\\r\\n',
  '\t\r\n\t',
  ' \r\n ',
  '&#13;&#10;',
]
const second = 'GET /smuggled HTTP/1.1\r\nhost: evil\r\n\r\n'
const payloads = breaks.flatMap((end) => [`a${end}x-injected: yes`, `a${end}${end}${second}`])

let target: Target
beforeEach(async () => {
  target = await startTcpTarget((socket) =>
    socket.once('data', () => setTimeout(() => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'), 5)),
  )
})
afterEach(() => target.close())

/** Where a person's text can end up in a request. */
const places: Readonly<Record<string, (payload: string, base: string) => HttpRequest>> = {
  'a header value': (payload, base) => ({ url: base, headers: { 'x-value': payload } }),
  'a header name': (payload, base) => ({ url: base, headers: { [payload]: 'value' } }),
  'the path': (payload, base) => ({ url: `${base}${payload}` }),
  'the query': (payload, base) => ({ url: `${base}?q=${payload}` }),
  'the host': (payload, base) => ({ url: base.replace('127.0.0.1', `127.0.0.1${payload}`) }),
  'the method': (payload, base) => ({ url: base, method: payload as 'GET' }),
  'the body': (payload, base) => ({ url: base, method: 'POST', body: payload }),
}

describe('text of a person never becomes a line of a request', () => {
  it.each(Object.keys(places))('in %s', async (place) => {
    expect(payloads.length).toBeGreaterThanOrEqual(40)
    for (const payload of payloads) {
      const before = target.connections()
      const request = places[place]?.(payload, `http://127.0.0.1:${target.port}/`) as HttpRequest
      const from = target.received().length
      await outbound.http({ ...request, timeoutMs: 2000 })
      if (target.connections() === before) continue
      const seen = target.received().slice(from)
      const [head = '', ...rest] = seen.split('\r\n\r\n')
      const lines = head.split('\r\n')
      expect(target.connections() - before, JSON.stringify(payload)).toBe(1)
      expect(lines[0], JSON.stringify(payload)).toMatch(/^(GET|POST) \/\S* HTTP\/1\.1$/)
      for (const line of lines.slice(1))
        expect(line, JSON.stringify(payload)).toMatch(
          /^(host|x-value|user-agent|accept|accept-encoding|connection|content-length|[a%&#;0-9A-Za-z\\]+): /i,
        )
      expect(
        lines.some((line) => /^x-injected:/i.test(line)),
        JSON.stringify(payload),
      ).toBe(false)
      // What follows the headers is the body, and as long as the headers say.
      const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
      expect(Buffer.byteLength(rest.join('\r\n\r\n'), 'latin1'), JSON.stringify(payload)).toBe(length)
    }
  })

  it('refuses every header that frames a message, in any case', () => {
    for (const name of [
      'Host',
      'CONTENT-LENGTH',
      'transfer-encoding',
      'Connection',
      'UPGRADE',
      'te',
      'Trailer',
      'Expect',
      'Keep-Alive',
    ])
      expect(headerProblem(name, 'x')?.en, name).toMatch(/cannot be set/)
    expect(headerProblem('X-Fine', 'a\tb \u00e9')).toBeUndefined()
  })
})
