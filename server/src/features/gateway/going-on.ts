import type { Json } from './tools/tool.ts'

/** A call whose caller was asked for something, and comes again with it. */
export interface GoingOn {
  /** Of its line in the record. */
  readonly call: number
  /** How often the caller was asked. */
  readonly asked: number
  /** How long it ran until then. */
  readonly spentMs: number
}

/** A server that asks more often than that in one call has the caller pay for each further time. */
const mostAsked = 10

/** What the caller carries to its next request: ours, and within it the state of the server behind. */
export const stateWith = (going: GoingOn, behind: unknown): string =>
  JSON.stringify({ ...going, ...(typeof behind === 'string' ? { behind } : {}) })

/**
 * What a request goes on with, and what of it is the server's. The state was sealed when it was given out and is opened
 * by now: it says what we wrote, for this caller and this tool.
 */
export function readGoingOn(goesOn: Json | undefined): { going?: GoingOn; goesOn?: Json | undefined } {
  if (typeof goesOn?.requestState !== 'string') return { goesOn }
  const { requestState, ...rest } = goesOn
  const { call, asked, spentMs, behind } = JSON.parse(requestState) as GoingOn & { readonly behind?: string }
  return {
    ...(asked < mostAsked ? { going: { call, asked, spentMs } } : {}),
    goesOn: behind === undefined ? rest : { ...rest, requestState: behind },
  }
}
