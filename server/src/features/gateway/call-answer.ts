import type { FieldProblem } from '@bongsu/contract/error-codes.ts'
import type { Language } from '@bongsu/contract/text.ts'
import type { Failure } from '#kernel/errors.ts'
import type { UpstreamRefusal } from '#platform/mcp/index.ts'
import type { CallOutcome } from './calls/call-record.ts'
import { errorResult, type Json, type ToolResult } from './tools/tool.ts'

/** How a governed request ended. */
export type Ended = {
  /** Of its line in the record. */
  readonly id: number
  readonly durationMs: number
  readonly outcome: CallOutcome
} & (
  | { readonly result: Json }
  /** `refusal`: an error of JSON-RPC that the server itself gave. */
  | { readonly failure: Failure; readonly refusal?: UpstreamRefusal }
)

/** What a door has to tell its caller. A refusal of a call is a result too: that is the form every client shows. */
export interface CallAnswer {
  /** Of its line in the record. */
  readonly id: number
  readonly durationMs: number
  readonly outcome: CallOutcome
  readonly result: ToolResult
  /** Why there is no result of the tool, for doors that say it with a status. */
  readonly failure?: Failure
  /** What is wrong with the arguments, by field, where that is why. */
  problems?(): readonly FieldProblem[]
  /** What the tool's server said instead of a result, for doors that speak its protocol. */
  readonly refusal?: UpstreamRefusal
}

export function answerOf(ended: Ended, language: Language, meta?: Json): CallAnswer {
  // Safe because a source gives results of tools here, and what suspends a call goes to doors that know it.
  if ('result' in ended) return { ...ended, result: ended.result as ToolResult }
  return { ...ended, result: errorResult(ended.failure.text, language, meta) }
}
