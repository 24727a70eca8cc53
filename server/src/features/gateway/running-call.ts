import { type Text, text } from '@bongsu/contract/text.ts'
import type { Clock } from '#kernel/clock.ts'
import { Failure, isFailure } from '#kernel/errors.ts'
import { ownerOf, UpstreamRefusal, type UpstreamSession, withAnswers } from '#platform/mcp/index.ts'
import type { Asking } from './asking.ts'
import { answerOf, type CallAnswer, type Ended } from './call-answer.ts'
import type { CallLog } from './calls/call-log.ts'
import { type CallOutcome, type OpenCall, personOf, tokenOf } from './calls/call-record.ts'
import { keptJson, keptWords, withoutBytes } from './calls/redact-call.ts'
import { type GoingOn, stateWith } from './going-on.ts'
import type { Admission, LimitDesk, Standing } from './limits/limit-desk.ts'
import type { LimitedTool } from './limits/limit-rule.ts'
import { limitDetails, limitWords } from './limits/limit-words.ts'
import { type PassingRules, passableError, passingPeer, passingSession } from './passing-on.ts'
import { redacted } from './redact-result.ts'
import { resultWarning } from './result-warning.ts'
import { capped } from './shape-result.ts'
import { type CallPeer, NotRun, type SourceCall, type ToolSource } from './sources/contract.ts'
import { type Json, metaKey, type Tool } from './tools/tool.ts'
import type { ToolCatalogue } from './tools/tool-catalogue.ts'
import { Wait } from './wait.ts'

export interface GatewayParts {
  readonly clock: Clock
  readonly catalogue: ToolCatalogue
  readonly desk: LimitDesk
  readonly log: CallLog
  readonly settings: () => PassingRules & { readonly deadlineMs: number }
  readonly timeZone: () => string
  onFault(tool: string, error: unknown): void
}

interface EndedWait {
  readonly wait: Wait
  /** When the deadline has passed. */
  readonly words?: Text
}

interface Forwarding {
  readonly source: ToolSource
  readonly standings: readonly Standing[]
  /** The source writes the audit line itself. */
  readonly isAudited: boolean
  /** What the result is held against, for the record. */
  readonly outputSchema?: Json | undefined
}

export interface Governed extends Asking {
  /** What the record calls it until it is known what it is. */
  readonly label: string
  readonly arguments: unknown
}

/** A call that begins, or one that goes on. */
export interface Begun {
  /** Of its line in the record. */
  readonly id: number
  readonly startedAt: number
  /** What it goes on with; it was counted when it began. */
  readonly going?: GoingOn | undefined
}

const mostArguments = 16_000
const mostResult = 8_000
const mostReason = 1_000
const never = new AbortController().signal

/** One request on its way through the steps, and what is recorded of it at the end. */
export class RunningCall {
  readonly #parts: GatewayParts
  readonly #call: Governed
  readonly #going: GoingOn | undefined
  readonly #started: number
  #open: OpenCall
  #isAuditedBySource = false

