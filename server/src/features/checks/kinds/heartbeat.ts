import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { isoTime } from '#kernel/clock.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { judgeInbox } from './heartbeat/judge-inbox.ts'
import { expectedTimes, rhythm } from './heartbeat/rhythm.ts'

const options = z.strictObject({
  when: rhythm
    .default({ by: 'interval', every: 86_400 })
    .meta({ label: text('신호가 올 때', 'When a signal is expected') }),
  grace: z
    .int()
    .min(0)
    .max(2_592_000)
    .default(300)
    .meta({
      label: text('유예 시간', 'Grace'),
      help: text(
        '예정보다 이만큼까지 늦어도 기다립니다.',
        'How much later than expected a signal may come before it counts as missing.',
      ),
      unit: 's',
    }),
  max_run: z
    .int()
    .min(1)
    .max(2_592_000)
    .optional()
    .meta({
      label: text('최대 실행 시간', 'Longest run'),
      help: text(
        '시작 신호(/start) 뒤 이 시간 안에 끝나야 합니다. 비워 두면 보지 않습니다.',
        'How long after its start signal (/start) a run must have ended. Empty: any time.',
      ),
      unit: 's',
    }),
})

/** For a job that no address leads to: it signals when it is done, and what is noticed is the signal that does not come. */
export const heartbeat = checkKind({
  label: text('하트비트', 'Heartbeat'),
  summary: text(
    '예약 작업이 보내는 신호를 받아, 제때 오지 않거나 실패를 알리면 장애로 봅니다.',
    'Waits for the signals of a scheduled job, and is down when one is missing or reports a failure.',
  ),
  group: 'network',
  isSignalled: true,
  options,
  example: { when: { by: 'cron', cron: '0 2 * * *', time_zone: 'Asia/Seoul' }, grace: 600, max_run: 3600 },
  defaults: { check_interval: 60, timeout: 10 },
  host: () => '',
  look,
})

async function look(asked: z.output<typeof options>, { inbox, clock }: LookContext): Promise<Seen> {
  const now = clock.now()
  if (!inbox)
    return {
      ...nobodySignals,
      durationMs: 0,
      evidence: { next_expected: expectedTimes(asked.when, now, 5).map(isoTime) },
    }
  const verdict = judgeInbox(asked, inbox, now)
  return { ...verdict, durationMs: lastRunMs(inbox) }
}

/** The length of the run that ended last: what a chart of a job is of. */
const lastRunMs = ({ succeeded, failed }: NonNullable<LookContext['inbox']>): number =>
  (failed && failed.at >= (succeeded?.at ?? 0) ? failed : succeeded)?.runMs ?? 0

const nobodySignals = {
  state: 'unknown',
  errorCode: 'config',
  message: text(
    '하트비트는 모니터로 만들어야 신호를 받을 주소가 생깁니다. 아래에서 예정 시각만 확인할 수 있습니다.',
    'A heartbeat gets its address when it is made a monitor. Here only the expected times can be seen.',
  ),
} as const
