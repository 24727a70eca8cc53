import type { OutcomeErrorCode, OutcomeState } from '@bongsu/contract/states.ts'
import { type Text, text } from '@bongsu/contract/text.ts'

/** Why a server that speaks its protocol does not give what was asked for. Each has its own remedy. */
export type RefusalReason =
  | 'auth'
  | 'permission'
  | 'unknown_database'
  | 'too_many_connections'
  | 'not_ready'
  | 'no_tls'
  | 'unsupported'
  | 'bad_request'
  | 'query_timeout'
  | 'other'

/** What a server said instead of what was wanted: an answer, and so a value and no exception. */
export interface Refusal {
  readonly reason: RefusalReason
  /** The protocol's own code: SQLSTATE, error number, reply code. */
  readonly code: string
  readonly said: string
}

const meanings: Readonly<
  Record<RefusalReason, { state: OutcomeState; errorCode: OutcomeErrorCode; ko: string; en: string }>
> = {
  auth: {
    state: 'down',
    errorCode: 'assertion',
    ko: '서버가 로그인을 거부했습니다',
    en: 'The server refused the sign-in',
  },
  permission: {
    state: 'down',
    errorCode: 'assertion',
    ko: '이 사용자에게 필요한 권한이 없습니다',
    en: 'This user lacks a permission',
  },
  unknown_database: {
    state: 'down',
    errorCode: 'assertion',
    ko: '데이터베이스가 없습니다',
    en: 'There is no such database',
  },
  too_many_connections: {
    state: 'down',
    errorCode: 'connect',
    ko: '서버의 연결 수가 한도에 이르렀습니다',
    en: 'The server has too many connections',
  },
  not_ready: {
    state: 'down',
    errorCode: 'connect',
    ko: '서버가 아직 준비되지 않았습니다',
    en: 'The server is not ready to serve',
  },
  no_tls: {
    state: 'down',
    errorCode: 'tls',
    ko: '서버가 TLS를 지원하지 않습니다',
    en: 'The server does not offer TLS',
  },
  unsupported: {
    state: 'unknown',
    errorCode: 'config',
    ko: '봉수가 지원하지 않는 방식입니다',
    en: 'The server wants something that Bongsu does not speak',
  },
  bad_request: {
    state: 'unknown',
    errorCode: 'config',
    ko: '모니터의 설정을 서버가 받아들이지 않습니다',
    en: 'The server does not take what this monitor asks',
  },
  query_timeout: {
    state: 'down',
    errorCode: 'timeout',
    ko: '쿼리가 제한 시간 안에 끝나지 않았습니다',
    en: 'The query did not end in time',
  },
  other: {
    state: 'down',
    errorCode: 'assertion',
    ko: '서버가 오류로 답했습니다',
    en: 'The server answered with an error',
  },
}

export interface RefusedPart {
  readonly state: OutcomeState
  readonly errorCode: OutcomeErrorCode
  readonly message: Text
  readonly evidence: Readonly<Record<string, unknown>>
}

export function refusedPart({ reason, code, said }: Refusal): RefusedPart {
  const { state, errorCode, ko, en } = meanings[reason]
  const words = oneLine(said)
  const rest = words === '' ? `(${code})` : `(${code}): ${words}`
  return {
    state,
    errorCode,
    message: text(`${ko} ${rest}`, `${en} ${rest}`),
    evidence: { reason, code, said: words },
  }
}

const longestSaid = 200

/** What a server says may be anything: one line, without control characters, and not much of it. */
export const oneLine = (said: string, most = longestSaid): string => {
  const line = said
    .slice(0, most * 4)
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
  return line.length > most ? `${line.slice(0, most)}…` : line
}