  constructor(parts: GatewayParts, call: Governed, { id, startedAt, going }: Begun) {
    this.#parts = parts
    this.#call = call
    this.#going = going
    this.#started = parts.clock.monotonic() - (going?.spentMs ?? 0)
    this.#open = {
      id,
      startedAt,
      actor: call.actor,
      origin: call.origin,
      server: call.server?.slug ?? null,
      sourceId: null,
      tool: call.label
        .slice(0, 200)
        .toWellFormed()
        .replaceAll(/\p{Cc}/gu, ' '),
      args: keptJson(call.arguments ?? {}, mostArguments),
    }
  }

  found({ name, sourceId, unrecorded }: Pick<Tool, 'name' | 'sourceId' | 'unrecorded'>): void {
    const args = unrecorded ? keptJson(this.#call.arguments ?? {}, mostArguments, unrecorded) : this.#open.args
    this.#open = { ...this.#open, sourceId, tool: name, args }
  }

  /** Recorded; the failure is for the caller to throw. */
  async refuse(outcome: 'refused' | 'invalid' | 'limited', failure: Failure): Promise<Failure> {
    await this.#end(outcome, null, failure.text.en)
    return failure
  }

  async answerWith(outcome: 'invalid' | 'limited', failure: Failure, meta?: Json): Promise<CallAnswer> {
    await this.refuse(outcome, failure)
    return answerOf({ ...this.#seen(), outcome, failure }, this.#call.language, meta)
  }

  /** A conversation with the caller is one call: it is counted when it begins. */
  async admit(tool: LimitedTool & Pick<Tool, 'isListing'>): Promise<Admission> {
    const { actor } = this.#call
    if (this.#going) return { admitted: true, standings: [] }
    const role = actor.kind === 'person' || actor.kind === 'token' ? actor.role : 'admin'
    return this.#parts.desk.admit({
      who: { tokenId: tokenOf(actor), personId: personOf(actor), role },
      tool,
      call: this.#open,
    })
  }

  refuseOverLimit(standing: Standing): Promise<Failure> {
    return this.refuse('limited', this.#overLimit(standing))
  }

  answerOverLimit(standing: Standing): Promise<CallAnswer> {
    const failure = this.#overLimit(standing)
    return this.answerWith('limited', failure, { [metaKey('quota')]: failure.details })
  }

  #overLimit(standing: Standing): Failure {
    const { clock, timeZone } = this.#parts
    return new Failure('rate_limited', limitWords(standing, timeZone()), limitDetails(standing, clock.now()))
  }

  /** Runs it with a deadline. While the caller is asked something, the deadline waits too. */
  async forward(
    run: (call: SourceCall) => Promise<Json>,
    { source, standings, isAudited, outputSchema }: Forwarding,
  ): Promise<Ended> {
    const deadlineMs = source.deadlineMs ?? this.#parts.settings().deadlineMs
    const wait = new Wait(this.#call.signal, deadlineMs)
    try {
      // Whoever went while the call waited to be admitted is served nothing and pays nothing.
      if (wait.isCancelled) throw new NotRun(cancelled)
      const result = await wait.orEnd(this.#answered(run, wait))
      this.#isAuditedBySource = isAudited
      return await this.#answeredWith(result, standings, outputSchema)
    } catch (error) {
      return this.#failed(error, standings, wait.isOver ? { wait, words: timedOut(source, deadlineMs) } : { wait })
    } finally {
      wait.end()
    }
  }

  /** A server that needs something from its caller gets it, where the caller can be asked and does not come again itself. */
  async #answered(run: (call: SourceCall) => Promise<Json>, wait: Wait): Promise<Json> {
    const call = this.#sourceCall(wait)
    const first = await run(call)
    if (first.resultType !== 'input_required' || call.peer?.comesAgain) return first
    if (!call.peer) throw new Failure('unavailable', asksBack)
    const again = (goesOn: Json) => run({ ...call, goesOn })
    return withAnswers(first, { peer: call.peer, signal: wait.signal, again })
  }

  #sourceCall(wait: Wait): SourceCall {
    const { actor, language, origin, peer, session, meta, goesOn, server } = this.#call
    const rules = this.#parts.settings
    return {
      actor,
      language,
      origin,
      signal: wait.signal,
      peer: peer && passingPeer(pausing(peer, wait), rules),
      session: session ? passingSession(session, rules) : sessionOfActor(ownerOf(actor)),
      meta,
      ...(goesOn && { goesOn }),
      ...(server && { find: (words: string, most: number) => server.find(words, most) }),
    }
  }

  async #answeredWith(result: Json, standings: readonly Standing[], outputSchema: Json | undefined): Promise<Ended> {
    const { resultBytes, redaction } = this.#parts.settings()
    const whole = capped(result, resultBytes, this.#call.language)
    // What rules hide from the caller is kept from the record too.
    const shown = redacted(whole, redaction)
    if (result.resultType === 'input_required' && this.#call.peer?.comesAgain) return this.#asked(shown, standings)
    const outcome = result.isError === true ? 'failed' : 'success'
    // What was cut to fit says nothing about what the tool meant to send, and would be long to look at.
    const warning = outputSchema && whole === result ? resultWarning(outputSchema, result) : null
    void this.#end(outcome, shown, outcome === 'failed' ? 'the tool answered with an error' : warning)
    return { ...this.#seen(), outcome, result: withQuota(shown, standings) }
  }

  /** The caller comes again, and the call goes on: until then it has not ended. */
  async #asked(result: Json, standings: readonly Standing[]): Promise<Ended> {
    const { id, durationMs } = this.#seen()
    const asked = (this.#going?.asked ?? 0) + 1
    await this.#parts.log.asked(id, asked)
    const going = { call: id, asked, spentMs: durationMs }
    const requestState = stateWith(going, result.requestState)
    return { id, durationMs, outcome: 'success', result: { ...withQuota(result, standings), requestState } }
  }

  async #failed(thrown: unknown, standings: readonly Standing[], ended: EndedWait): Promise<Ended> {
    const error = passableError(thrown, this.#parts.settings())
    const [outcome, failure] = this.#reasonOf(error, ended)
    // What cannot be given back now is no reason to leave no record.
    if (error instanceof NotRun)
      await this.#parts.desk.giveBack(standings).catch((fault) => this.#parts.onFault(this.#open.tool, fault))
    // A failure has words for the caller: somebody else's server, not ours.
    else if (outcome === 'unavailable' && !isFailure(error)) this.#parts.onFault(this.#open.tool, error)
    await this.#end(outcome, null, failure.text.en)
    const refusal = outcome === 'failed' && error instanceof UpstreamRefusal ? { refusal: error } : {}
    return { ...this.#seen(), outcome, failure, ...refusal }
  }

  #reasonOf(error: unknown, { wait, words }: EndedWait): [CallOutcome, Failure] {
    if (wait.isCancelled) return ['cancelled', new Failure('unavailable', cancelled)]
    if (words) return ['timed_out', new Failure('unavailable', words)]
    if (error instanceof NotRun) return ['unavailable', new Failure('unavailable', error.text)]
    if (error instanceof UpstreamRefusal) {
      const said = error.message.slice(0, 1000)
      return ['failed', new Failure('unavailable', text(said, said))]
    }
    if (isFailure(error)) return ['unavailable', error]
    return ['unavailable', new Failure('unavailable', ownFault)]
  }

  #seen(): { id: number; durationMs: number } {
    return { id: this.#open.id, durationMs: Math.round(this.#parts.clock.monotonic() - this.#started) }
  }

  #end(outcome: CallOutcome, result: Json | null, reason: string | null): Promise<void> {
    return this.#parts.log.end({
      ...this.#open,
      ...this.#seen(),
      outcome,
      result: result && keptJson(withoutBytesIn(result), mostResult),
      reason: reason && keptWords(reason, mostReason),
      isAudited: this.#isAuditedBySource,
    })
  }
}

