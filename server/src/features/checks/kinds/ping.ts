import { type Text, text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import type { PingAnswer } from '#platform/outbound/index.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { hostField, sections } from './shared/connection-fields.ts'
import { failedLook } from './shared/failed-look.ts'
import { ipChoice, ipVersion } from './shared/fields.ts'

const options = z.strictObject({
  host: hostField(),
  count: z
    .int()
    .min(1)
    .max(10)
    .default(3)
    .meta({ label: text('보낼 횟수', 'Packets to send') }),
  size: z
    .int()
    .min(8)
    .max(1400)
    .default(56)
    .meta({ label: text('데이터 크기', 'Data in each'), unit: 'B', advanced: true }),
  most_loss: z
    .int()
    .min(0)
    .max(99)
    .default(0)
    .meta({
      label: text('허용할 손실', 'Loss that is fine'),
      help: text(
        '이보다 많이 잃으면 성능 저하입니다. 하나도 돌아오지 않으면 장애입니다.',
        'More than this is degraded. Where nothing comes back, it is down.',
      ),
      unit: '%',
      section: sections.expect,
    }),
  degraded_ms: z
    .int()
    .min(1)
    .max(30_000)
    .optional()
    .meta({
      label: text('느림 기준', 'Slow from'),
      help: text('평균 왕복 시간이 이보다 길면 성능 저하입니다.', 'A longer average round trip is degraded.'),
      unit: 'ms',
      section: sections.expect,
    }),
  ip_version: ipVersion,
})
type PingOptions = z.output<typeof options>

export const ping = checkKind({
  label: text('핑(ICMP)', 'Ping (ICMP)'),
  summary: text(
    '호스트가 ICMP에 응답하는지, 왕복 시간과 손실을 확인합니다.',
    'Looks whether a host answers ICMP, how fast, and how much is lost.',
  ),
  group: 'network',
  options,
  example: { host: 'example.com', count: 3 },
  defaults: { check_interval: 300, timeout: 10 },
  host: ({ host }) => host,
  look,
})

async function look(asked: PingOptions, { outbound, signal, timeoutMs }: LookContext): Promise<Seen> {
  const { host, count, size } = asked
  const answer = await outbound.ping({ host, count, size, ip: ipChoice[asked.ip_version], timeoutMs, signal })
  if (!answer.ok) return failedLook(answer)
  const figures = figuresOf(answer)
  const { rtt_avg_ms: average, loss_percent: loss } = figures
  const base = { timings: answer.timings, evidence: { address: answer.address, ...figures } }
  if (average === null) {
    return {
      ...base,
      durationMs: answer.durationMs,
      state: 'down',
      errorCode: 'connect',
      message: silence(answer),
      // What a lost uplink of ours looks like, too.
      doubt: 'network',
    }
  }
  // The packets' own time: what was spent waiting between them is no speed.
  return { ...base, durationMs: average, ...verdict(asked, average, loss) }
}

interface Figures {
  readonly sent: number
  readonly received: number
  readonly loss_percent: number
  readonly rtt_min_ms: number | null
  readonly rtt_avg_ms: number | null
  readonly rtt_max_ms: number | null
  readonly jitter_ms: number | null
  readonly ttl?: number
}

function figuresOf({ sent, rtts, ttl }: PingAnswer): Figures {
  const received = rtts.length
  const steps = rtts.slice(1).map((rtt, at) => Math.abs(rtt - (rtts[at] as number)))
  const average = mean(rtts)
  return {
    sent,
    received,
    loss_percent: Math.round(((sent - received) / sent) * 1000) / 10,
    rtt_min_ms: received === 0 ? null : Math.min(...rtts),
    rtt_avg_ms: average,
    rtt_max_ms: received === 0 ? null : Math.max(...rtts),
    jitter_ms: mean(steps),
    ...(ttl === undefined ? {} : { ttl }),
  }
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.round((values.reduce((sum, value) => sum + value, 0) / values.length) * 1000) / 1000

function verdict(
  { most_loss, degraded_ms }: PingOptions,
  average: number,
  loss: number,
): Pick<Seen, 'state' | 'errorCode' | 'message'> {
  if (loss > most_loss)
    return {
      state: 'degraded',
      errorCode: 'assertion',
      message: text(`핑의 ${loss} %를 잃었습니다.`, `${loss} % of the pings were lost.`),
    }
  if (degraded_ms !== undefined && average > degraded_ms)
    return {
      state: 'degraded',
      errorCode: 'slow',
      message: text(
        `평균 왕복 시간 ${average} ms가 기준 ${degraded_ms} ms를 넘었습니다.`,
        `The average round trip of ${average} ms is above ${degraded_ms} ms.`,
      ),
    }
  return {
    state: 'up',
    message: text(`핑에 평균 ${average} ms 만에 응답합니다.`, `Pings are answered in ${average} ms on average.`),
  }
}

const silence = ({ sent, icmpError }: PingAnswer): Text =>
  icmpError === undefined
    ? text(`핑 ${sent}개에 응답이 없습니다.`, `None of ${sent} pings was answered.`)
    : text(`핑이 도달하지 못했습니다: ${icmpError}`, `The pings did not get there: ${icmpError}`)
