import { between, pick } from '#test/fault/random.ts'
import { bearer, initialize, legacyRevision, modernMessage, modernRevision } from './mcp-wire.ts'

/** What a hostile client knows. */
export interface Known {
  readonly token: string
  /** Headers of a session of the token's own, and of somebody else's. */
  readonly session: Record<string, string>
  readonly foreignSession: Record<string, string>
}

export interface Malformed {
  readonly kind: string
  readonly body: string | Uint8Array
  readonly headers: Record<string, string>
  /** The statuses with which it may be answered; none of them a fault of ours. */
  readonly statuses: readonly number[]
  /** The codes of JSON-RPC that an answer of 200 or 4xx may hold; empty: whatever it says is fine. */
  readonly codes: readonly number[]
}

type Random = () => number
type Maker = (known: Known, random: Random) => Omit<Malformed, 'kind'>

const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
const call = (args: unknown, name = 'add') => modernMessage('tools/call', { name, arguments: args })
const modernHeaders = ({ token }: Known, headers: Record<string, string>) => ({ ...json, ...bearer(token), ...headers })
const nested = (open: string, close: string, depth: number): string => `${open.repeat(depth)}1${close.repeat(depth)}`
const refused = [-32700, -32600, -32602, -32601, -32020, -32000]

/** The text of a call with something put in place of its arguments. */
function withArguments(known: Known, text: string): Omit<Malformed, 'kind' | 'statuses' | 'codes'> {
  const { body, headers } = call('HERE')
  return { body: JSON.stringify(body).replace('"HERE"', () => text), headers: modernHeaders(known, headers) }
}

let lastId = 0
/** Ids of a session that are open at the same time differ; a client that lets them not only cheats itself. */
const nextId = (): number => ++lastId

