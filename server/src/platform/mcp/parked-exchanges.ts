import { randomBytes } from 'node:crypto'
import { minute } from '#kernel/clock.ts'
import { invalidParams, McpRefusal } from './face.ts'
import type { Json } from './json.ts'
import type { UpstreamPeer } from './upstream/contract.ts'

export interface Owner {
  /** A token, or a person as such: nobody else goes on with it. */
  readonly owner: string
  /** Who lies behind a token; what they may no longer do ends. */
  readonly personId: number | null
}

/** Whoever waits at this moment: one request of the caller, which ends when the caller is asked something. */
export interface Waiting {
  readonly signal: AbortSignal
  readonly capabilities: Json
  notify(method: string, params: Json): Promise<void>
}

interface Question {
  readonly method: string
  readonly params: Json
  readonly resolve: (answer: Json) => void
  readonly reject: (error: Error) => void
}

const keptMs = 5 * minute
const mostEach = 20
const mostAll = 1000
const askable: ReadonlySet<string> = new Set(['sampling/createMessage', 'elicitation/create', 'roots/list'])

/**
 * A server of the older era asks its caller in the middle of a call; a caller of the newer one is told with an answer
 * (`input_required`) and comes again. In between the call waits here: for a while, for that caller only.
 */
export class ParkedExchanges {
  readonly #parked = new Map<string, ParkedExchange>()

  get count(): number {
    return this.#parked.size
  }

  /** Runs a request that may have to ask; resolves with its result, or with what is asked. */
  run(
    whose: Owner,
    meant: string,
    waiting: Waiting,
    seal: (id: string) => string,
    work: (peer: UpstreamPeer, signal: AbortSignal) => Promise<Json>,
  ): Promise<Json> {
    let id: string | undefined
    const exchange = new ParkedExchange(whose, meant, waiting.capabilities, {
      park: () => {
        id ??= this.#park(exchange)
        return id !== undefined
      },
      // Another text every time, so that no client takes two rounds for one.
      state: () => seal(id ?? ''),
      over: () => {
        if (id !== undefined) this.#parked.delete(id)
      },
    })
    exchange.start(work)
    return exchange.wait(waiting)
  }

  /** Goes on with a request that waits. Nobody else's, and nothing else's, is found: then it is undefined. */
  resume(owner: string, meant: string, id: string, responses: Json, waiting: Waiting): Promise<Json> | undefined {
    const exchange = this.#parked.get(id)
    if (!exchange || exchange.whose.owner !== owner || exchange.meant !== meant) return undefined
    exchange.answer(responses)
    return exchange.wait(waiting)
  }

  #park(exchange: ParkedExchange): string | undefined {
    const mine = [...this.#parked.values()].filter(({ whose }) => whose.owner === exchange.whose.owner).length
    if (mine >= mostEach || this.#parked.size >= mostAll) return undefined
    const id = randomBytes(24).toString('base64url')
    this.#parked.set(id, exchange)
    return id
  }

  /** Ends what waits for callers who may not go on. */
  endWhere(isMeant: (whose: Owner) => boolean): void {
    for (const exchange of [...this.#parked.values()]) if (isMeant(exchange.whose)) exchange.end()
  }
}

interface Table {
  /** Takes the exchange in; false where there is no room. */
  park(): boolean
  /** What its caller comes again with. */
  state(): string
  over(): void
}

class ParkedExchange {
  readonly whose: Owner
  readonly meant: string
  readonly #capabilities: Json
  readonly #table: Table
  readonly #controller = new AbortController()
  readonly #questions = new Map<string, Question>()
  #waiting: { on: Waiting; resolve(result: Json): void; reject(error: unknown): void } | undefined
  #outcome: { result: Json } | { error: unknown } | undefined
  #asked = 0
  #timer: NodeJS.Timeout | undefined

  constructor(whose: Owner, meant: string, capabilities: Json, table: Table) {
    this.whose = whose
    this.meant = meant
    this.#capabilities = capabilities
    this.#table = table
  }

  start(work: (peer: UpstreamPeer, signal: AbortSignal) => Promise<Json>): void {
    const peer: UpstreamPeer = {
      capabilities: this.#capabilities,
      comesAgain: true,
      notify: async (method, params) => this.#waiting?.on.notify(method, params),
      request: (method, params, signal) => this.#ask(method, params, signal),
    }
    work(peer, this.#controller.signal).then(
      (result) => this.#over({ result }),
      (error: unknown) => this.#over({ error }),
    )
  }

  wait(on: Waiting): Promise<Json> {
    // Who comes with the same state once more asks again, and nobody else tells the one before.
    this.#waiting?.reject(new McpRefusal(invalidParams, 'Another request goes on with this requestState'))
    return new Promise((resolve, reject) => {
      const leave = () => this.end(on.signal.reason)
      this.#waiting = {
        on,
        resolve(result) {
          on.signal.removeEventListener('abort', leave)
          resolve(result)
        },
        reject(error) {
          on.signal.removeEventListener('abort', leave)
          reject(error)
        },
      }
      if (on.signal.aborted) leave()
      else on.signal.addEventListener('abort', leave, { once: true })
      this.#tell()
    })
  }

  answer(responses: Json): void {
    clearTimeout(this.#timer)
    for (const [key, question] of [...this.#questions]) {
      const answer = responses[key]
      if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) continue
      this.#questions.delete(key)
      question.resolve(answer as Json)
    }
  }

  end(reason: unknown = new Error('the caller did not come again')): void {
    this.#controller.abort(reason)
  }

  #ask(method: string, params: Json, signal: AbortSignal): Promise<Json> {
    if (!askable.has(method)) return Promise.reject(new McpRefusal(-32601, 'The caller cannot be asked that'))
    if (!this.#table.park()) return Promise.reject(new McpRefusal(-32603, 'Too many requests wait for their callers'))
    return new Promise((resolve, reject) => {
      const key = `question_${++this.#asked}`
      this.#questions.set(key, { method, params, resolve, reject })
      signal.addEventListener(
        'abort',
        () => {
          this.#questions.delete(key)
          reject(signal.reason)
        },
        { once: true },
      )
      // What is asked in the same moment is asked together.
      setImmediate(() => this.#tell())
    })
  }

  #over(outcome: { result: Json } | { error: unknown }): void {
    clearTimeout(this.#timer)
    this.#table.over()
    this.#outcome = outcome
    this.#tell()
  }

  #tell(): void {
    const waiting = this.#waiting
    if (!waiting) return
    if (this.#outcome) {
      this.#waiting = undefined
      if ('result' in this.#outcome) waiting.resolve(this.#outcome.result)
      else waiting.reject(this.#outcome.error)
      return
    }
    if (this.#questions.size === 0) return
    this.#waiting = undefined
    this.#timer = setTimeout(() => this.end(), keptMs)
    this.#timer.unref()
    const inputRequests = Object.fromEntries(
      [...this.#questions].map(([key, { method, params }]) => [key, { method, params: inTheNewWay(params) }]),
    )
    waiting.resolve({ resultType: 'input_required', inputRequests, requestState: this.#table.state() })
  }
}

/** What belonged to the server's own request says nothing in an answer. */
function inTheNewWay(params: Json): Json {
  const { _meta: _theirs, ...rest } = params
  return rest
}
