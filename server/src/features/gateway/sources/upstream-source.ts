import type { Role } from '@bongsu/contract/permissions.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { Clock } from '#kernel/clock.ts'
import { Failure, isFailure } from '#kernel/errors.ts'
import { type UpstreamExchange, UpstreamFailure, type UpstreamLink, UpstreamRefusal } from '#platform/mcp/index.ts'
import type { Json, SourceTool, ToolDefinition, ToolResult } from '../tools/tool.ts'
import type { CircuitBreaker } from '../upstreams/breaker.ts'
import { personIn } from '../upstreams/credentials.ts'
import { shownDefinition } from '../upstreams/definition.ts'
import { failureWords, isRefusedSignIn } from '../upstreams/failure-words.ts'
import { effectOf, isCallable, type Upstream, type UpstreamState, type UpstreamTool } from '../upstreams/upstream.ts'
import { heldBack, noResult, notReached, notSignedIn, tookTooLong, wayLost } from '../upstreams/upstream-words.ts'
import { NotRun, type SourceCall, type SourceItems, type ToolSource } from './contract.ts'

export interface UpstreamSourceParts {
  readonly upstream: Upstream
  readonly state: UpstreamState
  readonly tools: readonly UpstreamTool[]
  /** What each tool was ever called, by what its server calls it. */
  readonly names: ReadonlyMap<string, readonly string[]>
  readonly clock: Clock
  readonly breaker: CircuitBreaker
  /** The way to the server under the credential that stands for this person. */
  linkFor(personId: number | null): Promise<UpstreamLink>
  /** How a request went, for the record of its health; null: well. */
  onAnswer(problem: Text | null): void
}

export const upstreamSourceId = (slug: string): string => `upstream:${slug}`

/** One server of somebody else, as far as it was approved: what it offers is known from its last list, and nobody waits for it. */
export class UpstreamSource implements ToolSource {
  readonly id: string
  readonly title: Text
  readonly prefix: string
  readonly leastRole: Role
  readonly deadlineMs?: number
  readonly #parts: UpstreamSourceParts
  readonly #tools: readonly SourceTool[]
  readonly #items: SourceItems
  /** As the server gave them: whoever calls may use a way on which no list was ever read. */
  readonly #inputSchemas: ReadonlyMap<string, Json>

  constructor(parts: UpstreamSourceParts) {
    const { upstream, state, tools, names } = parts
    this.id = upstreamSourceId(upstream.slug)
    this.title = text(upstream.title, upstream.title)
    this.prefix = upstream.slug
    this.leastRole = upstream.leastRole
    if (upstream.timeoutSeconds !== null) this.deadlineMs = upstream.timeoutSeconds * 1000
    this.#parts = parts
    const callable = tools.filter(isCallable)
    this.#tools = callable.map((tool) => sourceToolOf(upstream, tool, names.get(tool.name) ?? []))
    // Safe because only tools with a schema are callable.
    this.#inputSchemas = new Map(callable.map(({ name, approved }) => [name, approved?.inputSchema as Json]))
    this.#items = { resources: state.resources, resourceTemplates: state.resourceTemplates, prompts: state.prompts }
  }

  tools(): readonly SourceTool[] {
    return this.#tools
  }

  items(): SourceItems {
    return this.#items
  }

  capabilities(): Json {
    return this.#parts.state.capabilities
  }

  async call(name: string, args: Json, call: SourceCall): Promise<ToolResult> {
    const params = { name, arguments: args, ...call.goesOn }
    const result = await this.#ask('tools/call', params, call, this.#inputSchemas.get(name))
    if (Array.isArray(result.content) || result.resultType === 'input_required')
      // Safe because of the check: what else stands in it is relayed as it is.
      return result as ToolResult
    const { title } = this.#parts.upstream
    throw new Failure('unavailable', wayLost(title, 0, noResult))
  }

  request(method: string, params: Json, call: SourceCall): Promise<Json> {
    return this.#ask(method, params, call)
  }

  async #ask(method: string, params: Json, call: SourceCall, inputSchema?: Json): Promise<Json> {
    const { upstream, clock, breaker } = this.#parts
    // Before the breaker: whose credential is missing must not use up the one try that is let through.
    const link = await this.#parts.linkFor(personIn(call.actor))
    if (!breaker.admits()) throw new NotRun(heldBack(upstream.title, (breaker.retryAt ?? 0) - clock.now()))
    const began = clock.monotonic()
    try {
      const result = await link.request(method, params, exchangeOf(call, inputSchema))
      this.#answered(null)
      return result
    } catch (error) {
      throw this.#problemOf(error, call, clock.monotonic() - began)
    }
  }

  /** What goes on to the caller, in words that name the server. */
  #problemOf(error: unknown, call: SourceCall, elapsedMs: number): unknown {
    const { title, credential } = this.#parts.upstream
    if (error instanceof UpstreamRefusal) {
      this.#answered(null)
      return error
    }
    if (call.signal.aborted && !isTimeout(call.signal)) {
      this.#parts.breaker.gaveUp()
      return error
    }
    if (call.signal.aborted) {
      const words = tookTooLong(title, elapsedMs)
      this.#answered(words)
      return new Failure('unavailable', words)
    }
    if (isFailure(error)) {
      this.#parts.breaker.gaveUp()
      return error
    }
    if (credential === 'personal' && isRefusedSignIn(error)) {
      // Says something about one person's credential, and nothing about the server.
      this.#parts.breaker.gaveUp()
      return new NotRun(notSignedIn(title))
    }
    const neverSent = error instanceof UpstreamFailure && error.neverSent
    const words = (neverSent ? notReached : wayLost)(title, elapsedMs, failureWords(error))
    this.#answered(words)
    return neverSent ? new NotRun(words) : new Failure('unavailable', words)
  }

  #answered(problem: Text | null): void {
    if (problem === null) this.#parts.breaker.succeeded()
    else this.#parts.breaker.failed()
    this.#parts.onAnswer(problem)
  }
}

const isTimeout = ({ reason }: AbortSignal): boolean => reason instanceof DOMException && reason.name === 'TimeoutError'

const exchangeOf = ({ signal, peer, session, meta }: SourceCall, inputSchema: Json | undefined): UpstreamExchange => ({
  signal,
  ...(peer === undefined ? {} : { peer }),
  ...(session === undefined ? {} : { session }),
  ...(meta === undefined ? {} : { meta }),
  ...(inputSchema === undefined ? {} : { inputSchema }),
})

function sourceToolOf(upstream: Upstream, tool: UpstreamTool, names: readonly string[]): SourceTool {
  const formerNames = names.filter((name) => name !== tool.givenName)
  // Safe because only tools that may be called come here, and those were approved.
  const definition: ToolDefinition = shownDefinition(tool.approved as Json)
  return {
    name: tool.name,
    ...(tool.givenName === null ? {} : { givenName: tool.givenName }),
    ...(formerNames.length === 0 ? {} : { formerNames }),
    ...(tool.alias === null ? {} : { alias: tool.alias }),
    tags: [upstream.slug, ...upstream.tags.filter((tag) => tag !== upstream.slug)],
    access: 'tools.call',
    effect: effectOf(tool),
    define: () => definition,
  }
}
