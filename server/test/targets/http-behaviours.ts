import { once } from 'node:events'
import net from 'node:net'
import zlib from 'node:zlib'
import { type CertificateKind, certificate, testRoot } from './certificates.ts'
import {
  answers,
  asserted,
  type Behaviour,
  behaviour,
  down,
  leavesOpen,
  type Rest,
  type Served,
  says,
  talks,
  up,
  type Verdicts,
  writes,
} from './http-behaviour.ts'
import { type Answer, startTlsTarget } from './http-target.ts'
import { startTcpTarget } from './tcp-target.ts'

const ok = 'HTTP/1.1 200 OK\r\n'
const page = `${ok}Content-Length: 5\r\n\r\nhello`

const statuses: Behaviour[] = [
  ...[200, 201, 202, 203, 204, 205, 206, 226, 299].map((status) =>
    behaviour(`status ${status}`, up, answers(says(status))),
  ),
  ...[300, 304, 305, 399, 400, 401, 403, 404, 405, 410, 418, 429, 451, 500, 502, 503, 504, 599].map((status) =>
    behaviour(`status ${status}`, down, answers(says(status))),
  ),
  behaviour('status 404 where it is expected', up, answers(says(404)), {
    options: { expected_status: '404' },
    settings: { valid_status_codes: [404] },
  }),
  behaviour('status 200 where another is expected', down, answers(says(200)), {
    options: { expected_status: '201,301' },
    settings: { valid_status_codes: [201, 301] },
  }),
]

const hop =
  (status: number, location: string | undefined): Answer =>
  ({ url }, response) =>
    url === '/from'
      ? response.writeHead(status, location === undefined ? {} : { location }).end()
      : response.writeHead(url === '/missing' ? 404 : 200).end('hello')
const hops: Answer = ({ url }, response) => {
  const left = Number(url.slice(1))
  return left > 0 ? response.writeHead(302, { location: `/${left - 1}` }).end() : response.end('hello')
}

const redirects: Behaviour[] = [
  ...[301, 302, 303, 307, 308].map((status) =>
    behaviour(`redirect ${status}`, up, answers(hop(status, '/to'), '/from')),
  ),
  behaviour('redirect to a relative path', up, answers(hop(302, 'to'), '/from')),
  behaviour('redirect with a query and a fragment', up, answers(hop(302, '/to?a=b#c'), '/from')),
  behaviour('redirect that is not followed', down, answers(hop(302, '/to'), '/from'), {
    options: { follow_redirects: false },
    settings: { follow_redirects: false },
  }),
  behaviour('redirect that is wanted', up, answers(hop(301, '/to'), '/from'), {
    options: { follow_redirects: false, expected_status: '301' },
    settings: { follow_redirects: false, valid_status_codes: [301] },
  }),
  behaviour('redirect without a Location', down, answers(hop(302, undefined), '/from')),
  behaviour('redirect to a missing page', down, answers(hop(302, '/missing'), '/from')),
  behaviour(
    'redirect to a port where nobody is',
    ['connect', 'down'],
    answers(hop(302, 'http://127.0.0.1:1/'), '/from'),
  ),
  behaviour('redirect to another protocol', down, answers(hop(302, 'ftp://127.0.0.1/'), '/from')),
  behaviour('redirect to an address that is none', down, answers(hop(302, 'http://:::/'), '/from')),
  behaviour('four redirects', up, answers(hops, '/4')),
  behaviour('more redirects than ten', down, answers(hops, '/40')),
]

const hello = Buffer.from('hello, hello, hello')
const coded = (coding: string, body: Buffer) => answers(says(200, { 'content-encoding': coding }, body))
const wanting = (compression?: string): Rest => ({
  options: { contains: ['hello, hello'] },
  settings: { fail_if_body_not_matches_regexp: ['hello, hello'], ...(compression ? { compression } : {}) },
})
const gzipped = zlib.gzipSync(Buffer.alloc(20_000, 'hello, hello '))

const codings: Behaviour[] = [
  behaviour('gzip', up, coded('gzip', zlib.gzipSync(hello)), wanting('gzip')),
  behaviour('br', up, coded('br', zlib.brotliCompressSync(hello)), wanting('br')),
  behaviour('deflate without the zlib header', up, coded('deflate', zlib.deflateRawSync(hello)), wanting('deflate')),
  behaviour('deflate as RFC 9110 has it', ['up', 'down'], coded('deflate', zlib.deflateSync(hello)), {
    ...wanting('deflate'),
    because: 'the exporter reads raw deflate only, RFC 9110 8.4.1.2 means the zlib format, browsers take both',
  }),
  behaviour('gzip that is none', down, coded('gzip', Buffer.from('this is no gzip')), wanting('gzip')),
  behaviour('br that is none', down, coded('br', Buffer.from([0xff, 0xff, 0xff, 0xff])), wanting('br')),
  behaviour('gzip that ends too early', ['up', 'down'], coded('gzip', gzipped.subarray(0, gzipped.length - 8)), {
    ...wanting('gzip'),
    because: 'like browsers we use what could be read where only the checksum is missing',
  }),
  behaviour('a coding nobody knows', up, coded('x-own', hello), wanting()),
  behaviour('no coding at all', up, answers(says(200, {}, hello)), wanting()),
]

