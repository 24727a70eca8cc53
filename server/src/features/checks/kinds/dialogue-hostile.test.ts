import { randomBytes } from 'node:crypto'
import type net from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { openChecks } from '#test/checks.ts'
import { startTcpTarget, type Target } from '#test/targets/tcp-target.ts'

const allowed = openChecks()
const closed = openChecks({ allowed: [] })
const { look, faults } = allowed
const open: Target[] = []
afterAll(async () => {
  for (const target of open.splice(0)) await target.close()
  expect(faults).toEqual([])
})

type Words = string | Uint8Array
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const u32 = (value: number): number[] => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255)

/** A MySQL greeting up to its salt, as the protocol begins. */
const mysqlGreeting = Buffer.concat([
  Buffer.from('J\0\0\0\n8.0.36\0', 'latin1'),
  Buffer.from([8, 0, 0, 0]),
  Buffer.from('abcdefgh\0', 'latin1'),
  Buffer.from([0xff, 0xf7, 45, 2, 0, 0xff, 0xdf, 21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
  Buffer.from('ijklmnopqrst\0mysql_native_password\0', 'latin1'),
])
mysqlGreeting.writeUIntLE(mysqlGreeting.length - 4, 0, 3)

interface Protocol {
  readonly options?: Record<string, unknown>
  /** The first words of a sane server. After them it loses its mind. */
  readonly opening: Words
  /** Sizes that no sane server names, and what else can only be said in this protocol. */
  readonly lies: Readonly<Record<string, readonly Words[]>>
}

const signIn = { username: 'reader', password: 'sesame-1234' }

const protocols: Readonly<Record<string, Protocol>> = {
  smtp: {
    options: { security: 'none' },
    opening: '220 mail.example ESMTP\r\n',
    lies: {
      'greets for ever': Array<string>(5000).fill('220-still greeting\r\n'),
      'says words before TLS': ['220 x\r\n250-x\r\n250 STARTTLS\r\n220 go\r\n250 injected\r\n'],
    },
  },
  imap: {
    options: { security: 'none' },
    opening: '* OK ready\r\n',
    lies: {
      'never ends its list': ['* OK ready\r\n', ...Array<string>(5000).fill('* CAPABILITY IMAP4rev2\r\n')],
      'answers somebody else': ['* OK ready\r\nz9 OK done\r\n'],
    },
  },
  pop3: {
    options: { security: 'none' },
    opening: '+OK ready\r\n',
    lies: { 'never ends its list': ['+OK ready\r\n+OK\r\n', ...Array<string>(5000).fill('TOP\r\n')] },
  },
  postgres: {
    options: { ...signIn, query: 'SELECT 1' },
    opening: bytes(82, ...u32(8), ...u32(0)),
    lies: {
      'names a huge length': [bytes(82, ...u32(0x7fff_ffff))],
      'names a negative length': [bytes(82, ...u32(0xffff_fff0))],
      'sends an empty error': [bytes(69, ...u32(4))],
      'ends a field in the middle': [bytes(83, ...u32(8), 65, 65, 65, 65)],
      'never stops to report parameters': Array<Uint8Array>(5000).fill(bytes(83, ...u32(8), 65, 0, 66, 0)),
      'wants a million rounds of hashing': [
        Buffer.concat([bytes(82, ...u32(23), ...u32(10)), Buffer.from('SCRAM-SHA-256\0\0')]),
        Buffer.concat([bytes(82, ...u32(40), ...u32(11)), Buffer.from('r=x,s=c2FsdA==,i=1000000000     ')]),
      ],
    },
  },
  mysql: {
    options: { ...signIn, query: 'SELECT 1' },
    opening: mysqlGreeting,
    lies: {
      'names a huge length': [bytes(255, 255, 255, 0, 10)],
      'ends its greeting in the middle': [bytes(4, 0, 0, 0, 10, 56, 46, 48)],
      'asks for a file of ours': [
        mysqlGreeting,
        bytes(7, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0),
        bytes(7, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0),
        bytes(7, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0),
        Buffer.concat([bytes(12, 0, 0, 1, 0xfb), Buffer.from('/etc/passwd')]),
      ],
      'has more columns than it says': [
        mysqlGreeting,
        bytes(7, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0),
        bytes(7, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0),
        bytes(7, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0),
        bytes(3, 0, 0, 1, 0xfc, 255, 255),
      ],
      'sends a key that is none': [
        mysqlGreeting,
        Buffer.concat([bytes(44, 0, 0, 2, 0xfe), Buffer.from('caching_sha2_password\0abcdefghijklmnopqrst\0')]),
        bytes(2, 0, 0, 4, 1, 4),
        Buffer.concat([bytes(7, 0, 0, 6, 1), Buffer.from('no key')]),
      ],
    },
  },
  redis: {
    options: { password: 'sesame-1234' },
    opening: '+OK\r\n',
    lies: {
      'names a huge text': ['+OK\r\n$9999999999999\r\n'],
      'names a huge list': ['+OK\r\n*4294967295\r\n'],
      'nests for ever': ['+OK\r\n', '*1\r\n'.repeat(100_000)],
      'sends a number that is none': ['+OK\r\n$1e9\r\n'],
    },
  },
  mqtt: {
    options: { topic: 'plant/status' },
    opening: bytes(0x20, 2, 0, 0),
    lies: {
      'names a huge length': [bytes(0x20, 0xff, 0xff, 0xff, 0x7f)],
      'never ends a length': [bytes(0x20, 0xff, 0xff, 0xff, 0xff, 0xff)],
      'sends an empty welcome': [bytes(0x20, 0)],
      'publishes less than it says': [bytes(0x20, 2, 0, 0, 0x90, 3, 0, 1, 0, 0x30, 2, 0, 99)],
    },
  },
  websocket: {
    opening: 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n',
    lies: {
      'answers with another page': ['HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi'],
      'proves nothing': [
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
      ],
    },
  },
  grpc: {
    opening: bytes(0, 0, 0, 4, 0, 0, 0, 0, 0),
    lies: {
      'names a huge frame': [bytes(0, 0, 0, 4, 0, 0, 0, 0, 0, 255, 255, 255, 0, 0, 0, 0, 0, 1)],
      'answers in HTTP/1': ['HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n'],
    },
  },
}

async function start(talk: (socket: net.Socket) => void): Promise<Target> {
  const target = await startTcpTarget(talk)
  open.push(target)
  return target
}

describe.concurrent.each(Object.entries(protocols))('%s', (kind, { options = {}, opening, lies }) => {
  const lookAt = ({ port }: Target, timeoutMs = 5000, checks = allowed) =>
    checks.look(
      kind,
      kind === 'websocket' ? { url: `ws://127.0.0.1:${port}/` } : { host: '127.0.0.1', port, ...options },
      timeoutMs,
    )

  it('inside a forbidden range is not even tried', async () => {
    const target = await start((socket) => socket.write(opening))
    expect(await lookAt(target, 5000, closed)).toMatchObject({ state: 'unknown', errorCode: 'config' })
    expect(target.connections()).toBe(0)
  })

  it('that hangs up at once is down', async () => {
    const seen = await lookAt(await start((socket) => socket.end()))
    expect(seen.state).toBe('down')
    expect(['connect', 'assertion']).toContain(seen.errorCode)
  })

  it('that hangs up in the middle is down', async () => {
    const seen = await lookAt(await start((socket) => socket.end(opening)))
    expect(seen.state).toBe('down')
    expect(['connect', 'assertion']).toContain(seen.errorCode)
  })

  it('that resets the connection is down', async () => {
    const seen = await lookAt(await start((socket) => socket.write(opening, () => socket.resetAndDestroy())))
    expect(seen.state).toBe('down')
    expect(['connect', 'assertion']).toContain(seen.errorCode)
  })

  it('that talks nonsense is down', async () => {
    const nonsense = [Buffer.alloc(4096, 'x\n'), randomBytes(65_536), Buffer.alloc(4096, 0xff), Buffer.alloc(4096)]
    const looks = nonsense.map(async (words) => lookAt(await start((socket) => socket.write(words)), 1500))
    for (const seen of await Promise.all(looks)) {
      expect(seen.state).toBe('down')
      expect(['connect', 'assertion', 'timeout']).toContain(seen.errorCode)
    }
  })

  it('that never stops to talk is heard for a while only', async () => {
    let sent = 0
    const flood = Buffer.alloc(65_536, 'a')
    const target = await start((socket) => {
      socket.write(opening)
      const pour = () => {
        while (!socket.destroyed && socket.write(flood)) sent += flood.length
      }
      socket.on('drain', pour)
      pour()
    })
    const seen = await lookAt(target, 3000)
    expect(seen.state).toBe('down')
    // What is under way in the buffers of two sockets, and our own megabyte.
    expect(sent).toBeLessThan(32 * 1_048_576)
  })

  it('that says one byte at a time does so no longer than the deadline', async () => {
    // Never the end of a first word.
    const words = Buffer.from(opening as string).subarray(0, -2)
    const target = await start((socket) => {
      let at = 0
      const timer = setInterval(() => socket.write(at < words.length ? words.subarray(at, ++at) : 'a'), 25)
      socket.on('close', () => clearInterval(timer))
    })
    const seen = await lookAt(target, 1000)
    expect(seen.state).toBe('down')
    expect(seen.durationMs).toBeLessThan(6000)
  })

  it('that stays silent has run out of time', async () => {
    const looks = ['', opening].map(async (words) => lookAt(await start((socket) => words && socket.write(words)), 700))
    for (const seen of await Promise.all(looks)) expect(seen).toMatchObject({ state: 'down', errorCode: 'timeout' })
  })

  it.each(Object.entries(lies))('that %s is down', async (_what, words) => {
    const secure = kind === 'smtp' && String(words[0]).includes('STARTTLS') ? { security: 'starttls' } : {}
    const target = await start((socket) => {
      for (const one of words) socket.write(one)
    })
    const seen =
      kind === 'smtp'
        ? await look(kind, { host: '127.0.0.1', port: target.port, ...options, ...secure })
        : await lookAt(target)
    expect(seen.state).toBe('down')
    expect(['assertion', 'http']).toContain(seen.errorCode)
    expect(target.received()).not.toContain('root:')
  })
})
