/**
 * Every error that crosses the wire has one of these codes: `{error:{code,message,details?}}`.
 * `docs/reference/errors.md` explains each one; a test keeps both lists equal.
 */
export const errorCodes = [
  'validation',
  'unauthenticated',
  'forbidden',
  'not_found',
  'conflict',
  'too_large',
  'rate_limited',
  'unavailable',
  'internal',
] as const
export type ErrorCode = (typeof errorCodes)[number]

export interface WireError {
  error: { code: ErrorCode; message: string; details?: unknown }
}

/** One refused field: `path` as in `options.headers[0].name`, `message` in the reader's language. */
export interface FieldProblem {
  path: string
  message: string
}