const bodies: Behaviour[] = [
  behaviour('Content-Length', up, writes(page)),
  behaviour('chunked', up, writes(`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n`)),
  behaviour(
    'chunked with an extension',
    up,
    writes(`${ok}Transfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\n\r\n`),
  ),
  behaviour(
    'chunked with a trailer',
    up,
    writes(`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX-A: b\r\n\r\n`),
  ),
  behaviour('until the connection ends', up, writes(`${ok}\r\nhello`)),
  behaviour('empty', up, writes(`${ok}Content-Length: 0\r\n\r\n`)),
  behaviour('shorter than it said', down, writes(`${ok}Content-Length: 50\r\n\r\nhello`)),
  behaviour('a Content-Length below zero', down, writes(`${ok}Content-Length: -5\r\n\r\nhello`)),
  behaviour('a Content-Length that is no number', down, writes(`${ok}Content-Length: five\r\n\r\nhello`)),
  behaviour('two different Content-Lengths', down, writes(`${ok}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`)),
  behaviour(
    'a chunk size that is none',
    down,
    writes(`${ok}Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n`),
  ),
  behaviour('a chunk that is too short', down, writes(`${ok}Transfer-Encoding: chunked\r\n\r\n50\r\nhello`)),
  behaviour('chunks without an end', down, writes(`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n`)),
  behaviour(
    'a chunk without its line end',
    down,
    writes(`${ok}Transfer-Encoding: chunked\r\n\r\n5\r\nhelloworld\r\n0\r\n\r\n`),
  ),
  behaviour(
    'in two parts, a moment apart',
    up,
    talks((socket) => {
      socket.write(`${ok}Content-Length: 5\r\n\r\nhe`)
      setTimeout(() => socket.end('llo'), 100)
    }),
  ),
  behaviour('that matches', up, answers(says(200, {}, 'state: fine')), {
    options: { matches: ['state: \\w+'], not_matches: ['error'] },
    settings: { fail_if_body_not_matches_regexp: ['state: \\w+'], fail_if_body_matches_regexp: ['error'] },
  }),
  behaviour('that does not match', asserted, answers(says(200, {}, 'state: fine')), {
    options: { matches: ['state: bad'] },
    settings: { fail_if_body_not_matches_regexp: ['state: bad'] },
  }),
  behaviour('that matches what it must not', asserted, answers(says(200, {}, 'an error')), {
    options: { not_matches: ['err[aeo]r'] },
    settings: { fail_if_body_matches_regexp: ['err[aeo]r'] },
  }),
  behaviour('with the header that is wanted', up, answers(says(200, { 'x-cache': 'HIT' })), {
    options: { response_headers: [{ name: 'x-cache', operator: 'matches', value: '^H' }] },
    settings: { fail_if_header_not_matches: [{ header: 'X-Cache', regexp: '^H' }] },
  }),
  behaviour('without the header that is wanted', asserted, answers(says(200)), {
    options: { response_headers: [{ name: 'x-cache', operator: 'matches', value: '^H' }] },
    settings: { fail_if_header_not_matches: [{ header: 'X-Cache', regexp: '^H' }] },
  }),
]

/** Short for what has to run out, so that the table does not. */
const hasty: Rest = { options: { timeout_ms: 1_000 }, settings: { timeout: '1s' } }
const late: Verdicts = ['timeout', 'down']

