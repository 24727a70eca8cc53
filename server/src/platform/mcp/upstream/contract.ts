import type { Text } from '@bongsu/contract/text.ts'
import type { Json } from '../json.ts'

/** Where a server of somebody else is, and how it is reached. Header values are secrets that were opened for this link. */
export type UpstreamAddress =
  | { readonly kind: 'http'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
  | {
      readonly kind: 'stdio'
      readonly command: string
      readonly args: readonly string[]
      readonly env: Readonly<Record<string, string>>
      readonly folder?: string | undefined
    }

/** What a server says it offers, every page of every list, as it said it. */
export interface UpstreamOffer {
  /** Of the revision that was agreed on, such as `2026-07-28`. */
  readonly protocolVersion: string
  readonly era: 'modern' | 'legacy'
  readonly serverInfo: Json
  readonly capabilities: Json
  readonly instructions: string | null
  readonly tools: readonly Json[]
  readonly resources: readonly Json[]
  readonly resourceTemplates: readonly Json[]
  readonly prompts: readonly Json[]
}

/** The caller's side of one exchange, as far as its door reaches. */
export interface UpstreamPeer {
  notify(method: string, params: Json): Promise<void>
  /** The raw result of the caller's answer; rejects when the caller refuses or cannot. */
  request(method: string, params: Json, signal: AbortSignal): Promise<Json>
  readonly capabilities: Json
  /** It takes `input_required` for an answer and comes again with what is missing (revision 2026-07-28). */
  readonly comesAgain?: boolean
}

export interface UpstreamExchange {
  readonly signal: AbortSignal
  readonly peer?: UpstreamPeer | undefined
  /** The caller's own session, when its door has one: what the server keeps for a session is kept apart by it. */
  readonly session?: UpstreamSession | undefined
  /** `_meta` of the caller's request: a progress token, a trace. Never a credential. */
  readonly meta?: Json | undefined
  /** What the tool that is called takes, where it is known: some arguments travel in headers too. */
  readonly inputSchema?: Json | undefined
}

/** A session of a caller, as long as it lives. News that belongs to no exchange (updates, log messages) goes to `notify`. */
export interface UpstreamSession {
  readonly id: string
  readonly ended: AbortSignal
  notify(method: string, params: Json): void
  /** Tells the listener what the caller says to all it talks with (its roots are others), until the answer is called. */
  hear?(listener: (method: string) => void): () => void
}

/** A way to one server under one credential. It connects by itself, again after a loss, and closes what it opened. */
export interface UpstreamLink {
  /** Asks for everything the server offers. Throws `UpstreamFailure`. */
  offer(signal: AbortSignal): Promise<UpstreamOffer>
  /**
   * One request of the MCP, its result as it came (also `input_required`). Throws `UpstreamRefusal` for a JSON-RPC error
   * of the server and `UpstreamFailure` when there is no answer.
   */
  request(method: string, params: Json, exchange: UpstreamExchange): Promise<Json>
  /** Somebody waits for an answer, or listens to a resource. */
  readonly isBusy: boolean
  close(): Promise<void>
}

export interface UpstreamLinkParts {
  readonly address: UpstreamAddress
  /** The server says that a list of its is another one: `tools`, `resources` or `prompts`. */
  onChanged(list: string): void
}

/** The server answered, with an error of JSON-RPC: its code, words and data go on to the caller as they are. */
export class UpstreamRefusal extends Error {
  readonly code: number
  readonly data: unknown

  constructor(code: number, message: string, data?: unknown) {
    super(message)
    this.name = 'UpstreamRefusal'
    this.code = code
    this.data = data
  }
}

/** The server was not reached, did not answer in time, or said something that is no MCP. */
export class UpstreamFailure extends Error {
  /** Whether the request certainly never arrived, so that it may be sent again and a call is given back. */
  readonly neverSent: boolean
  /** The status of HTTP, where that was all the answer there was. */
  readonly status: number | undefined
  /** The same in words for people, where somebody has them. */
  readonly words: Text | undefined

  constructor(
    message: string,
    neverSent: boolean,
    options: ErrorOptions & { readonly status?: number; readonly words?: Text } = {},
  ) {
    super(message, options)
    this.name = 'UpstreamFailure'
    this.neverSent = neverSent
    this.status = options.status
    this.words = options.words
  }
}
