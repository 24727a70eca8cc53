import type { SignInReason, SignInView } from '@bongsu/contract/identity.ts'
import { type Language, type Text, text } from '@bongsu/contract/text.ts'
import { isoTime } from '#kernel/clock.ts'
import type { SignInRow, SignInSearch } from './sign-in-store.ts'

export const signInToView = (row: SignInRow, language: Language): SignInView => ({
  id: row.id,
  at: isoTime(row.at),
  person_id: row.person_id,
  person_name: row.person_name,
  login: row.login,
  address: row.address,
  user_agent: row.user_agent,
  door: row.door,
  result: row.result,
  reason: row.reason,
  message: reasonWords[row.reason][language],
  attempts: row.attempts,
})

export const reasonWords: Readonly<Record<SignInReason, Text>> = {
  ok: text('로그인 성공', 'Signed in'),
  wrong_password: text('비밀번호 불일치', 'Wrong password'),
  unknown_account: text('없는 계정', 'No such account'),
  rate_limited: text('분당 제한을 넘어 거부', 'Refused by the limit per minute'),
  throttled: text('여러 번 틀려 대기 중', 'Had to wait after wrong passwords'),
  disabled: text('현재 계정이 비활성화 되었습니다', 'The account is disabled'),
  not_approved: text('관리자 승인 대기', 'Waiting for approval'),
}

/** The wire filter with its times as moments. */
export const signInSearch = (
  filter: Omit<SignInSearch, 'from' | 'to'> & { from?: string | undefined; to?: string | undefined },
): SignInSearch => ({
  ...filter,
  from: filter.from === undefined ? undefined : Date.parse(filter.from),
  to: filter.to === undefined ? undefined : Date.parse(filter.to),
})
