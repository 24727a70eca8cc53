import type { Json } from '../json.ts'
import type { UpstreamExchange } from './contract.ts'
import { isObject } from './rpc.ts'

/** What a server said of itself when the conversation began. */
export interface Introduction {
  readonly protocolVersion: string
  readonly era: 'modern' | 'legacy'
  readonly serverInfo: Json
  readonly capabilities: Json
  readonly instructions: string | null
}

/** A conversation with one server on behalf of one caller, or of nobody in particular. */
export interface Conversation {
  readonly introduction: Introduction
  /** The raw result. Throws `UpstreamRefusal`, `UpstreamFailure`, and `SessionLost` where the server has forgotten it. */
  request(method: string, params: Json, exchange: UpstreamExchange): Promise<Json>
  /** News of the caller's that wants no answer, where this server keeps something that it may change. */
  tell(method: string): void
  /** Requests under way, and resources that are listened to. */
  readonly busy: number
  readonly isOver: boolean
  close(): Promise<void>
}

export interface ConversationParts {
  readonly version: string
  /** Of whoever the conversation is for. */
  readonly clientCapabilities: Json
  /** A list of the server is another one. */
  onChanged(list: string): void
  /** News that belongs to no request. */
  onNews(method: string, params: Json): void
}

/** The server does not know the session any more and has done nothing; the next request opens another. */
export class SessionLost extends Error {}

export const metaKeys = {
  version: 'io.modelcontextprotocol/protocolVersion',
  client: 'io.modelcontextprotocol/clientInfo',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
  logLevel: 'io.modelcontextprotocol/logLevel',
  subscription: 'io.modelcontextprotocol/subscriptionId',
} as const

export const modernRevision = '2026-07-28'
export const legacyRevision = '2025-11-25'

const reserved: ReadonlySet<string> = new Set([metaKeys.version, metaKeys.client, metaKeys.capabilities])

/** What the caller said beside its request, without what speaks for the caller's own connection. */
export function relayedMeta(meta: Json | undefined, without?: string): Json | undefined {
  if (meta === undefined) return undefined
  const kept = Object.entries(meta).filter(([key]) => !reserved.has(key) && key !== without)
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** Calls that go on by themselves and are asked after later: by requests of their own, which do not pass through here. */
export const tasksExtension = 'io.modelcontextprotocol/tasks'

/** What a caller can do, as far as it passes through: a server must not answer with a task that nobody can ask after. */
export function relayedCapabilities({ tasks: _tasks, extensions, ...rest }: Json): Json {
  if (!isObject(extensions)) return rest
  const { [tasksExtension]: _asExtension, ...others } = extensions
  return Object.keys(others).length > 0 ? { ...rest, extensions: others } : rest
}

/** Which resources are listened to after such a request. */
export function noteListening(uris: Set<unknown>, method: string, { uri }: Json): void {
  if (method === 'resources/subscribe') uris.add(uri)
  else if (method === 'resources/unsubscribe') uris.delete(uri)
}

export const clientInfo = (version: string): Json => ({ name: 'bongsu', title: 'Bongsu', version })

const changedList = /^notifications\/(tools|resources|prompts)\/list_changed$/

export const changedListIn = (method: string): string | undefined => changedList.exec(method)?.[1]
