import { type Text, text } from '@bongsu/contract/text.ts'
import { Failure } from '#kernel/errors.ts'
import type { Asking } from './asking.ts'
import { answerOf, type CallAnswer } from './call-answer.ts'
import { readGoingOn } from './going-on.ts'
import { passableError, passingPeer, passingSession } from './passing-on.ts'
import { redacted } from './redact-result.ts'
import { type GatewayParts, type Governed, RunningCall } from './running-call.ts'
import type { Offered } from './servers/contract.ts'
import { capped } from './shape-result.ts'
import type { SourceCall, ToolSource } from './sources/contract.ts'
import type { Json, Tool } from './tools/tool.ts'
import { mayUse } from './tools/tool-catalogue.ts'
import { unknownTool } from './tools/unknown-tool.ts'
import { argumentProblem, sizeProblem } from './validate-arguments.ts'

export interface ToolCall extends Asking {
  readonly tool: string
  readonly arguments: unknown
}

/** A request for something besides tools that is worth a line in the record. */
export interface OfferedRequest extends Asking {
  readonly method: 'resources/read' | 'prompts/get'
  readonly params: Json
  /** What is asked for, as the address offers it to this caller; undefined when it is not there for them. */
  readonly offered: Offered | undefined
}

export interface BesideRequest extends Omit<Asking, 'server'> {
  readonly method: string
  readonly params: Json
  readonly offered: Offered
}

export interface LostRequest extends Asking {
  readonly label: string
  readonly arguments: unknown
  readonly why: Text
}

/** Small questions: nobody waits long for them. */
const patienceMs = 10_000

/**
 * The one way to a tool, whichever door a call came through: identify, resolve, authorise, validate, count, forward,
 * shape, record, in this order. Throws only what is no answer of a tool: `unauthenticated` when nobody calls,
 * `not_found` for a tool that is not there for this caller (which looks the same as one that is not there at all).
 */
export class Gateway {
  readonly #parts: GatewayParts

  constructor(parts: GatewayParts) {
    this.#parts = parts
  }

  async call(asked: ToolCall): Promise<CallAnswer> {
    identify(asked)
    const call = { ...asked, ...asked.server?.meant(asked.tool, asked.arguments) }
    const running = await this.#begin({ ...call, label: call.tool })
    const tool = this.#resolve(call)
    if (!tool) throw await running.refuse('refused', unknownTool(call.tool))
    running.found(tool)
    // Now, as it may be switched off while the call waits to be admitted.
    const source = this.#source(tool.sourceId)
    const { inputSchema, outputSchema } = tool.define(call.language)
    const problem = tool.check
      ? (sizeProblem(call.arguments) ?? tool.check(call.arguments, call.language))
      : argumentProblem(inputSchema, call.arguments)
    if (problem) {
      const answer = await running.answerWith('invalid', new Failure('validation', problem.words))
      return { ...answer, problems: () => problem.fields(call.language) }
    }
    const admission = await running.admit(tool)
    if (!admission.admitted) return running.answerOverLimit(admission.refusedBy)
    const args = (call.arguments ?? {}) as Json
    const ended = await running.forward((sent) => source.call(tool.nameInSource, args, sent) as Promise<Json>, {
      source,
      standings: admission.standings,
      isAudited: tool.isAudited ?? false,
      // Whoever checks their arguments themselves is ours, and held to their results where they are made.
      outputSchema: tool.check ? undefined : (outputSchema as Json | undefined),
    })
    return answerOf(ended, call.language)
  }

  /**
   * The same way for what a server offers besides tools. Throws a `Failure` for what was refused or did not come about,
   * and `UpstreamRefusal` for what the server itself refused.
   */
  async request({ method, params, offered, ...asking }: OfferedRequest): Promise<Json> {
    identify(asking)
    const running = await this.#begin({ ...asking, arguments: params, label: method })
    if (!offered) throw await running.refuse('refused', nothingThere)
    running.found({ name: method, sourceId: offered.sourceId })
    const source = this.#source(offered.sourceId)
    const problem = sizeProblem(params)
    if (problem) throw await running.refuse('invalid', new Failure('validation', problem.words))
    const admission = await running.admit({ name: method, tags: source.prefix === undefined ? [] : [source.prefix] })
    if (!admission.admitted) throw await running.refuseOverLimit(admission.refusedBy)
    const ended = await running.forward((sent) => asked(source, method, params, sent), {
      source,
      standings: admission.standings,
      isAudited: false,
    })
    if ('result' in ended) return ended.result
    throw ended.refusal ?? ended.failure
  }

  /**
   * A small question beside the work (completion, subscriptions), which is neither counted nor recorded. What comes back
   * is held to the rules of results all the same. Throws as `request` does.
   */
  async beside({ method, params, offered, ...asking }: BesideRequest): Promise<Json> {
    identify(asking)
    const rules = this.#parts.settings()
    const { signal, peer, session } = asking
    try {
      const result = await asked(this.#source(offered.sourceId), method, params, {
        ...asking,
        signal: AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]),
        peer: peer && passingPeer(peer, this.#parts.settings),
        session: session && passingSession(session, this.#parts.settings),
      })
      return redacted(capped(result, rules.resultBytes, asking.language), rules.redaction)
    } catch (error) {
      throw passableError(error, rules)
    }
  }

  /** A request that goes on with one that is not here: nothing runs, and it is in the record all the same. */
  async lost({ label, why, ...asking }: LostRequest): Promise<void> {
    const running = await this.#begin({ ...asking, goesOn: undefined, label })
    await running.refuse('refused', new Failure('conflict', why))
  }

  async #begin(governed: Governed): Promise<RunningCall> {
    const { going, goesOn } = readGoingOn(governed.goesOn)
    const call = { ...governed, goesOn }
    const { log, clock } = this.#parts
    const startedAt = going ? await log.resume(going.call, going.asked) : null
    // Whoever comes with the same state once more begins another call.
    return going && startedAt !== null
      ? new RunningCall(this.#parts, call, { id: going.call, startedAt, going })
      : new RunningCall(this.#parts, call, { id: await log.newId(), startedAt: clock.now() })
  }

  #resolve({ actor, server, tool: name }: ToolCall): Tool | undefined {
    const tool = server ? server.tool(name) : this.#parts.catalogue.tools().get(name)
    return tool && mayUse(actor, tool) ? tool : undefined
  }

  #source(id: string): ToolSource {
    const source = this.#parts.catalogue.source(id)
    if (!source) throw new Error(`the source ${id} is gone`)
    return source
  }
}

export type { CallAnswer } from './call-answer.ts'
export type { GatewayParts } from './running-call.ts'

function identify({ actor }: Asking): void {
  if (actor.kind === 'anonymous')
    throw new Failure('unauthenticated', actor.reason ?? text('로그인이 필요합니다.', 'Please sign in.'))
}

async function asked(source: ToolSource, method: string, params: Json, call: SourceCall): Promise<Json> {
  if (!source.request) throw new Error(`the source ${source.id} takes no ${method}`)
  return source.request(method, { ...params, ...call.goesOn }, call)
}

const nothingThere = new Failure(
  'not_found',
  text('그런 자료나 프롬프트가 없습니다.', 'There is nothing of that name.'),
)
