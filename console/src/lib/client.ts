import type { WireError } from '@bongsu/contract/error-codes.ts'
import type { ProgressView } from '@bongsu/contract/progress.ts'
import { ApiError, type ApiErrorCode, type ApiErrorDetails } from './api-error.ts'
import { noteReachable, noteUnreachable } from './connection.ts'
import { eventsOf, isEventStream } from './event-stream.ts'
import { currentLanguage, translator } from './i18n.ts'
import { libTexts } from './lib.i18n.ts'

/** Method, path and permission of one operation; `{id}` in the path is taken from the input. */
export type Route = readonly [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, access: string]

export interface SendOptions {
  readonly signal?: AbortSignal | undefined
  /** Told on the way what is being done, by operations that tell it. */
  readonly onProgress?: ((progress: ProgressView) => void) | undefined
}

type Fields = Readonly<Record<string, unknown>>

let whenUnauthenticated: () => void = () => undefined

/** The app says what happens when the session has ended: back to sign-in, with the way back. */
export function onUnauthenticated(handler: () => void): void {
  whenUnauthenticated = handler
}

/** Sends one operation: placeholders into the path, the rest into query (GET, DELETE) or JSON body. */
export async function send([method, template]: Route, input: Fields, options: SendOptions = {}): Promise<unknown> {
  const { signal, onProgress } = options
  const { path, rest } = fillPath(template, input)
  const inUrl = method === 'GET' || method === 'DELETE'
  const accept = onProgress ? 'text/event-stream, application/json' : 'application/json'
  const headers: Record<string, string> = { accept, 'accept-language': currentLanguage() }
  if (!inUrl) headers['content-type'] = 'application/json'
  const response = await reach(inUrl ? path + queryString(rest) : path, {
    method,
    headers,
    credentials: 'same-origin',
    ...(inUrl ? {} : { body: JSON.stringify(rest) }),
    ...(signal ? { signal } : {}),
  })
  if (response.ok && onProgress && isEventStream(response)) return resultOf(response, onProgress, signal)
  if (response.ok) return response.status === 204 ? undefined : response.json()
  const error = await refusal(response)
  if (error.code === 'unauthenticated') whenUnauthenticated()
  throw error
}

/** The result at the end of a stream of progress. */
async function resultOf(
  response: Response,
  onProgress: (progress: ProgressView) => void,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  try {
    for await (const { event, data } of eventsOf(response)) {
      if (event === 'progress') onProgress(data as ProgressView)
      else if (event === 'result') return data
      else if (event === 'error') throw refusalOf(data as WireError)
    }
  } catch (error) {
    if (error instanceof ApiError || signal?.aborted) throw error
  }
  // The stream ended before the result came.
  noteUnreachable()
  throw new ApiError('offline', translator(libTexts)('unreachable'))
}

const refusalOf = ({ error: { code, message, details } }: WireError): ApiError =>
  new ApiError(code, message, { details: (details ?? {}) as ApiErrorDetails })

export function fillPath(template: string, input: Fields): { path: string; rest: Fields } {
  const rest: Record<string, unknown> = { ...input }
  const path = template.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const value = rest[name]
    if (value === undefined || value === null || value === '') throw new Error(`"${name}" is needed for ${template}`)
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  return { path, rest }
}

/** Absent and empty values are left out, lists repeat their key. */
export function queryString(fields: Fields): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(fields)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined && item !== null && item !== '') query.append(name, String(item))
    }
  }
  const text = query.toString()
  return text ? `?${text}` : ''
}

async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(url, init)
    // A gateway in front that cannot reach the server answers in the server's place.
    if (response.status === 502 || response.status === 504) noteUnreachable()
    else noteReachable()
    return response
  } catch (error) {
    if (init.signal?.aborted) throw error
    noteUnreachable()
    throw new ApiError('offline', translator(libTexts)('unreachable'))
  }
}

const codeOfStatus: Readonly<Record<number, ApiErrorCode>> = {
  400: 'validation',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  413: 'too_large',
  429: 'rate_limited',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
}

async function refusal(response: Response): Promise<ApiError> {
  const status = response.status
  const seconds = Number(response.headers.get('retry-after'))
  const retryAfter = Number.isFinite(seconds) && seconds > 0 ? { retryAfter: seconds } : {}
  const error = await wireError(response)
  if (!error) {
    // Not from us: a proxy's own page.
    return new ApiError(codeOfStatus[status] ?? 'internal', translator(libTexts)('unexpected', { status }), {
      status,
      ...retryAfter,
    })
  }
  return new ApiError(error.code, error.message, {
    status,
    details: (error.details ?? {}) as ApiErrorDetails,
    ...retryAfter,
  })
}

async function wireError(response: Response): Promise<WireError['error'] | undefined> {
  try {
    const body = (await response.json()) as Partial<WireError>
    return typeof body.error?.code === 'string' ? body.error : undefined
  } catch {
    return undefined
  }
}
