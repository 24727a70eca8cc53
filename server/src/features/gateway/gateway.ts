import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import type { Clock } from '#kernel/clock.ts'
import { Failure, isFailure } from '#kernel/errors.ts'
import type { Actor, Origin } from '#kernel/operation.ts'
import type { CallLog } from './calls/call-log.ts'
import { type CallOutcome, type OpenCall, personOf, tokenOf } from './calls/call-record.ts'
import { keptJson, withoutBytes } from './calls/redact-call.ts'
import type { Admission, LimitDesk, Standing } from './limits/limit-desk.ts'
import { limitDetails, limitWords } from './limits/limit-words.ts'
import type { OfferedServer } from './servers/contract.ts'
import { capped } from './shape-result.ts'
import { type CallPeer, NotRun, type ToolSource } from './sources/contract.ts'
import { errorResult, type Json, metaKey, type Tool, type ToolResult } from './tools/tool.ts'
import { mayUse, type ToolCatalogue } from './tools/tool-catalogue.ts'
import { unknownTool } from './tools/unknown-tool.ts'
import { argumentProblem, sizeProblem } from './validate-arguments.ts'
import { Wait } from './wait.ts'

export interface ToolCall {
  readonly actor: Actor
  readonly language: Language
  readonly origin: Origin
  readonly tool: string
  readonly arguments: unknown
  /** What the address offers that the call came in at; the whole catalogue where it is left out. */
  readonly server?: OfferedServer | undefined
  /** Aborts when the caller has gone or takes the call back. */
  readonly signal: AbortSignal
  readonly peer?: CallPeer | undefined
  readonly meta?: Json | undefined
}

/** What a door has to tell its caller. A refusal of a call is a result too: that is the form every client shows. */
export interface CallAnswer {
  /** Of its line in the record. */
  readonly id: number
  readonly durationMs: number
  readonly outcome: CallOutcome
  readonly result: ToolResult
  /** Why there is no result of the tool, for doors that say it with a status. */
  readonly failure?: Failure
}

export interface GatewayParts {
  readonly clock: Clock
  readonly catalogue: ToolCatalogue
  readonly desk: LimitDesk
  readonly log: CallLog
  readonly settings: () => { readonly deadlineMs: number; readonly resultBytes: number }
  readonly timeZone: () => string
  onFault(tool: string, error: unknown): void
}

const mostArguments = 16_000
const mostResult = 8_000

/**
 * The one way to a tool, whichever door a call came through: identify, resolve, authorise, validate, count, forward,
 * shape, record, in this order. Throws only what is no answer of a tool: `unauthenticated` when nobody calls, and
 * `not_found` for a tool that is not there for this caller (which looks the same as one that is not there at all).
 */
export class Gateway {
  readonly #parts: GatewayParts

  constructor(parts: GatewayParts) {
    this.#parts = parts
  }

  async call(asked: ToolCall): Promise<CallAnswer> {
    if (asked.actor.kind === 'anonymous')
      throw new Failure('unauthenticated', asked.actor.reason ?? text('로그인이 필요합니다.', 'Please sign in.'))
    const call = { ...asked, ...asked.server?.meant(asked.tool, asked.arguments) }
    const running = new RunningCall(this.#parts, call, await this.#parts.log.newId())
    const tool = this.#resolve(call)
    if (!tool) return running.refuseUnknown()
    running.found(tool)
    const problem = tool.check
      ? (sizeProblem(call.arguments) ?? tool.check(call.arguments, call.language))
      : argumentProblem(tool.define(call.language).inputSchema, call.arguments)
    if (problem) return running.refuse('invalid', new Failure('validation', problem))
    const admission = await running.admit(tool)
    if (!admission.admitted) return running.refuseOverLimit(admission.refusedBy)
    const source = this.#parts.catalogue.source(tool.sourceId)
    if (!source) throw new Error(`the source ${tool.sourceId} of ${tool.name} is gone`)
    return running.forward(source, tool, admission.standings)
  }

  #resolve({ actor, server, tool: name }: ToolCall): Tool | undefined {
    const tool = server ? server.tool(name) : this.#parts.catalogue.tools().get(name)
    return tool && mayUse(actor, tool) ? tool : undefined
  }
}

/** One call on its way through the steps, and what is recorded of it at the end. */
class RunningCall {
  readonly #parts: GatewayParts
  readonly #call: ToolCall
  readonly #startedAt: number
  readonly #started: number
  #open: OpenCall
  #isAuditedBySource = false

