import { text } from '@bongsu/contract/text.ts'
import type { Page } from 'playwright-core'
import { errorMessage } from '#kernel/errors.ts'
import type { Visit } from '#platform/browser/index.ts'
import { readUrl } from '#platform/outbound/index.ts'
import { redacted, secretValues } from '../redact.ts'
import { secretPaths } from '../secret-paths.ts'
import { metricsOf } from './browser/metrics.ts'
import { type BrowserOptions, browserOptions } from './browser/options.ts'
import { type Facts, verdict } from './browser/verdict.ts'
import { observeVitals } from './browser/vitals.ts'
import { checkKind, type LookContext, type Seen } from './contract.ts'
import { PageWatch } from './shared/browser/page-watch.ts'
import { pictureOf, reportFile, requestSpans } from './shared/browser/report.ts'
import { notLooking, notOpened, notVisited } from './shared/browser/visit-failures.ts'

/** Late paints and shifts get so long after the load event. */
const settle = { quietMs: 500, mostMs: 3_000 }
/** Reading, the picture and closing need their part of the time. */
const wrapUpMs = 4_000

export const browser = checkKind({
  label: text('브라우저', 'Browser'),
  summary: text(
    '실제 브라우저로 페이지를 열어 속도, 오류, 자원을 재고 화면을 남깁니다.',
    'Opens the page in a real browser, measures speed, errors and resources, and keeps a picture.',
  ),
  group: 'web',
  options: browserOptions,
  example: { url: 'https://example.com/', wait_for: 'h1' },
  defaults: { check_interval: 1_800, timeout: 60, cycles: 6 },
  ownConcurrency: 2,
  ownLane: 'browser',
  host: ({ url }) => {
    const target = readUrl(url)
    return 'problem' in target ? '' : target.host
  },
  look,
})

const secretPlaces = secretPaths(browserOptions)

async function look(options: BrowserOptions, context: LookContext): Promise<Seen> {
  const { browsers, signal, timeoutMs, tell } = context
  const problem = notLooking(context, options.url)
  if (problem || !browsers) return problem as Seen
  const visited = await browsers.visit(
    {
      viewport: { width: options.viewport_width, height: options.viewport_height },
      timeoutMs,
      signal,
      ...(tell ? { onStage: (phase) => tell({ phase }) } : {}),
      locale: options.locale,
      verifyTls: options.verify_tls,
      headers: { origin: new URL(options.url).origin, headers: options.headers },
    },
    (visit) => open(options, context, visit),
  )
  return visited.ok ? visited.value : notVisited(visited)
}

async function open(options: BrowserOptions, context: LookContext, visit: Visit): Promise<Seen> {
  const { page } = visit
  const { clock, signal, timeoutMs } = context
  const tell = (phase: string) => context.tell?.({ phase })
  const secrets = secretValues(options, secretPlaces)
  const watch = new PageWatch(visit.context, clock, (said) => redacted(said, secrets))
  const left = () => Math.max(1, visit.left() - Math.min(wrapUpMs, timeoutMs * 0.3))
  const readVitals = await observeVitals(page)
  closePopups(visit)
  const startedAt = clock.monotonic()
  const elapsed = () => clock.monotonic() - startedAt
  let status: number
  tell('navigate')
  try {
    const answer = await page.goto(options.url, { waitUntil: 'commit', timeout: left() })
    status = answer?.status() ?? 0
  } catch (error) {
    const url = watch.mainUrl ?? options.url
    return notOpened({ error: errorMessage(error), url, durationMs: elapsed() }, visit.network)
  }
  const within = (work: Promise<unknown>) =>
    work.then(
      () => true,
      () => false,
    )
  tell('dom')
  const isReady = await within(page.waitForLoadState('domcontentloaded', { timeout: left() }))
  tell('load')
  const isLoaded = isReady && (await within(page.waitForLoadState('load', { timeout: left() })))
  const loadedAfter = elapsed()
  const { wait_for: wanted } = options
  if (wanted !== undefined) tell('wait_for')
  const isFound =
    wanted === undefined || (isReady && (await within(page.locator(wanted).first().waitFor({ timeout: left() }))))
  tell('settle')
  await watch.quiet(settle.quietMs, Math.min(settle.mostMs, left()), signal)
  tell('measure')
  const vitals = await readVitals(Math.min(2_000, visit.left()))
  const heapBytes = vitals ? await heapOf(visit, page) : null
  await watch.settle(signal)
  tell('picture')
  const picture = await pictureOf(page, 'screenshot', { timeoutMs: Math.min(3_000, visit.left()) })
  const metrics = metricsOf({ vitals, watch, heapBytes })
  const facts: Facts = { status, isReady, isLoaded, isFound, isAlive: vitals !== null, errors: watch.errors, metrics }
  const report = reportFile({
    kind: 'browser',
    url: redacted(options.url, secrets),
    steps: [],
    metrics: { ...metrics },
    console: watch.console,
    network: watch.network,
  })
  return {
    ...verdict(options, facts),
    durationMs: vitals?.load ?? loadedAfter,
    statusCode: status,
    evidence: {
      ...(watch.mainUrl === options.url ? {} : { url: watch.mainUrl }),
      ...metrics,
      is_dom_ready: isReady,
      is_js_healthy: vitals !== null && watch.errors.length === 0,
      js_errors: watch.errors,
      requests: requestSpans(watch),
    },
    files: picture ? [picture, report] : [report],
  }
}

/** Pages a page opens are not what is measured, and may open without end. */
function closePopups({ context, page }: Visit): void {
  context.on('page', (opened) => {
    if (opened !== page) opened.close().catch(() => undefined)
  })
}

async function heapOf({ context }: Visit, page: Page): Promise<number | null> {
  try {
    const session = await context.newCDPSession(page)
    await session.send('Performance.enable')
    const { metrics } = await session.send('Performance.getMetrics')
    return metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? null
  } catch {
    return null
  }
}
