import type { Json } from '#platform/mcp/json.ts'

/** One call, as a tool of the fixture sees it in either era. */
export interface FixtureCall {
  readonly args: Json
  readonly meta: Json | undefined
  readonly era: 'modern' | 'legacy'
  readonly headers: Headers | undefined
  readonly signal: AbortSignal
  readonly clientCapabilities: Json
  readonly inputResponses: Readonly<Record<string, Json>> | undefined
  readonly requestState: string | undefined
  notify(method: string, params: Json): Promise<void>
  log(level: 'info', words: string): Promise<void>
  /** Asks the caller: on the stream of the call, or in the newer era with an answer that makes them come again. */
  ask(method: string, params: Json): Promise<Json>
  /** Throws the error of the protocol where the caller cannot do this. */
  needs(capabilities: Json): void
  /** Tells everybody that a list, or a resource by its URI, is another one. */
  changed(what: string): void
  closeStream(): void
  /** Counts that a call hangs from now on. */
  hanging(): void
  /** Counts that a call saw its end come. */
  cancelled(): void
}

export interface FixtureTool {
  readonly definition: Json
  run(call: FixtureCall): Promise<Json> | Json
}