const connections: Behaviour[] = [
  behaviour('nobody there', ['connect', 'down'], async () => {
    const server = net.createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as net.AddressInfo
    server.close()
    return { url: `http://127.0.0.1:${port}/`, close: async () => undefined }
  }),
  behaviour(
    'a reset at once',
    down,
    async () => {
      const target = await startTcpTarget((socket) => socket.resetAndDestroy())
      return { url: `http://127.0.0.1:${target.port}/`, close: target.close }
    },
    { or: 'connect' },
  ),
  behaviour(
    'a reset after the request',
    down,
    talks((socket) => socket.resetAndDestroy()),
  ),
  behaviour(
    'a reset within the headers',
    down,
    talks((socket) => socket.write(`${ok}Content-`, () => setTimeout(() => socket.resetAndDestroy(), 50))),
  ),
  behaviour(
    'a reset within the body',
    down,
    talks((socket) =>
      socket.write(`${ok}Content-Length: 50\r\n\r\nhello`, () => setTimeout(() => socket.resetAndDestroy(), 50)),
    ),
  ),
  behaviour(
    'an end without a word',
    down,
    talks((socket) => socket.end()),
  ),
  behaviour('an end within the status line', down, writes('HTTP/1.1 2')),
  behaviour('an end within the headers', down, writes(`${ok}Content-Len`)),
  behaviour(
    'an answer after a while',
    up,
    answers((_request, response) => setTimeout(() => response.end('hello'), 300)),
  ),
  behaviour('silence', late, leavesOpen(), hasty),
  behaviour('half a header, then silence', late, leavesOpen(`${ok}Content-`), hasty),
  behaviour('half a body, then silence', late, leavesOpen(`${ok}Content-Length: 50\r\n\r\nhello`), hasty),
  behaviour(
    'one byte now and then, for ever',
    late,
    talks((socket) => {
      socket.write(`${ok}Content-Length: 100000\r\n\r\n`)
      const timer = setInterval(() => socket.write('a'), 50)
      socket.once('close', () => clearInterval(timer))
    }),
    hasty,
  ),
  behaviour(
    'headers without end',
    late,
    talks((socket) => {
      socket.write(ok)
      let count = 0
      const timer = setInterval(() => socket.write(`x-${count++}: y\r\n`), 50)
      socket.once('close', () => clearInterval(timer))
    }),
    hasty,
  ),
]

