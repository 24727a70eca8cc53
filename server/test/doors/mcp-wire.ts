import { connect, type Socket } from 'node:net'

/** Requests of the MCP as bytes: what a client of either era sends, and what a hostile one does. */

export const modernRevision = '2026-07-28'
export const legacyRevision = '2025-11-25'

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` })

export const post = (
  url: string,
  body: string | object,
  headers: Record<string, string> = {},
  signal?: AbortSignal,
): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    ...(signal && { signal }),
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

/** A message and the headers that must agree with it. */
export function modernMessage(method: string, params: object = {}, id: number | string = 1) {
  const { name, uri } = params as { name?: unknown; uri?: unknown }
  const meant = name ?? uri
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': modernRevision,
    'io.modelcontextprotocol/clientCapabilities': {},
    'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  }
  return {
    body: { jsonrpc: '2.0', id, method, params: { ...params, _meta } },
    headers: {
      'mcp-protocol-version': modernRevision,
      'mcp-method': method,
      ...(typeof meant === 'string' && { 'mcp-name': meant }),
    } as Record<string, string>,
  }
}

export function modern(url: string, token: string, method: string, params: object = {}): Promise<Response> {
  const { body, headers } = modernMessage(method, params)
  return post(url, body, { ...bearer(token), ...headers })
}

export const initialize = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: legacyRevision, capabilities: {}, clientInfo: { name: 'test', version: '1' } },
}

/** The headers of an opened session of revision 2025-11-25. */
export async function openSession(url: string, token: string): Promise<Record<string, string>> {
  const answer = await post(url, initialize, bearer(token))
  await answer.text()
  const id = answer.headers.get('mcp-session-id')
  if (id === null) throw new Error(`no session: ${answer.status}`)
  const headers = { ...bearer(token), 'mcp-session-id': id, 'mcp-protocol-version': legacyRevision }
  await post(url, { jsonrpc: '2.0', method: 'notifications/initialized' }, headers)
  return headers
}

// biome-ignore lint/suspicious/noExplicitAny: tests look at wire JSON of many shapes
export type Wire = any

/** The first message of an answer, which is JSON or a stream with JSON in it. */
export async function messageOf(answer: Response): Promise<Wire> {
  const text = await answer.text()
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) return text === '' ? null : JSON.parse(text)
  const lines = text.split('\n').filter((line) => line.startsWith('data: {'))
  return JSON.parse((lines.at(-1) ?? 'data: null').slice('data: '.length))
}

/** Resolves with the text that came when an open stream ends, or breaks. */
export async function untilEnd(answer: Response): Promise<string> {
  let text = ''
  try {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>)
      text += new TextDecoder().decode(chunk)
  } catch {
    // Broken off is ended too.
  }
  return text
}

/** A connection of one's own, for requests that no client library would send. */
export async function rawConnection(
  url: string,
): Promise<{ socket: Socket; said: () => string; ended: Promise<void> }> {
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let said = ''
  socket.on('data', (chunk: Buffer) => {
    said += chunk
  })
  socket.on('error', () => undefined)
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return { socket, said: () => said, ended }
}
