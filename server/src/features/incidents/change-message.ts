import { type Text, text } from '@bongsu/contract/text.ts'
import type { ChangeKind, MonitorJudgedState } from './incident-events.ts'

const stateNames: Readonly<Record<MonitorJudgedState, Text>> = {
  up: text('정상', 'up'),
  degraded: text('성능 저하', 'degraded'),
  down: text('장애', 'down'),
  unknown: text('알 수 없음', 'unknown'),
}

interface Facts {
  readonly what: ChangeKind
  readonly to: MonitorJudgedState
  readonly failures: number
  readonly downForMs: number | null
  /** What the deciding look said, and how long it took. */
  readonly message: Text
  readonly durationMs: number
}

/** One sentence that says what happened, for mails, screens and the timeline. */
export function changeMessage({ what, to, failures, downForMs, message, durationMs }: Facts): Text {
  const seconds = (durationMs / 1000).toFixed(durationMs < 100 ? 3 : 2)
  switch (what) {
    case 'down':
      return text(
        `서비스 연속 ${failures}회 실패. ${message.ko}`,
        `Failed ${failures === 1 ? 'once' : `${failures} times in a row`}. ${message.en}`,
      )
    case 'recovered':
      return text(
        `서비스가 복구되었습니다. (응답 시간: ${seconds}초, 장애 시간: ${lengthOf(downForMs ?? 0).ko})`,
        `Recovered. (Response time ${seconds} s, down for ${lengthOf(downForMs ?? 0).en}.)`,
      )
    case 'degraded':
      return text(`성능이 저하되었습니다. ${message.ko}`, `Degraded. ${message.en}`)
    case 'no_longer_degraded':
      return text(
        `성능이 회복되었습니다. (응답 시간: ${seconds}초)`,
        `No longer degraded. (Response time ${seconds} s.)`,
      )
    case 'flapping_started':
      return text(
        '상태가 자주 바뀌고 있습니다. 안정될 때까지 개별 알림을 보내지 않습니다.',
        'The state keeps changing. Single alerts are held until it has calmed down.',
      )
    case 'flapping_ended':
      return text(
        `상태가 안정되었습니다. 현재 상태: ${stateNames[to].ko}`,
        `The state has calmed down. It is now ${stateNames[to].en}.`,
      )
    case 'unknown':
      return text(`상태를 확인할 수 없습니다. ${message.ko}`, `The state cannot be determined. ${message.en}`)
    case 'known_again':
      return text(
        `다시 상태를 확인할 수 있습니다. 현재 상태: ${stateNames[to].ko}`,
        `The state can be determined again. It is ${stateNames[to].en}.`,
      )
    case 'first_known':
      return text('첫 점검에서 정상으로 확인되었습니다.', 'The first check found it up.')
  }
}

const units = [
  { ms: 86_400_000, ko: '일', en: 'd' },
  { ms: 3_600_000, ko: '시간', en: 'h' },
  { ms: 60_000, ko: '분', en: 'min' },
  { ms: 1000, ko: '초', en: 's' },
] as const

/** `42초`, `12분 5초`, `5시간 20분`, `2일 3시간`: the two largest units. */
function lengthOf(ms: number): Text {
  const first = units.findIndex((unit) => ms >= unit.ms)
  const shown = units.slice(first < 0 ? -1 : first).slice(0, 2)
  let rest = ms
  const parts = shown.map((unit) => {
    const count = Math.floor(rest / unit.ms)
    rest -= count * unit.ms
    return { ...unit, count }
  })
  const said = parts.filter(({ count }, index) => count > 0 || index === 0)
  return text(
    said.map(({ count, ko }) => `${count}${ko}`).join(' '),
    said.map(({ count, en }) => `${count} ${en}`).join(' '),
  )
}
