import { useMemo } from 'react'
import { deviceStore } from '#lib/device-store.ts'
import type { JsonSchema } from '#ui/schema-form/json-schema.ts'
import { type Arguments, withoutSecrets } from './arguments.ts'
import type { Answer } from './use-call.ts'

/** One call as it is kept on this device: what was asked and how it ended, without secrets and without what came back. */
export interface PastCall {
  readonly id: number
  readonly tool: string
  readonly arguments: Arguments
  readonly outcome: Answer['outcome']
  readonly duration_ms: number
  readonly at: string
  /** Something secret was taken out of the arguments. */
  readonly hadSecrets: boolean
}

interface Kept {
  readonly calls: readonly PastCall[]
}

const most = 40
/** Of one call; more than anybody types. */
const mostLetters = 8000
const nothing: Kept = { calls: [] }
const store = deviceStore('tester', nothing)

/** Whole answers stay as long as the page is not loaded anew: they do not belong on a disk. */
const answers = new Map<number, Answer>()
export interface PastCalls {
  readonly calls: readonly PastCall[]
  add(answer: Answer, args: Arguments, schema: JsonSchema): void
  clear(): void
}

export function usePastCalls(tool: string): PastCalls {
  const { kept, key } = store.useKept()
  const { calls } = kept
  return useMemo(
    () => ({
      calls: calls.filter((call) => call.tool === tool),
      add: (answer, args, schema) => {
        answers.set(answer.call_id, answer)
        store.write(key, { calls: [pastCall(answer, args, schema), ...store.read(key).calls].slice(0, most) })
      },
      clear: () => store.write(key, { calls: store.read(key).calls.filter((call) => call.tool !== tool) }),
    }),
    [calls, key, tool],
  )
}

export const answerOf = (id: number): Answer | undefined => answers.get(id)

function pastCall(answer: Answer, args: Arguments, schema: JsonSchema): PastCall {
  const kept = withoutSecrets(args, schema, schema) as Arguments
  const { call_id: id, tool, outcome, duration_ms } = answer
  return {
    id,
    tool,
    arguments: JSON.stringify(kept).length > mostLetters ? {} : kept,
    outcome,
    duration_ms,
    at: new Date().toISOString(),
    hadSecrets: JSON.stringify(kept) !== JSON.stringify(args),
  }
}
