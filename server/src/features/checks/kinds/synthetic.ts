import { text } from '@bongsu/contract/text.ts'
import type { Visit } from '#platform/browser/index.ts'
import { readUrl } from '#platform/outbound/index.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { reportFile } from './shared/browser/report.ts'
import { notLooking, notVisited } from './shared/browser/visit-failures.ts'
import { type SyntheticOptions, syntheticOptions } from './synthetic/options.ts'
import { Scenario } from './synthetic/scenario.ts'

/** Pictures, trace and HAR need their part of the time after the last step. */
const wrapUpMs = 5_000

export const synthetic = checkKind({
  label: text('시나리오', 'Scenario'),
  summary: text(
    '실제 브라우저에서 로그인이나 주문 같은 단계를 차례로 실행해 확인합니다.',
    'Walks through steps such as signing in or ordering in a real browser.',
  ),
  group: 'web',
  options: syntheticOptions,
  example: {
    name: 'Sign in',
    start_url: 'https://example.com/sign-in',
    variables: [{ name: 'password', value: 'a secret of the test account' }],
    steps: [
      { action: 'fill', selector: '#email', value: 'watch@example.com' },
      { action: 'fill', selector: '#password', value: '{{password}}' },
      { action: 'click', selector: 'button[type=submit]' },
      { action: 'assert_text', selector: 'h1', value: 'Welcome' },
    ],
  },
  // The scenario's own limit is an option; this one holds the browser's work around it as well.
  defaults: { check_interval: 1_800, timeout: 125, cycles: 6 },
  takesRecording: true,
  ownConcurrency: 2,
  ownLane: 'browser',
  host: ({ start_url }) => hostOf(start_url),
  reaches: ({ start_url, steps }) => [
    ...new Set([
      hostOf(start_url),
      ...steps.filter(({ action }) => action === 'navigate').map(({ value = '' }) => hostOf(value, start_url)),
    ]),
  ],
  look,
})

function hostOf(url: string, base?: string): string {
  const target = readUrl(url.replaceAll(/\{\{\s*\w+\s*\}\}/g, 'x'), base === undefined ? undefined : new URL(base))
  return 'problem' in target ? '' : target.host
}

async function look(options: SyntheticOptions, context: LookContext): Promise<Seen> {
  const { browsers, signal, timeoutMs, tell } = context
  const problem = notLooking(context, options.start_url)
  if (problem || !browsers) return problem as Seen
  const visited = await browsers.visit(
    {
      viewport: { width: options.viewport_width, height: options.viewport_height },
      timeoutMs,
      signal,
      ...(tell ? { onStage: (phase) => tell({ phase }) } : {}),
      locale: options.locale,
      verifyTls: options.verify_tls,
      headers: { origin: new URL(options.start_url).origin, headers: options.headers },
      recordsHar: true,
    },
    (visit) => walk(options, context, visit),
  )
  return visited.ok ? visited.value : notVisited(visited)
}

async function walk(options: SyntheticOptions, context: LookContext, visit: Visit): Promise<Seen> {
  const { clock, timeoutMs, signal } = context
  const startedAt = clock.monotonic()
  const softMs = Math.max(1, Math.min(options.timeout, visit.left() - Math.min(wrapUpMs, timeoutMs * 0.4)))
  const scenario = new Scenario(options, context, visit, softMs)
  await scenario.run()
  const durationMs = clock.monotonic() - startedAt
  context.tell?.({ phase: 'recordings' })
  await scenario.watch.settle(signal)
  const { watch, results, mask, breakdown } = scenario
  const report = reportFile({
    kind: 'synthetic',
    url: mask.text(options.start_url),
    steps: results,
    metrics: null,
    console: watch.console,
    network: watch.network,
  })
  const passed = results.filter((one) => one.passed && one.step_number > 0).length
  const total = options.steps.length
  const secret = new Set(options.variables.map(({ name }) => name))
  const extracted = [...scenario.values].filter(([name]) => !secret.has(name))
  return {
    ...verdictOf(scenario, total),
    durationMs,
    evidence: {
      ...breakdown?.seen?.evidence,
      ...(options.name ? { name: options.name } : {}),
      total_steps: total,
      passed_steps: passed,
      failed_steps: total - passed,
      all_passed: breakdown === null,
      total_duration_ms: Math.round(durationMs),
      step_results: results,
      ...(extracted.length > 0
        ? { extracted: Object.fromEntries(extracted.map(([name, value]) => [name, mask.text(value).slice(0, 200)])) }
        : {}),
      ...(watch.errors.length > 0 ? { js_errors: watch.errors } : {}),
    },
    files: [...scenario.pictures, report, ...(await scenario.recordings())],
  }
}

type Verdict = Pick<Seen, 'state' | 'errorCode' | 'message' | 'doubt'>

function verdictOf({ breakdown }: Scenario, total: number): Verdict {
  if (!breakdown)
    return {
      state: 'up',
      message: text(`${total}단계를 모두 마쳤습니다.`, `All ${total} steps were done.`),
    }
  const { at, said, code, seen } = breakdown
  const message =
    at === 0
      ? text(`시작 주소를 열지 못했습니다: ${said.ko}`, `The start address did not open: ${said.en}`)
      : text(`${at}단계에서 실패했습니다: ${said.ko}`, `Step ${at} failed: ${said.en}`)
  if (!seen) return { state: 'down', errorCode: code, message }
  const { state, errorCode, doubt } = seen
  return { state, ...(errorCode ? { errorCode } : {}), ...(doubt ? { doubt } : {}), message }
}
