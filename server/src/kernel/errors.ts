import type { ErrorCode } from '@bongsu/contract/error-codes.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import { particle } from './korean.ts'

/**
 * An expected refusal: a code every door can translate, and a sentence people can act on.
 * Anything else that is thrown is a fault of ours and reaches outsiders as `internal`, without its text.
 */
export class Failure extends Error {
  readonly code: ErrorCode
  readonly text: Text
  readonly details: unknown

  constructor(code: ErrorCode, message: Text, details?: unknown) {
    super(message.en)
    this.name = 'Failure'
    this.code = code
    this.text = message
    this.details = details
  }
}

export const isFailure = (error: unknown, code?: ErrorCode): error is Failure =>
  error instanceof Failure && (code === undefined || error.code === code)

export const notFound = (what: Text): Failure =>
  new Failure('not_found', text(`${particle(what.ko, '을', '를')} 찾을 수 없습니다.`, `${what.en} was not found.`))

/** Why work is given up while the process stops: whoever waits for it may ask the next one. */
export const stoppingFailure = (): Failure =>
  new Failure('unavailable', text('서버를 멈추는 중입니다.', 'The server is stopping.'))

/** A sentence with a name that programs can act on. */
export type ReasonedText = Text & { readonly reason?: string }

/**
 * A single refused field, in the same shape as schema problems, so that forms show it at the field. A reason, where the
 * sentence has one, stands in `details.reason`.
 */
export const invalidField = (path: string, message: ReasonedText): Failure => {
  const { ko, en, reason } = message
  const fields = [{ path, message: { ko, en } }]
  return new Failure('validation', message, reason === undefined ? { fields } : { reason, fields })
}

export const errorMessage = (error: unknown): string => (error instanceof Error ? error.message : String(error))
