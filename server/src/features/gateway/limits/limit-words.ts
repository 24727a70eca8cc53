import { type Text, text } from '@bongsu/contract/text.ts'
import { localTime } from '#kernel/zone-time.ts'
import type { Standing } from './limit-desk.ts'
import type { LimitWindow } from './limit-rule.ts'

const windowWords: Record<LimitWindow, Text> = {
  minute: text('1분', 'minute'),
  day: text('하루', 'day'),
  month: text('한 달', 'month'),
}

/** Limit, window and when it begins anew, in words that a model or a person can act on. */
export function limitWords({ rule, used, span }: Standing, zone: string): Text {
  const window = windowWords[rule.window]
  const target = rule.targetKind === 'all' ? null : rule.target
  const resets = `${timeText(span.to, zone)} (${zone})`
  if (rule.max === 0)
    return text(
      `이 도구는 사용이 제한되어 있습니다${target ? ` (${target})` : ''}. 관리자에게 문의하세요.`,
      `Calls are not allowed here${target ? ` (${target})` : ''}: the limit is 0. Ask your administrator.`,
    )
  return text(
    `사용 제한을 넘었습니다${target ? ` (${target})` : ''}: ${window.ko}에 ${rule.max}회 중 ${used}회를 썼습니다. ${resets}에 다시 쓸 수 있습니다.`,
    `Usage limit exceeded${target ? ` (${target})` : ''}: ${used} of ${rule.max} calls per ${window.en} are used. Calls are possible again at ${resets}.`,
  )
}

function timeText(at: number, zone: string): string {
  const { year, month, day, hour, minute } = localTime(at, zone)
  const two = (number: number) => String(number).padStart(2, '0')
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`
}

/** The same for programs. */
export const limitDetails = ({ rule, used, span }: Standing, now: number) => ({
  limit: rule.max,
  used,
  remaining: Math.max(0, rule.max - used),
  window: rule.window,
  target: rule.targetKind === 'all' ? 'all' : `${rule.targetKind}:${rule.target}`,
  resets_at: new Date(span.to).toISOString(),
  retry_after_seconds: Math.max(1, Math.ceil((span.to - now) / 1000)),
})