export const makers: Record<string, Maker> = {
  'a key twice': (known, random) => {
    const key = pick(random, ['"method":"ping"', '"id":2', '"params":{}', '"\\u006dethod":"ping"', '"jsonrpc":"1.0"'])
    const { body, headers } = call({ a: 1, b: 1 })
    const text = JSON.stringify(body).replace(/\}$/, `,${key}}`)
    return { body: text, headers: modernHeaders(known, headers), statuses: [400], codes: [-32700] }
  },
  'a key in another case': (known, random) => {
    const { body, headers } = call({ a: 1, b: 1 })
    const key = pick(random, ['method', 'params', 'name', 'jsonrpc'])
    const text = JSON.stringify(body).replace(`"${key}"`, `"${key[0]?.toUpperCase()}${key.slice(1)}"`)
    return { body: text, headers: modernHeaders(known, headers), statuses: [200, 400, 404, 202], codes: refused }
  },
  'headers that do not agree': (known, random) => {
    const { body, headers } = call({ a: 1, b: 1 })
    const other = pick<Record<string, string>>(random, [
      { 'mcp-name': 'subtract' },
      { 'mcp-method': 'tools/list' },
      { 'mcp-name': '=?base64?@@@?=' },
      { 'mcp-name': '' },
      { 'mcp-protocol-version': legacyRevision },
    ])
    return {
      body: JSON.stringify(body),
      headers: modernHeaders(known, { ...headers, ...other }),
      statuses: [400],
      codes: refused,
    }
  },
  'arguments deeper than any': (known, random) => {
    const depth = pick(random, [33, 64, 1000, 10_000])
    const text = pick(random, [nested('[', ']', depth), nested('{"a":', '}', depth)])
    return { ...withArguments(known, text), statuses: [200, 400], codes: [-32700, -32602] }
  },
  'nothing but empties': (known, random) => {
    const count = pick(random, [1000, 100_000, 1_300_000])
    return {
      ...withArguments(known, `{"a":[${'[],'.repeat(count)}[]]}`),
      statuses: [200, 400, 413],
      codes: [-32700, -32602, -32000],
    }
  },
  'text that is no JSON': (known, random) => {
    const text = pick(random, ['', '{', '[', 'null', '"x"', '1', 'NaN', '{"a":1,}', "{'a':1}", '\ufeff{}', '{}{}'])
    return { body: text, headers: { ...json, ...known.session }, statuses: [400], codes: refused }
  },
  'bytes that are no text': (known, random) => {
    const bytes = Uint8Array.from({ length: 1 + between(random, 0, 199) }, () => between(random, 0, 255))
    return { body: bytes, headers: { ...json, ...known.session }, statuses: [400], codes: refused }
  },
  'another type of content': (known, random) => {
    const type = pick(random, [
      'text/plain',
      'application/xml',
      'application/json-patch+json',
      'multipart/form-data',
      'x',
    ])
    const { body, headers } = call({ a: 1, b: 1 })
    return {
      body: JSON.stringify(body),
      headers: { ...modernHeaders(known, headers), 'content-type': type },
      statuses: [400, 415],
      codes: refused,
    }
  },
  'several messages at once': (known, random) => {
    const message = pick(random, [
      initialize,
      { jsonrpc: '2.0', id: nextId(), method: 'ping' },
      call({ a: 1, b: 1 }).body,
    ])
    const body = JSON.stringify(Array.from({ length: between(random, 0, 199) }, () => message))
    return { body, headers: { ...json, ...known.session }, statuses: [400], codes: [-32600] }
  },
  'numbers and letters beyond all bounds': (known, random) => {
    const odd = [
      '1e999',
      '-0',
      '9007199254740993',
      `1${'0'.repeat(400)}`,
      '"\\ud800"',
      '"\\u0000"',
      'null',
      '"\\udfff\\ud800"',
      '[]',
    ]
    const text = `{"a":${pick(random, odd)},"b":${pick(random, odd)}}`
    return { ...withArguments(known, text), statuses: [200], codes: [] }
  },
  'keys of prototypes': (known, random) => {
    const key = pick(random, ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])
    return { ...withArguments(known, `{"a":1,"b":1,"${key}":{"isError":true}}`), statuses: [200], codes: [] }
  },
  'tools that are named oddly': (known, random) => {
    const name = pick(random, [
      '__proto__',
      'constructor',
      '',
      ' add',
      'ADD',
      'add\u0000',
      '../add',
      'a'.repeat(5000),
      '봉수',
      '\ud800',
    ])
    const params = { name, arguments: {} }
    const body = JSON.stringify({ jsonrpc: '2.0', id: nextId(), method: 'tools/call', params })
    return { body, headers: { ...json, ...known.session }, statuses: [200, 400], codes: [-32602] }
  },
  'parameters of another shape': (known, random) => {
    const params = pick<unknown>(random, [
      null,
      [],
      1,
      'x',
      { name: 1 },
      { name: 'add', arguments: [] },
      { name: {} },
      {},
    ])
    const method = pick(random, [
      'tools/call',
      'tools/list',
      'resources/read',
      'prompts/get',
      'logging/setLevel',
      'x'.repeat(300),
    ])
    const body = JSON.stringify({ jsonrpc: '2.0', id: nextId(), method, params })
    return { body, headers: { ...json, ...known.session }, statuses: [200, 400], codes: [] }
  },
  'ids that are none': (known, random) => {
    const id = pick<unknown>(random, [null, {}, [], true, 1.5, 'x'.repeat(10_000), -1, Number.MAX_SAFE_INTEGER])
    const body = JSON.stringify({ jsonrpc: '2.0', id, method: 'ping' })
    return { body, headers: { ...json, ...known.session }, statuses: [200, 202, 400], codes: [] }
  },
  'a session that is not theirs': (known, random) => {
    const id = pick(random, [known.foreignSession['mcp-session-id'] ?? '', 'x', '../..', 'a'.repeat(3000), '0'])
    const method = pick(random, ['ping', 'tools/list', 'notifications/cancelled'])
    const body = JSON.stringify({ jsonrpc: '2.0', id: nextId(), method, params: { requestId: 1 } })
    const headers = { ...json, ...known.session, 'mcp-session-id': id }
    return { body, headers, statuses: [404], codes: [-32000, -32001] }
  },
  'a cancel for a call of somebody else': (known, random) => {
    const params = { requestId: pick<unknown>(random, [1, 7, 'held', null, {}]), reason: 'x' }
    const body = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params })
    return { body, headers: { ...json, ...known.session }, statuses: [202, 400], codes: [] }
  },
  'answers that nobody asked for': (known, random) => {
    const answer = pick(random, [
      { result: {} },
      { error: { code: 1, message: 'x' } },
      { result: null },
      { error: null },
    ])
    const body = JSON.stringify({ jsonrpc: '2.0', id: between(random, 0, 99), ...answer })
    return { body, headers: { ...json, ...known.session }, statuses: [202, 400], codes: [] }
  },
  'an envelope that is broken': (known, random) => {
    const meta = pick<unknown>(random, [null, 1, [], {}, { 'io.modelcontextprotocol/protocolVersion': 5 }])
    const body = { jsonrpc: '2.0', id: nextId(), method: 'tools/list', params: { _meta: meta } }
    const headers = modernHeaders(known, { 'mcp-protocol-version': modernRevision, 'mcp-method': 'tools/list' })
    return { body: JSON.stringify(body), headers, statuses: [400], codes: refused }
  },
  'a proof that is none': (_known, random) => {
    const proof = pick(random, [
      'Bearer',
      'Bearer ',
      'Basic eDp5',
      `Bearer bgs_${'a'.repeat(43)}`,
      `Bearer ${'x'.repeat(9000)}`,
      'bgs_x',
    ])
    const { body, headers } = call({ a: 1, b: 1 })
    return {
      body: JSON.stringify(body),
      headers: { ...json, ...headers, authorization: proof },
      // A fuzz that is long enough is a flood.
      statuses: [401, 429],
      codes: [-32000],
    }
  },
}
