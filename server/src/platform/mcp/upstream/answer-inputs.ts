import { randomUUID } from 'node:crypto'
import type { Json } from '../json.ts'
import { type UpstreamPeer, UpstreamRefusal } from './contract.ts'
import { isObject } from './rpc.ts'

export interface Answerable {
  readonly peer: UpstreamPeer
  readonly signal: AbortSignal
  /** Sends the request again, with `inputResponses` and `requestState`. */
  again(goesOn: Json): Promise<Json>
}

const mostRounds = 10
const internalError = -32603

/** What a caller must have said it can do before it is asked. */
const abilityFor: Readonly<Record<string, string>> = {
  'sampling/createMessage': 'sampling',
  'elicitation/create': 'elicitation',
  'roots/list': 'roots',
}

/**
 * A server of the newer era answers that it needs something from its caller (`input_required`); one of the older is asked
 * over its own connection, and the request sent again with what they said, until there is a result.
 */
export async function withAnswers(first: Json, { peer, signal, again }: Answerable): Promise<Json> {
  let result = first
  for (let round = 0; result.resultType === 'input_required'; round++) {
    if (round >= mostRounds) throw new UpstreamRefusal(internalError, `It asked more than ${mostRounds} times`)
    const questions = isObject(result.inputRequests) ? Object.entries(result.inputRequests) : []
    const answers = await Promise.all(
      questions.map(async ([key, question]) => [key, await ask(peer, question, signal)] as const),
    )
    result = await again({
      ...(answers.length > 0 ? { inputResponses: Object.fromEntries(answers) } : {}),
      ...(typeof result.requestState === 'string' ? { requestState: result.requestState } : {}),
    })
  }
  return result
}

async function ask(peer: UpstreamPeer, question: unknown, signal: AbortSignal): Promise<Json> {
  const { method, params } = isObject(question) ? question : {}
  const ability = typeof method === 'string' && Object.hasOwn(abilityFor, method) ? abilityFor[method] : undefined
  if (typeof method !== 'string' || ability === undefined)
    throw new UpstreamRefusal(internalError, 'It asked for something that nobody can be asked')
  if (peer.capabilities[ability] === undefined)
    throw new UpstreamRefusal(internalError, `It needs a client that can do this: ${ability}`)
  const asked = isObject(params) ? params : {}
  // The older era names what is decided elsewhere; the newer one does not.
  const elsewhere = asked.mode === 'url' && asked.elicitationId === undefined
  return peer.request(method, elsewhere ? { ...asked, elicitationId: randomUUID() } : asked, signal)
}