/** What a server keeps for a session, it keeps for this caller, at doors that have no sessions. */
const sessionOfActor = (owner: string): UpstreamSession => ({ id: owner, ended: never, notify: () => undefined })

const pausing = (peer: CallPeer, wait: Wait): CallPeer => ({
  get capabilities() {
    return peer.capabilities
  },
  ...(peer.comesAgain ? { comesAgain: true } : {}),
  notify: (method, params) => peer.notify(method, params),
  request: (method, params, signal) => wait.paused(() => peer.request(method, params, signal)),
})

function withoutBytesIn(result: Json): Json {
  const { content, contents } = result
  if (Array.isArray(content)) return { ...result, content: withoutBytes(content) }
  if (!Array.isArray(contents)) return result
  return {
    ...result,
    contents: withoutBytes(contents.map((resource) => ({ resource }))).map(({ resource }) => resource),
  }
}

function withQuota(result: Json, standings: readonly Standing[]): Json {
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
  return { ...result, _meta: { ...(result._meta as Json | undefined), [metaKey('quota')]: quota } }
}

const cancelled: Text = text('호출이 취소되었습니다.', 'The call was cancelled.')
function timedOut({ title }: ToolSource, ms: number): Text {
  const seconds = Math.round(ms / 1000)
  return text(
    `"${title.ko}"에서 ${seconds}초 안에 답이 오지 않아 호출을 끝냈습니다. 실행되었는지 확인한 뒤 다시 시도하세요.`,
    `No answer came from "${title.en}" within ${seconds} second${seconds === 1 ? '' : 's'}, so the call was ended. See whether it ran before you try again.`,
  )
}
const asksBack: Text = text(
  '도구가 사용자에게 물어볼 것이 있는데 이 경로로는 물을 수 없습니다. MCP 클라이언트로 호출하세요.',
  'The tool has something to ask, and you cannot be asked this way. Call it with an MCP client.',
)
const ownFault: Text = text(
  '도구를 부르는 중에 서버에서 오류가 났습니다. 관리자에게 알려 주세요.',
  'Something failed on our side while calling the tool. Please tell your administrator.',
)
