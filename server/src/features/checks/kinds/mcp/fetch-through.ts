import type { HttpMethod, HttpRequest, HttpResult, Outbound, OutboundFailure } from '#platform/outbound/index.ts'

/** What came back last, for whoever has to say in our own words why a session did not come about. */
export interface Traffic {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>
  failure(): OutboundFailure | undefined
  status(): number | undefined
  address(): string | undefined
}

export interface ThroughParts {
  readonly outbound: Pick<Outbound, 'http'>
  /** What holds for every request: TLS, address family, caps, headers, signal. */
  readonly request: Omit<HttpRequest, 'url' | 'method' | 'body' | 'timeoutMs'>
  timeLeftMs(): number
}

const methods: ReadonlySet<string> = new Set<HttpMethod>(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
/** Of the body as it came over the wire; ours is decoded and whole. */
const ofTheWire = ['content-encoding', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']

/**
 * `fetch` for a client library, over the one way out. An answer is whole when it is given, so a stream that stays open
 * cannot be had: asking for one (GET for `text/event-stream`) is answered as a server without such a stream would, 405.
 */
export function fetchThrough({ outbound, request, timeLeftMs }: ThroughParts): Traffic {
  let failure: OutboundFailure | undefined
  let status: number | undefined
  let address: string | undefined

  async function ask(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const method = (init.method ?? 'GET').toUpperCase()
    const headers = Object.fromEntries(new Headers(init.headers))
    if (method === 'GET' && headers.accept?.includes('text/event-stream')) return new Response(null, { status: 405 })
    const result = await outbound.http({
      ...request,
      url: String(input instanceof Request ? input.url : input),
      // Safe because of the check, which the libraries that use this pass.
      method: (methods.has(method) ? method : 'POST') as HttpMethod,
      headers: { ...headers, ...request.headers },
      ...(typeof init.body === 'string' ? { body: init.body } : {}),
      timeoutMs: timeLeftMs(),
    })
    return received(result)
  }

  function received(result: HttpResult): Response {
    address = result.remote?.address ?? address
    if (!result.ok) {
      failure = result
      throw new TypeError(result.message.en)
    }
    status = result.status
    if (result.bodyCut) throw new TypeError('the answer is larger than what is read')
    const hasBody = result.status !== 204 && result.status !== 205 && result.status !== 304
    return new Response(hasBody ? new Uint8Array(result.body) : null, {
      status: result.status,
      headers: headersOf(result.headers),
    })
  }

  return { fetch: ask, failure: () => failure, status: () => status, address: () => address }
}

function headersOf(received: Readonly<Record<string, string | string[] | undefined>>): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(received)) {
    if (value === undefined || ofTheWire.includes(name)) continue
    for (const one of [value].flat()) headers.append(name, one)
  }
  return headers
}
