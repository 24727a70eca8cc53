import dgram from 'node:dgram'
import { once } from 'node:events'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { parseInput } from '#platform/operations/parse.ts'
import { openChecks } from '#test/checks.ts'
import { kindOf } from './catalogue.ts'

const { look, room } = openChecks()
const open: dgram.Socket[] = []
afterEach(() => {
  for (const socket of open.splice(0)) socket.close()
})
afterAll(() => room.stop?.(new AbortController().signal))

/** A UDP service on loopback; `answer` gives what goes back, or nothing. */
async function serve(answer: (message: Buffer, count: number) => Buffer | string | undefined, host = '127.0.0.1') {
  const heard: Buffer[] = []
  const socket = dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.on('message', (message, from) => {
    heard.push(message)
    const reply = answer(message, heard.length)
    if (reply !== undefined) socket.send(reply, from.port, from.address)
  })
  socket.bind(0, host)
  await once(socket, 'listening')
  open.push(socket)
  return { port: socket.address().port, heard }
}

/** A port that was free a moment ago. */
async function closedPort(host = '127.0.0.1'): Promise<number> {
  const socket = dgram.createSocket(host.includes(':') ? 'udp6' : 'udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  return port
}

const host = '127.0.0.1'

describe('a UDP port', () => {
  it('that answers is open', async () => {
    const { port, heard } = await serve((message) => `you said ${message}`)
    expect(await look('udp', { host, port, payload: 'ping\\n' })).toMatchObject({
      state: 'up',
      evidence: { address: host, port, port_state: 'open', answer: 'you said ping\n', received_bytes: 14 },
    })
    expect(heard.map(String)).toEqual(['ping\n'])
  })

  it.each([host, '::1'])('whose machine says "port unreachable" is closed: %s', async (at) => {
    const port = await closedPort(at)
    const outcome = await look('udp', { host: at, port })
    expect(outcome).toMatchObject({
      state: 'down',
      errorCode: 'connect',
      evidence: { port_state: 'closed', code: 'ECONNREFUSED', port },
    })
    expect(outcome.durationMs).toBeLessThan(4_000)
  })

  it('that says nothing is open or filtered, which is for the options to judge', async () => {
    const { port, heard } = await serve(() => undefined)
    expect(await look('udp', { host, port, timeout: 1 })).toMatchObject({
      state: 'up',
      evidence: { port_state: 'open|filtered' },
      message: { en: expect.stringContaining('open|filtered') },
    })
    expect(heard).toHaveLength(2)
    expect(await look('udp', { host, port, timeout: 1, tries: 1, no_answer: 'down' })).toMatchObject({
      state: 'down',
      errorCode: 'timeout',
      evidence: { port_state: 'open|filtered' },
    })
  })

  it('is asked again when a datagram got lost', async () => {
    const { port, heard } = await serve((_message, count) => (count === 1 ? undefined : 'here'))
    expect(await look('udp', { host, port, timeout: 2, tries: 3, expect: 'here' })).toMatchObject({
      state: 'up',
      assertions: [{ what: 'answer', passed: true }],
    })
    expect(heard).toHaveLength(2)
  })

  it('must say what is expected, where something is', async () => {
    const { port } = await serve(() => 'busy')
    expect(await look('udp', { host, port, expect: 'ready' })).toMatchObject({
      state: 'down',
      errorCode: 'assertion',
      assertions: [{ what: 'answer', expected: 'ready', got: 'busy', passed: false }],
    })
    const silent = await serve(() => undefined)
    expect(await look('udp', { host, port: silent.port, timeout: 1, tries: 1, expect: 'ready' })).toMatchObject({
      state: 'down',
      errorCode: 'timeout',
      assertions: [{ got: 'no answer' }],
    })
  })

  it('speaks bytes as well as text', async () => {
    // A DNS query for the root's name servers, as a real service would get it.
    const query = '12 34 01 00 00 01 00 00 00 00 00 00 00 00 02 00 01'
    const { port, heard } = await serve((message) =>
      Buffer.concat([message.subarray(0, 2), Buffer.from('8180', 'hex')]),
    )
    expect(await look('udp', { host, port, format: 'hex', payload: query, expect: '0x12 0x34 81:80' })).toMatchObject({
      state: 'up',
      evidence: { answer: '12348180' },
    })
    expect(heard[0]?.toString('hex')).toBe(query.replaceAll(' ', ''))
    const text = await serve((message) => message)
    expect(await look('udp', { host, port: text.port, payload: '\\x00\\xff', expect: '\\xff' })).toMatchObject({
      state: 'up',
      evidence: { answer: '..' },
    })
  })

  it('inside our own network is a matter of settings', async () => {
    const { look: closed, room: other } = openChecks({ allowed: [] })
    expect(await closed('udp', { host, port: 53 })).toMatchObject({ state: 'unknown', errorCode: 'config' })
    await other.stop?.(new AbortController().signal)
  })
})

it.each([
  [{ port: 0 }, 'port'],
  [{ port: 65_536 }, 'port'],
  [{ timeout: 0 }, 'timeout'],
  [{ timeout: 31 }, 'timeout'],
  [{ tries: 6 }, 'tries'],
  [{ format: 'hex', payload: 'xyz' }, 'payload'],
  [{ format: 'hex', expect: 'abc' }, 'expect'],
  [{ host: 'a b' }, 'host'],
])('options like %j are refused at %s', (changes, path) => {
  const schema = kindOf('udp')?.options
  if (!schema) throw new Error('no udp')
  expect(() => parseInput(schema, { host, port: 53, ...changes }, 'en')).toThrow(
    expect.objectContaining({ details: expect.objectContaining({ fields: [expect.objectContaining({ path })] }) }),
  )
})
