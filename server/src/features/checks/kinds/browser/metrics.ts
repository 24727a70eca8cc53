import type { Level, RatedFigure } from '@bongsu/contract/evidence.ts'
import { type Text, text } from '@bongsu/contract/text.ts'
import type { PageWatch } from '../shared/browser/page-watch.ts'
import type { Vitals } from './vitals.ts'

/** How a metric of spec B §4.2 is graded: below the first good, below the second worth a look. */
type Scale = readonly [good: number, warn: number]

const mebibyte = 1_048_576
const time: Scale = [1_000, 3_000]
const shift: Scale = [0.1, 0.25]
const memory: Scale = [50 * mebibyte, 100 * mebibyte]
/** One is worth a look, and nothing is bad by number. */
const mistakes: Scale = [1, Number.POSITIVE_INFINITY]

const words = {
  time_to_first_byte: text('첫 바이트까지(TTFB)', 'Time to first byte'),
  first_contentful_paint: text('첫 콘텐츠 표시(FCP)', 'First contentful paint'),
  largest_contentful_paint: text('최대 콘텐츠 표시(LCP)', 'Largest contentful paint'),
  dom_content_loaded: text('DOM 준비', 'DOM content loaded'),
  page_load_time: text('전체 로딩', 'Page load'),
  total_blocking_time: text('응답 멈춤 합계(TBT)', 'Total blocking time'),
  cumulative_layout_shift: text('화면 밀림(CLS)', 'Cumulative layout shift'),
  console_errors: text('콘솔 오류', 'Console errors'),
  js_error_count: text('JavaScript 오류', 'JavaScript errors'),
  resource_count: text('요청한 자원', 'Resources'),
  resource_size: text('받은 크기', 'Received'),
  failed_resources: text('실패한 자원', 'Failed resources'),
  redirect_count: text('리다이렉트', 'Redirects'),
  js_heap_size: text('JavaScript 메모리', 'JavaScript heap'),
} satisfies Record<string, Text>
type Metric = keyof typeof words

export type Figures = Partial<Record<Metric, RatedFigure>>

/** The metrics of spec B §4.2 in its groups. `js_errors`, `is_dom_ready` and `is_js_healthy` stand beside them. */
export interface Metrics {
  readonly performance: Figures
  readonly health: Figures
  readonly resources: Figures
  readonly network: Figures
  readonly memory: Figures
}

export interface Measured {
  readonly vitals: Vitals | null
  readonly watch: PageWatch
  readonly heapBytes: number | null
}

export function metricsOf({ vitals, watch, heapBytes }: Measured): Metrics {
  const ms = (name: Metric, value: number | null | undefined) => figure(name, value ?? null, time, 'ms')
  return {
    performance: {
      ...ms('time_to_first_byte', vitals?.ttfb),
      ...ms('first_contentful_paint', vitals?.fcp),
      ...ms('largest_contentful_paint', vitals?.lcp),
      ...ms('dom_content_loaded', vitals?.domContentLoaded),
      ...ms('page_load_time', vitals?.load),
      ...ms('total_blocking_time', vitals?.tbt),
      ...figure('cumulative_layout_shift', vitals?.cls ?? null, shift),
    },
    health: {
      ...figure('console_errors', watch.consoleErrors, mistakes),
      ...figure('js_error_count', watch.errors.length, mistakes),
    },
    resources: {
      ...figure('resource_count', watch.resources),
      ...figure('resource_size', watch.bytes, undefined, 'bytes'),
      ...figure('failed_resources', watch.failed, mistakes),
    },
    network: { ...figure('redirect_count', watch.redirects) },
    memory: { ...figure('js_heap_size', heapBytes, memory, 'bytes') },
  }
}

export const badFigures = (metrics: Metrics): RatedFigure[] =>
  Object.values(metrics)
    .flatMap((group: Figures) => Object.values(group))
    .filter(({ level }) => level === 'bad')

function figure(name: Metric, value: number | null, scale?: Scale, unit?: string): Figures {
  const rounded = value === null ? null : Math.round(value * 1_000) / 1_000
  return { [name]: { name: words[name], value: rounded, level: levelOf(rounded, scale), ...(unit ? { unit } : {}) } }
}

function levelOf(value: number | null, scale: Scale | undefined): Level | null {
  if (value === null || !scale) return null
  return value < scale[0] ? 'good' : value < scale[1] ? 'warn' : 'bad'
}
