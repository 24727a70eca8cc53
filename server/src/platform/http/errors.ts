import type { ErrorCode, WireError } from '@bongsu/contract/error-codes.ts'
import { type Language, text } from '@bongsu/contract/text.ts'
import { Failure, isFailure } from '#kernel/errors.ts'

/** The one place where codes become HTTP. */
export const httpStatus: Readonly<Record<ErrorCode, number>> = {
  validation: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  internal: 500,
}

export interface HttpProblem {
  readonly status: number
  readonly body: WireError
  readonly retryAfterSeconds?: number
}

/** What a client sees of an error. Faults of ours show no text of theirs. */
export function httpProblem(error: unknown, language: Language): HttpProblem {
  const failure = isFailure(error) ? error : fromFramework(error)
  const details = translateDetails(failure.details, language)
  const body: WireError = {
    error: { code: failure.code, message: failure.text[language], ...(details === undefined ? {} : { details }) },
  }
  const retryAfterSeconds = (failure.details as { retry_after_seconds?: number } | undefined)?.retry_after_seconds
  return { status: httpStatus[failure.code], body, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) }
}

/** Fastify's own refusals: broken JSON, wrong content type, a body over the limit, an address that is none. */
function fromFramework(error: unknown): Failure {
  const { statusCode, code } = error as { statusCode?: number; code?: string }
  if (statusCode === 413)
    return new Failure('too_large', text('본문이 1 MB를 넘습니다.', 'The body is larger than 1 MB.'))
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new Failure(
      'validation',
      text('Content-Type은 application/json이어야 합니다.', 'The Content-Type must be application/json.'),
    )
  }
  if (code === 'FST_ERR_BAD_URL')
    return new Failure('validation', text('주소(URL)를 해석할 수 없습니다.', 'This address (URL) cannot be read.'))
  if (statusCode === 400)
    return new Failure('validation', text('본문이 올바른 JSON이 아닙니다.', 'The body is not valid JSON.'))
  return new Failure(
    'internal',
    text(
      '서버 내부 오류가 발생했습니다. 관리자에게 문의하세요.',
      'Something failed on our side. Please tell your administrator.',
    ),
  )
}

/** `invalidField` keeps its message as a Text; on the wire it is a sentence. */
function translateDetails(details: unknown, language: Language): unknown {
  if (typeof details !== 'object' || details === null) return details
  const { fields } = details as { fields?: { path: string; message: string | Record<Language, string> }[] }
  if (!fields) return details
  return {
    ...details,
    fields: fields.map(({ path, message }) => ({
      path,
      message: typeof message === 'string' ? message : message[language],
    })),
  }
}
