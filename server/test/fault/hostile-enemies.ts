import type net from 'node:net'
import {
  startBigHeaderTarget,
  startBombTarget,
  startDripTarget,
  startEndlessContinueTarget,
  startEndlessHeaderTarget,
  startFloodTarget,
  startRawHttpTarget,
  startRedirectLoopTarget,
  startResetTarget,
  startSilentTarget,
  startUnfinishedTarget,
} from '../targets/hostile-targets.ts'
import { startHttpTarget, startTlsTarget } from '../targets/http-target.ts'
import { startTcpTarget, type Target } from '../targets/tcp-target.ts'

/** A thing that means no good, and how it is looked at. */
export interface Enemy {
  readonly name: string
  readonly kind: string
  readonly options: Readonly<Record<string, unknown>>
  readonly target: { close(): Promise<void> }
}

const certificates = [
  'expired',
  'not-yet-valid',
  'wrong-host',
  'self-signed',
  'untrusted-root',
  'incomplete-chain',
] as const
const host = '127.0.0.1'
const megabyte = 1_048_576

/** Forty of every bad sort: what speaks HTTP badly, what is dear to judge, and what answers in no protocol at all. */
export async function startEnemies(): Promise<Enemy[]> {
  return [...(await badServers()), ...(await dearBodies()), ...(await badTalkers())]
}

async function badServers(): Promise<Enemy[]> {
  const invalid = Buffer.concat([
    Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n'),
    Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 0x61]),
  ])
  const plain: readonly (readonly [string, Promise<{ readonly port: number; close(): Promise<void> }>])[] = [
    ['one byte a second', startDripTarget(1000)],
    ['endless header', startEndlessHeaderTarget()],
    ['endless continue', startEndlessContinueTarget()],
    ['header of 64 KB', startBigHeaderTarget()],
    ['silence', startSilentTarget()],
    ['reset', startResetTarget()],
    ['reset in the body', startResetTarget(1000)],
    ['unfinished body', startUnfinishedTarget()],
    ['flood', startFloodTarget()],
    ['bomb of 200 MB', startBombTarget(['gzip'])],
    ['redirects without end', startRedirectLoopTarget()],
    ['invalid UTF-8', startRawHttpTarget(invalid)],
    ['no HTTP', startRawHttpTarget('220 mail.example.com ESMTP\r\n')],
  ]
  const secure = certificates.map(
    (certificate) => [`certificate: ${certificate}`, startTlsTarget({ certificate })] as const,
  )
  const watched = async (protocol: string, [name, starting]: (typeof plain)[number]): Promise<Enemy> => {
    const target = await starting
    // A keyword makes the body matter.
    const options = { url: `${protocol}://${host}:${target.port}/0`, contains: ['not to be found'] }
    return { name, kind: 'http', options, target }
  }
  return Promise.all([...plain.map((one) => watched('http', one)), ...secure.map((one) => watched('https', one))])
}

/** A megabyte each that takes long to read, with the dearest thing there is to ask of it. */
async function dearBodies(): Promise<Enemy[]> {
  const letters = 'a'.repeat(megabyte - 1)
  const deep = JSON.stringify(Array.from({ length: 150 }).reduce<unknown>((inner) => [inner, 1, inner ? 2 : 3], null))
  const list = `[${'{"a":1},'.repeat(100_000)}1]`
  let count = 0
  const bodies: readonly (readonly [name: string, kind: string, type: string, body: () => string, options: object])[] =
    [
      ['pattern over one letter', 'http', 'text/plain', () => letters, { matches: ['(?:a?){50}a{50}$b'] }],
      [
        'path to everything',
        'http',
        'application/json',
        () => deep,
        { json: [{ path: '$..*..*..*..*..*', operator: 'exists' }] },
      ],
      ['unique items', 'http', 'application/json', () => list, { json_schema: '{"uniqueItems":true}' }],
      ['nothing but tags', 'keyword', 'text/html', () => '<a>'.repeat(megabyte / 3), { keywords: ['none'] }],
      [
        'selector over tags',
        'content',
        'text/html',
        () => '<p>x</p>'.repeat(megabyte / 8),
        { expected: ['none'], selector: 'p ~ p ~ p' },
      ],
      ['always another page', 'change', 'text/html', () => `<p>${count++}</p>`.repeat(megabyte / 16), {}],
      [
        'captures by pattern',
        'api',
        'text/plain',
        () => letters,
        { captures: [{ name: 'x', from: 'body', expression: '(a+)+b' }] },
      ],
      ['headers for ever', 'headers', 'text/html', () => letters, { minimum_grade: 'A+', below: 'down' }],
    ]
  return Promise.all(
    bodies.map(async ([name, kind, type, body, options]) => {
      const target = await startHttpTarget((_request, response) =>
        response.writeHead(200, { 'content-type': type }).end(body()),
      )
      return { name, kind, options: { url: `${target.url}/`, ...options }, target }
    }),
  )
}

/** Servers of other protocols that say nothing, too much, or one byte at a time, from the first moment. */
async function badTalkers(): Promise<Enemy[]> {
  const talkers = { silent: startSilentTarget, flooding: startEagerFlood, dripping: startEagerDrip }
  const looks: readonly (readonly [kind: string, talker: keyof typeof talkers, options?: object])[] = [
    ['tcp', 'flooding', { expect: 'never said' }],
    ['tls', 'silent'],
    ['smtp', 'dripping'],
    ['imap', 'flooding'],
    ['pop3', 'silent'],
    ['postgres', 'flooding', { username: 'reader' }],
    ['mysql', 'flooding'],
    ['redis', 'flooding'],
    ['mqtt', 'dripping'],
    ['grpc', 'flooding'],
    ['websocket', 'flooding'],
    ['mcp', 'silent'],
    ['mysql', 'silent'],
  ]
  return Promise.all(
    looks.map(async ([kind, talker, options]) => {
      const target = await talkers[talker]()
      const address = `${host}:${target.port}/`
      const place =
        kind === 'websocket'
          ? { url: `ws://${address}` }
          : kind === 'mcp'
            ? { url: `http://${address}` }
            : { host, port: target.port }
      return { name: `${kind}: ${talker}`, kind, options: { ...place, ...options }, target }
    }),
  )
}

function startEagerFlood(): Promise<Target> {
  const chunk = Buffer.alloc(0x10000, 'a')
  return startTcpTarget((socket: net.Socket) => {
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    }
    socket.on('drain', pour)
    pour()
  })
}

function startEagerDrip(): Promise<Target> {
  return startTcpTarget((socket: net.Socket) => {
    const timer = setInterval(() => socket.write('a'), 20)
    socket.on('close', () => clearInterval(timer))
  })
}