const protocols: Behaviour[] = [
  behaviour('HTTP/1.0', up, writes('HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello')),
  behaviour('HTTP/1.0 without a length', up, writes('HTTP/1.0 200 OK\r\n\r\nhello')),
  behaviour('no reason phrase', up, writes('HTTP/1.1 200\r\nContent-Length: 5\r\n\r\nhello')),
  behaviour('no status', down, writes('HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello')),
  behaviour('a status of two digits', down, writes('HTTP/1.1 20 OK\r\nContent-Length: 5\r\n\r\nhello')),
  behaviour('100 Continue first', up, writes(`HTTP/1.1 100 Continue\r\n\r\n${page}`)),
  behaviour('103 Early Hints first', up, writes(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${page}`)),
  behaviour(
    '101 that nobody asked for',
    down,
    writes('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
  ),
  behaviour('HTTP/0.9', down, writes('<html>hello</html>')),
  behaviour('garbage', down, writes(Buffer.from([0, 1, 2, 255, 254, 10, 13, 10]))),
  behaviour('the greeting of a mail server', down, writes('220 mail.example ESMTP\r\n')),
  behaviour('the greeting of SSH', down, writes('SSH-2.0-OpenSSH_9.2\r\n')),
  behaviour('lines that end in LF alone', ['http', 'up'], writes('HTTP/1.1 200 OK\nContent-Length: 5\n\nhello'), {
    because: 'Go takes a bare LF for a line end, Node refuses it (RFC 9112 2.2 lets a recipient choose)',
  }),
  behaviour('a header without a colon', down, writes(`${ok}no colon\r\nContent-Length: 5\r\n\r\nhello`)),
  behaviour('a header name with a space', ['http', 'up'], writes(`${ok}X Y: z\r\nContent-Length: 5\r\n\r\nhello`), {
    because: 'Go lets it pass, RFC 9112 5.1 calls the message malformed',
  }),
  behaviour('a header that holds NUL', ['http', 'up'], writes(`${ok}X-A: a\0b\r\nContent-Length: 5\r\n\r\nhello`), {
    because: 'Go lets it pass, RFC 9110 5.5 calls it invalid and dangerous',
  }),
  behaviour('a header in UTF-8', up, writes(`${ok}X-A: 한글\r\nContent-Length: 5\r\n\r\nhello`)),
  behaviour(
    'a hundred headers',
    up,
    writes(ok, ...Array.from({ length: 100 }, (_none, at) => `X-${at}: y\r\n`), 'Content-Length: 5\r\n\r\nhello'),
  ),
  behaviour(
    '64 KB of headers',
    ['http', 'up'],
    writes(`${ok}X-A: ${'a'.repeat(65_536)}\r\nContent-Length: 5\r\n\r\nhello`),
    {
      because: 'we read 16 KB of headers, as browsers and proxies do; the exporter reads a megabyte',
    },
  ),
]

const requests: Behaviour[] = [
  behaviour(
    'POST with a body',
    up,
    answers(({ method, body }, response) =>
      response.writeHead(method === 'POST' && body === '{"a":1}' ? 201 : 400).end(),
    ),
    {
      options: { method: 'POST', body: '{"a":1}', expected_status: '201' },
      settings: { method: 'POST', body: '{"a":1}', valid_status_codes: [201] },
    },
  ),
  behaviour('HEAD with a length and no body', up, writes(`${ok}Content-Length: 5000\r\n\r\n`), {
    options: { method: 'HEAD' },
    settings: { method: 'HEAD' },
  }),
  behaviour(
    'a method that is not taken',
    down,
    answers(({ method }, response) => response.writeHead(method === 'PUT' ? 405 : 200).end()),
    {
      options: { method: 'PUT' },
      settings: { method: 'PUT' },
    },
  ),
  behaviour(
    'a header that is asked for',
    up,
    answers(({ headers }, response) => response.writeHead(headers['x-key'] === 'k' ? 200 : 403).end()),
    {
      options: { headers: [{ name: 'X-Key', value: 'k' }] },
      settings: { headers: { 'X-Key': 'k' } },
    },
  ),
  ...(['right', 'wrong'] as const).map((password) =>
    behaviour(`basic authentication, ${password}`, password === 'right' ? up : down, answers(basic), {
      options: { auth: { type: 'basic', username: 'kim', password } },
      settings: { basic_auth: { username: 'kim', password } },
    }),
  ),
  behaviour(
    'a bearer token',
    up,
    answers(({ headers }, response) => response.writeHead(headers.authorization === 'Bearer t0ken' ? 200 : 401).end()),
    {
      options: { auth: { type: 'bearer', token: 't0ken' } },
      settings: { authorization: { type: 'Bearer', credentials: 't0ken' } },
    },
  ),
  behaviour(
    'digest authentication, which is asked for',
    down,
    answers(says(401, { 'www-authenticate': 'Digest realm="a", nonce="b", qop="auth"' })),
  ),
]

function basic({ headers }: Parameters<Answer>[0], response: Parameters<Answer>[1]): void {
  const right = `Basic ${Buffer.from('kim:right').toString('base64')}`
  response.writeHead(headers.authorization === right ? 200 : 401, { 'www-authenticate': 'Basic realm="a"' }).end()
}

const trusting: Rest = { options: { ca: testRoot }, settings: { tls_config: { ca: testRoot } } }
const careless: Rest = { options: { verify_tls: false }, settings: { tls_config: { insecure_skip_verify: true } } }
const broken: Verdicts = ['tls', 'down']

const overTls =
  (kind: CertificateKind, clientCertificate = false) =>
  async (): Promise<Served> => {
    const target = await startTlsTarget({ certificate: kind, clientCertificate })
    return { url: `${target.url}/`, close: target.close }
  }
const asHttps = (serve: () => Promise<Served>) => async (): Promise<Served> => {
  const served = await serve()
  return { ...served, url: served.url.replace('http:', 'https:') }
}
const { cert, key } = certificate('client')

const secure: Behaviour[] = [
  behaviour('TLS with a good certificate', up, overTls('valid'), trusting),
  behaviour('TLS with an authority nobody trusts', broken, overTls('valid')),
  ...(['expired', 'not-yet-valid', 'wrong-host', 'self-signed', 'untrusted-root', 'incomplete-chain'] as const).map(
    (kind) => behaviour(`TLS: ${kind}`, broken, overTls(kind), trusting),
  ),
  behaviour('TLS: expired, which nobody minds', up, overTls('expired'), careless),
  behaviour('TLS: wrong host, which nobody minds', up, overTls('wrong-host'), careless),
  behaviour('TLS that wants a certificate of ours', ['tls', 'down'], overTls('valid', true), trusting),
  behaviour('TLS that gets a certificate of ours', up, overTls('valid', true), {
    options: { ca: testRoot, client_certificate: { cert, key } },
    settings: { tls_config: { ca: testRoot, cert, key } },
  }),
  behaviour('plain HTTP where TLS is asked for', broken, asHttps(answers(says(200))), trusting),
  behaviour('a reset within the TLS handshake', broken, asHttps(talks((socket) => socket.resetAndDestroy())), trusting),
  behaviour('silence within the TLS handshake', late, asHttps(leavesOpen()), {
    options: { ...trusting.options, ...hasty.options },
    settings: { ...trusting.settings, ...hasty.settings },
  }),
  behaviour('TLS where plain HTTP is asked for', down, async () => {
    const served = await overTls('valid')()
    return { ...served, url: served.url.replace('https:', 'http:') }
  }),
]

export const behaviours: readonly Behaviour[] = [
  ...statuses,
  ...redirects,
  ...codings,
  ...bodies,
  ...connections,
  ...protocols,
  ...requests,
  ...secure,
]
