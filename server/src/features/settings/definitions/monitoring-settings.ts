import { text } from '@bongsu/contract/text.ts'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { defineSetting } from '../setting.ts'

const cidr = z
  .string()
  .trim()
  .max(64)
  .refine((value) => ipaddr.isValidCIDR(value), {
    params: {
      text: text(
        '10.0.0.0/8이나 fd00::/8과 같은 CIDR 표기로 입력하세요.',
        'Enter a CIDR such as 10.0.0.0/8 or fd00::/8.',
      ),
    },
  })

export const outboundSetting = defineSetting({
  key: 'outbound',
  group: 'monitoring',
  title: text('나가는 연결', 'Outgoing connections'),
  help: text(
    '점검과 알림은 공개 주소로만 나갑니다. 사내망처럼 허용할 사설 주소 범위를 여기에 적습니다.',
    'Checks and alerts go to public addresses only. Name the private ranges here that they may reach as well.',
  ),
  schema: z.strictObject({
    allow: z
      .array(cidr)
      .max(100)
      .meta({ label: text('허용할 사설 주소 범위(CIDR)', 'Allowed private ranges (CIDR)') }),
  }),
  default: { allow: [] },
})

export const monitoringSetting = defineSetting({
  key: 'monitoring',
  group: 'monitoring',
  title: text('점검', 'Monitoring'),
  help: text(
    '점검 주기의 하한과 동시에 하는 점검 수입니다.',
    'The shortest interval, and how many checks run at once.',
  ),
  schema: z.strictObject({
    min_check_interval: z
      .int()
      .min(10)
      .max(3600)
      .meta({ label: text('가장 짧은 점검 주기', 'Shortest check interval'), unit: text('초', 's') }),
    http_concurrency: z
      .int()
      .min(1)
      .max(2000)
      .meta({
        label: text('동시 점검 수', 'Checks at once'),
        help: text(
          '지금 진행 중인 점검을 종류와 관계없이 합해 셉니다. 재시도를 기다리거나 3초 넘게 응답을 기다리는 점검은 세지 않으며, 브라우저 점검은 아래에서 따로 제한합니다.',
          'Counts looks in flight, of every kind together. One that waits for its retry, or has waited for an answer for more than 3 s, is not counted; browser checks have a limit of their own below.',
        ),
      }),
    per_host_concurrency: z
      .int()
      .min(1)
      .max(100)
      .meta({
        label: text('대상 호스트당 동시 점검 수', 'Checks at once per target host'),
        help: text(
          '3초 넘게 응답을 기다리는 점검은 세지 않습니다. 지난번에 그렇게 멈춰 있던 모니터는 따로 세어 이 수의 4배까지 동시에 점검합니다.',
          'One that has waited for an answer for more than 3 s is not counted. Monitors that hung like that last time are counted apart: four times as many at once.',
        ),
      }),
    browser_concurrency: z
      .int()
      .min(1)
      .max(16)
      .meta({ label: text('동시 브라우저 점검 수', 'Browser checks at once') }),
  }),
  default: { min_check_interval: 60, http_concurrency: 200, per_host_concurrency: 10, browser_concurrency: 2 },
})

export const retentionSetting = defineSetting({
  key: 'retention',
  group: 'monitoring',
  title: text('보관 기간', 'Retention'),
  help: text(
    '점검 기록과 통계를 얼마나 보관하는지 정합니다. 원본은 통계로 요약된 뒤에 지워집니다.',
    'How long results and statistics are kept. Raw results are summed up before they go.',
  ),
  schema: z.strictObject({
    raw_days: z
      .int()
      .min(1)
      .max(365)
      .meta({ label: text('원본 기록', 'Raw results'), unit: text('일', 'days') }),
    five_minutes_days: z
      .int()
      .min(1)
      .max(365)
      .meta({ label: text('5분 통계', '5-minute figures'), unit: text('일', 'days') }),
    hour_days: z
      .int()
      .min(7)
      .max(730)
      .meta({ label: text('시간별 통계', 'Hourly figures'), unit: text('일', 'days') }),
    day_months: z
      .int()
      .min(1)
      .max(120)
      .meta({ label: text('일별 통계', 'Daily figures'), unit: text('개월', 'months') }),
  }),
  // Charts read five-minute figures for three days back and hours beyond that: a week leaves room for both.
  default: { raw_days: 30, five_minutes_days: 7, hour_days: 90, day_months: 25 },
})