  constructor(parts: GatewayParts, call: ToolCall, id: number) {
    this.#parts = parts
    this.#call = call
    this.#startedAt = parts.clock.now()
    this.#started = parts.clock.monotonic()
    this.#open = {
      id,
      startedAt: this.#startedAt,
      actor: call.actor,
      origin: call.origin,
      server: call.server?.slug ?? null,
      sourceId: null,
      tool: call.tool
        .slice(0, 200)
        .toWellFormed()
        .replaceAll(/\p{Cc}/gu, ' '),
      args: keptJson(call.arguments ?? {}, mostArguments),
    }
  }

  found(tool: Tool): void {
    const { unrecorded } = tool
    const args = unrecorded ? keptJson(this.#call.arguments ?? {}, mostArguments, unrecorded) : this.#open.args
    this.#open = { ...this.#open, sourceId: tool.sourceId, tool: tool.name, args }
  }

  async refuseUnknown(): Promise<never> {
    const failure = unknownTool(this.#call.tool)
    await this.#end('refused', null, failure.text.en)
    throw failure
  }

  async refuse(outcome: 'invalid' | 'limited', failure: Failure, meta?: Json): Promise<CallAnswer> {
    const result = errorResult(failure.text, this.#call.language, meta)
    await this.#end(outcome, null, failure.text.en)
    return { ...this.#seen(), outcome, result, failure }
  }

  admit(tool: Tool): Promise<Admission> {
    const { actor } = this.#call
    const role = actor.kind === 'person' || actor.kind === 'token' ? actor.role : 'admin'
    return this.#parts.desk.admit({
      who: { tokenId: tokenOf(actor), personId: personOf(actor), role },
      tool,
      call: this.#open,
    })
  }

  refuseOverLimit(standing: Standing): Promise<CallAnswer> {
    const { clock, timeZone } = this.#parts
    const details = limitDetails(standing, clock.now())
    const failure = new Failure('rate_limited', limitWords(standing, timeZone()), details)
    return this.refuse('limited', failure, { [metaKey('quota')]: details })
  }

  async forward(source: ToolSource, tool: Tool, standings: readonly Standing[]): Promise<CallAnswer> {
    const { deadlineMs } = this.#parts.settings()
    const wait = new Wait(this.#call.signal, deadlineMs)
    const { actor, language, origin, peer, meta, server } = this.#call
    try {
      const asked = source.call(tool.nameInSource, (this.#call.arguments ?? {}) as Json, {
        actor,
        language,
        origin,
        signal: wait.signal,
        peer,
        meta,
        ...(server && { find: (words: string, most: number) => server.find(words, most) }),
      })
      const result = await wait.orEnd(asked)
      this.#isAuditedBySource = tool.isAudited ?? false
      return this.#answer(result, standings)
    } catch (error) {
      return this.#failed(error, tool, standings, wait)
    } finally {
      wait.end()
    }
  }

  #answer(result: ToolResult, standings: readonly Standing[]): CallAnswer {
    const shaped = withQuota(capped(result, this.#parts.settings().resultBytes, this.#call.language), standings)
    const outcome = result.isError === true ? 'failed' : 'success'
    void this.#end(outcome, result, outcome === 'failed' ? 'the tool answered with an error' : null)
    return { ...this.#seen(), outcome, result: shaped }
  }

  async #failed(error: unknown, tool: Tool, standings: readonly Standing[], wait: Wait): Promise<CallAnswer> {
    const [outcome, failure] = this.#reasonOf(error, wait)
    if (error instanceof NotRun) await this.#parts.desk.giveBack(standings)
    else if (outcome === 'unavailable') this.#parts.onFault(tool.name, error)
    await this.#end(outcome, null, failure.text.en)
    return { ...this.#seen(), outcome, result: errorResult(failure.text, this.#call.language), failure }
  }

  #reasonOf(error: unknown, wait: Wait): [CallOutcome, Failure] {
    if (wait.isCancelled) return ['cancelled', new Failure('unavailable', cancelled)]
    if (wait.isOver) return ['timed_out', new Failure('unavailable', timedOut(this.#parts.settings().deadlineMs))]
    if (error instanceof NotRun) return ['unavailable', new Failure('unavailable', error.text)]
    if (isFailure(error)) return ['unavailable', error]
    return ['unavailable', new Failure('unavailable', ownFault)]
  }

  #seen(): { id: number; durationMs: number } {
    return { id: this.#open.id, durationMs: Math.round(this.#parts.clock.monotonic() - this.#started) }
  }

  #end(outcome: CallOutcome, result: ToolResult | null, reason: string | null): Promise<void> {
    const kept = result && { ...result, content: withoutBytes(result.content) }
    return this.#parts.log.end({
      ...this.#open,
      ...this.#seen(),
      outcome,
      result: kept && keptJson(kept, mostResult),
      reason,
      isAudited: this.#isAuditedBySource,
    })
  }
}

function withQuota(result: ToolResult, standings: readonly Standing[]): ToolResult {
  const [scarcest] = standings
  if (!scarcest) return result
  const { rule, used, span } = scarcest
  const quota = {
    limit: rule.max,
    used,
    remaining: rule.max - used,
    window: rule.window,
    resets_at: new Date(span.to).toISOString(),
  }
  return { ...result, _meta: { ...result._meta, [metaKey('quota')]: quota } }
}

const cancelled: Text = text('호출이 취소되었습니다.', 'The call was cancelled.')
const timedOut = (ms: number): Text =>
  text(
    `도구가 ${Math.round(ms / 1000)}초 안에 답하지 않아 호출을 끝냈습니다.`,
    `The tool did not answer within ${Math.round(ms / 1000)} seconds, so the call was ended.`,
  )
const ownFault: Text = text(
  '도구를 부르는 중에 서버에서 오류가 났습니다. 관리자에게 알려 주세요.',
  'Something failed on our side while calling the tool. Please tell your administrator.',
)
