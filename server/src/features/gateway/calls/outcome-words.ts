import { type Text, text } from '@bongsu/contract/text.ts'
import type { CallOutcome } from './call-record.ts'

/** How a call ended, for people. */
export const outcomeWords: Readonly<Record<CallOutcome, Text>> = {
  success: text('성공', 'Success'),
  failed: text('실패', 'Failed'),
  refused: text('거부', 'Refused'),
  limited: text('한도 초과', 'Over the limit'),
  invalid: text('잘못된 인자', 'Invalid arguments'),
  timed_out: text('시간 초과', 'Timed out'),
  cancelled: text('취소', 'Cancelled'),
  unavailable: text('사용할 수 없음', 'Unavailable'),
  interrupted: text('중단', 'Interrupted'),
}
