import type { LineAnswer, LineFailure } from '../../outbound/index.ts'
import type { Json } from '../json.ts'
import { UpstreamFailure } from './contract.ts'
import { eventStream, type StreamEvent } from './event-stream.ts'
import { type Incoming, incoming, isObject, parsed, type RpcId, resultOf } from './rpc.ts'

/** Larger answers are refused: what a model reads is far smaller, and results are capped once more by the gateway. */
export const mostAnswer = 4 * 1_048_576
const mostStream = 16 * 1_048_576
const leftoverMs = 1000

export interface AnswerHandlers {
  /** What came on the answer's stream before the answer; the next is read when this is done. */
  onMessage(message: Exclude<Incoming, { kind: 'response' }>): Promise<void> | void
  onEvent?(event: StreamEvent): void
  onRetry?(ms: number): void
  pace?(bytes: number): Promise<void> | undefined
}

/** The answer to one request, as JSON or at the end of a stream; undefined when the stream ended without it. */
export async function answerTo(id: RpcId, answer: LineAnswer, handlers: AnswerHandlers): Promise<Json | undefined> {
  const type = answer.headers['content-type'] ?? ''
  if (answer.status >= 400 || !type.startsWith('text/event-stream'))
    return resultOf(await wholeAnswer(id, answer, type))
  const events = eventStream(answer.body, {
    longest: mostAnswer,
    most: mostStream,
    ...(handlers.onRetry ? { onRetry: handlers.onRetry } : {}),
    ...(handlers.pace ? { pace: handlers.pace } : {}),
  })
  for (let next = await events.next(); !next.done; next = await events.next()) {
    const event = next.value
    handlers.onEvent?.(event)
    if (event.data === '') continue
    const message = incoming(parsed(event.data))
    if (message.kind !== 'response') await handlers.onMessage(message)
    else if (message.id === id) {
      void leaveTo(events, answer)
      return resultOf(message.message)
    }
  }
  return undefined
}

async function wholeAnswer(id: RpcId, answer: LineAnswer, type: string): Promise<Json> {
  const text = await bodyText(answer)
  const value = type.startsWith('application/json') ? parsed(text) : undefined
  const one = Array.isArray(value) ? value.find((item) => isObject(item) && item.id === id) : value
  // An error of JSON-RPC may come with any status, and without an id where the server read none.
  const isAnswer = isObject(one) && ('error' in one || answer.status < 400) && (one.id === id || one.id === null)
  if (!isAnswer) throw statusFailure(answer.status)
  if (one.id === null && !('error' in one)) throw new UpstreamFailure('it answered another question', false)
  return one
}

export async function bodyText(answer: LineAnswer): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostAnswer) throw new UpstreamFailure('it sends more than is taken', false)
    chunks.push(chunk)
  }
  return (chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)).toString('utf8')
}

/** A stream ends by itself right after its answer, and the connection can be used again; if not, it is closed. */
async function leaveTo(events: AsyncGenerator<StreamEvent>, answer: LineAnswer): Promise<void> {
  const timer = setTimeout(() => answer.body.destroy(), leftoverMs)
  timer.unref()
  try {
    while (!(await events.next()).done);
  } catch {
    // Nobody waits for the rest.
  } finally {
    clearTimeout(timer)
  }
}

/** Refused before anything was done, as these say. */
const notRun: ReadonlySet<number> = new Set([401, 403, 404, 405, 406, 415, 429])

const statusFailure = (status: number): UpstreamFailure =>
  status < 400
    ? new UpstreamFailure(`its answer is no MCP (HTTP ${status})`, false, { status })
    : new UpstreamFailure(`it answered HTTP ${status}`, notRun.has(status), { status })

export const lineFailure = (failure: LineFailure): UpstreamFailure =>
  new UpstreamFailure(failure.message.en, failure.neverSent, { words: failure.message })

/** What breaks off in the middle of an answer is told like any other failure. */
export async function told<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  try {
    return await work
  } catch (error) {
    if (signal.aborted) throw signal.reason
    if (error instanceof Error && error.name.startsWith('Upstream')) throw error
    if (error instanceof Error && 'code' in error)
      throw new UpstreamFailure('the connection broke before the answer was complete', false, { cause: error })
    throw error
  }
}
