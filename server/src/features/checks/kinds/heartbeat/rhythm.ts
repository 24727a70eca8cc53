import { type Text, text } from '@bongsu/contract/text.ts'
import { Cron } from 'croner'
import { z } from 'zod'
import { second } from '#kernel/clock.ts'
import { saying } from '../shared/fields.ts'

const known = new Map<string, Cron>()
const mostKnown = 1_000

/** Five fields or a nickname such as `@daily`; seconds and years are for other tools. Kept: every look asks again. */
function cronOf(expression: string, zone: string): Cron {
  const name = `${zone} ${expression}`
  const kept = known.get(name)
  if (kept) return kept
  if (known.size >= mostKnown) known.clear()
  const made = new Cron(expression, { timezone: zone, mode: '5-part' })
  known.set(name, made)
  return made
}

const cronExpression = z.string().trim().min(1).max(100).check(saying(cronProblem))

const zoneName = z.string().trim().min(1).max(64).check(saying(zoneProblem))

/** When a signal is expected. */
export const rhythm = z.discriminatedUnion('by', [
  z
    .strictObject({
      by: z.literal('interval'),
      every: z
        .int()
        .min(60)
        .max(31_622_400)
        .default(86_400)
        .meta({ label: text('신호 간격', 'A signal every'), unit: 's' }),
    })
    .meta({ label: text('일정한 간격', 'At an interval') }),
  z
    .strictObject({
      by: z.literal('cron'),
      cron: cronExpression.meta({
        label: text('cron 표현식', 'Cron expression'),
        help: text('예: 0 2 * * 1-5 (월~금 새벽 2시)', 'Such as 0 2 * * 1-5 (Monday to Friday at 2 a.m.)'),
      }),
      time_zone: zoneName.default('Asia/Seoul').meta({
        label: text('시간대', 'Time zone'),
        help: text('작업이 도는 서버의 시간대입니다.', 'The zone of the machine on which the job runs.'),
        format: 'time-zone',
      }),
    })
    .meta({ label: text('cron 일정', 'A cron schedule') }),
])
export type Rhythm = z.output<typeof rhythm>

/** When the next signal is expected after `at`; infinite for a schedule that never comes again. ms since the epoch. */
export function expectedAfter(rhythm: Rhythm, at: number): number {
  if (rhythm.by === 'interval') return at + rhythm.every * second
  return cronOf(rhythm.cron, rhythm.time_zone).nextRun(new Date(at))?.getTime() ?? Number.POSITIVE_INFINITY
}

/** The next few, so that a person sees whether the schedule says what was meant. */
export function expectedTimes(rhythm: Rhythm, from: number, count: number): number[] {
  const times: number[] = []
  for (
    let at = expectedAfter(rhythm, from);
    times.length < count && Number.isFinite(at);
    at = expectedAfter(rhythm, at)
  )
    times.push(at)
  return times
}

function cronProblem(expression: string): Text | undefined {
  try {
    if (cronOf(expression, 'UTC').nextRun() !== null) return undefined
    return text('이 일정은 한 번도 돌아오지 않습니다.', 'This schedule never comes.')
  } catch {
    return text(
      '분 시 일 월 요일의 다섯 칸으로 적으세요. 예: 0 2 * * 1-5',
      'Write five fields: minute, hour, day, month, weekday. Such as 0 2 * * 1-5.',
    )
  }
}

function zoneProblem(zone: string): Text | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return undefined
  } catch {
    return text('IANA 시간대 이름을 적으세요. 예: Asia/Seoul', 'Write an IANA time zone name, such as Asia/Seoul.')
  }
}

/** More is only "very many": counting a cron schedule costs time. */
const mostCounted = 100

/** How many expected times lie in (from, until], counted up to a hundred. */
export function countExpected(rhythm: Rhythm, from: number, until: number): number {
  if (rhythm.by === 'interval') return Math.min(mostCounted, Math.floor((until - from) / (rhythm.every * second)))
  let count = 0
  for (let at = expectedAfter(rhythm, from); at <= until && count < mostCounted; at = expectedAfter(rhythm, at)) count++
  return count
}
