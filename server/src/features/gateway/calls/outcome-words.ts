import { type Text, text } from '@bongsu/contract/text.ts'
import type { CallOutcome } from './call-record.ts'

/** How a call ended, for people. */
export const outcomeWords: Readonly<Record<CallOutcome, Text>> = {
  success: text('성공', 'Success'),
  failed: text('도구 실패', 'Tool failed'),
  refused: text('거부', 'Refused'),
  limited: text('제한 초과', 'Over a limit'),
  invalid: text('잘못된 인자', 'Wrong arguments'),
  timed_out: text('시간 초과', 'Timed out'),
  cancelled: text('취소', 'Cancelled'),
  unavailable: text('연결 불가', 'Unavailable'),
  interrupted: text('중단됨', 'Interrupted'),
}
