import type { HttpLine } from '../../outbound/index.ts'
import type { Json } from '../json.ts'
import { type UpstreamExchange, UpstreamFailure } from './contract.ts'
import {
  clientInfo,
  type Introduction,
  metaKeys,
  modernRevision,
  relayedCapabilities,
  relayedMeta,
} from './conversation.ts'
import { type HeaderParam, headerParams, headerText, paramHeaders } from './header-params.ts'
import { answerTo, lineFailure, told } from './http-answer.ts'
import { paced } from './pace.ts'
import type { Incoming } from './rpc.ts'

export interface ModernHttpParts {
  readonly line: HttpLine
  readonly version: string
  /** Which arguments of this tool go into headers too, as far as its list was read here. */
  headerParams(tool: string): readonly HeaderParam[]
}

export type Onward = (message: Exclude<Incoming, { kind: 'response' }>) => Promise<void> | void

/** Revision 2026-07-28 over Streamable HTTP: every request stands alone, and says again who asks and what they can do. */
export class ModernHttp {
  readonly #parts: ModernHttpParts
  #lastId = 0

  constructor(parts: ModernHttpParts) {
    this.#parts = parts
  }

  async request(method: string, params: Json, exchange: UpstreamExchange, onMessage: Onward): Promise<Json> {
    const id = ++this.#lastId
    const _meta = envelope(this.#parts.version, exchange)
    const answer = await this.#parts.line.send({
      method: 'POST',
      headers: this.#headers(method, params, exchange.inputSchema),
      body: JSON.stringify({ jsonrpc: '2.0', id, method, params: { ...params, _meta } }),
      mayRepeat: method !== 'tools/call',
      signal: exchange.signal,
    })
    if (!answer.ok) {
      if (exchange.signal.aborted) throw exchange.signal.reason
      throw lineFailure(answer)
    }
    // A subscription is meant to stay open; everything else ends with its answer and its deadline.
    const pace = method === 'subscriptions/listen' ? { pace: paced(exchange.signal) } : {}
    const result = await told(answerTo(id, answer, { onMessage, ...pace }), exchange.signal)
    if (!result) throw new UpstreamFailure('its stream ended without an answer', false)
    return result
  }

  #headers(method: string, params: Json, inputSchema: Json | undefined): Record<string, string> {
    const name = namedIn(method, params)
    const inHeaders = (tool: string) => (inputSchema ? headerParams(inputSchema) : this.#parts.headerParams(tool))
    return {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': modernRevision,
      'mcp-method': method,
      ...(name === undefined ? {} : { 'mcp-name': headerText(name) }),
      ...(method === 'tools/call' && name !== undefined ? paramHeaders(inHeaders(name), params.arguments) : {}),
    }
  }
}

/** Which member of the params the header `Mcp-Name` repeats. */
const nameIn: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
  'tasks/get': 'taskId',
  'tasks/update': 'taskId',
  'tasks/cancel': 'taskId',
}

function namedIn(method: string, params: Json): string | undefined {
  const value = Object.hasOwn(nameIn, method) ? params[nameIn[method] as string] : undefined
  return typeof value === 'string' ? value : undefined
}

export const envelope = (version: string, { meta, peer }: UpstreamExchange): Json => ({
  ...relayedMeta(meta),
  [metaKeys.version]: modernRevision,
  [metaKeys.client]: clientInfo(version),
  [metaKeys.capabilities]: relayedCapabilities(peer?.capabilities ?? {}),
})

/** What `server/discover` said. */
export const introduced = (result: Json): Introduction => {
  const meta = result._meta as Json | undefined
  return {
    protocolVersion: modernRevision,
    era: 'modern',
    serverInfo: ((meta?.['io.modelcontextprotocol/serverInfo'] ?? result.serverInfo) as Json | undefined) ?? {},
    capabilities: (result.capabilities as Json | undefined) ?? {},
    instructions: typeof result.instructions === 'string' ? result.instructions : null,
  }
}
