import type { ErrorCode, FieldProblem } from '@bongsu/contract/error-codes.ts'

/** The codes of the contract, and `offline` for a server that could not be reached at all. */
export type ApiErrorCode = ErrorCode | 'offline'

export interface ApiErrorDetails {
  readonly fields?: readonly FieldProblem[]
  readonly [key: string]: unknown
}

/** A call that was refused or failed. `message` is already in the reader's language. */
export class ApiError extends Error {
  readonly code: ApiErrorCode
  readonly status: number
  readonly details: ApiErrorDetails
  /** Seconds to wait before trying again, where the server said so. */
  readonly retryAfter: number | undefined

  constructor(
    code: ApiErrorCode,
    message: string,
    rest: { status?: number; details?: ApiErrorDetails; retryAfter?: number } = {},
  ) {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.status = rest.status ?? 0
    this.details = rest.details ?? {}
    this.retryAfter = rest.retryAfter
  }

  /** Refused fields by path (`options.headers[0].name`). */
  get fields(): Readonly<Record<string, string>> {
    return Object.fromEntries((this.details.fields ?? []).map(({ path, message }) => [path, message]))
  }
}

export const isApiError = (error: unknown, code?: ApiErrorCode): error is ApiError =>
  error instanceof ApiError && (code === undefined || error.code === code)
