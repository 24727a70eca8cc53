import type { ReportLine, ReportRequest } from '@bongsu/contract/artifacts.ts'
import type { BrowserContext, Request } from 'playwright-core'
import type { Clock } from '#kernel/clock.ts'

type Entry = { -readonly [Name in keyof ReportRequest]: ReportRequest[Name] }

const mostLines = 500
const mostRequests = 1_000
const longestUrl = 500
const longestText = 1_000

/** Everything a page says and asks for while it is watched. `clean` takes secrets out of what is kept. */
export class PageWatch {
  readonly console: ReportLine[] = []
  readonly errors: string[] = []
  consoleErrors = 0
  resources = 0
  failed = 0
  bytes = 0
  readonly network: ReportRequest[] = []
  /** Where the main document was asked for last: a redirect may lead to another host. */
  mainUrl: string | null = null
  redirects = 0
  readonly #clock: Clock
  readonly #clean: (text: string) => string
  readonly #startedAt: number
  readonly #open = new Map<Request, Entry>()
  readonly #sizes = new Set<Promise<void>>()
  #quietSince: number

  constructor(context: BrowserContext, clock: Clock, clean: (text: string) => string) {
    this.#clock = clock
    this.#clean = clean
    this.#startedAt = clock.monotonic()
    this.#quietSince = this.#startedAt
    context.on('console', (message) => {
      // A browser asks for this by itself, and no visitor sees that it is missing.
      if (/\/favicon\.ico$/.test(message.location().url)) return
      if (message.type() === 'error') this.consoleErrors++
      this.#line(message.type(), message.text())
    })
    context.on('weberror', (error) => {
      const { message } = error.error()
      if (this.errors.length < 20) this.errors.push(this.#clean(message).slice(0, 300))
      this.#line('exception', message)
    })
    context.on('request', (request) => this.#began(request))
    context.on('requestfinished', (request) => this.#finished(request))
    context.on('requestfailed', (request) => this.#failedTo(request))
  }

  /** ms since the watch began. */
  now(): number {
    return Math.round(this.#clock.monotonic() - this.#startedAt)
  }

  /** Until nothing has been asked for during `quietMs`, or `mostMs` are over: pages that poll are never quiet. */
  async quiet(quietMs: number, mostMs: number, signal: AbortSignal): Promise<void> {
    const until = this.#clock.monotonic() + mostMs
    for (;;) {
      const now = this.#clock.monotonic()
      if (now >= until || (this.#open.size === 0 && now - this.#quietSince >= quietMs)) break
      await this.#clock.sleep(50, signal)
    }
  }

  /** Waits for the sizes that are still being asked for, for a moment only. */
  async settle(signal: AbortSignal): Promise<void> {
    const late = this.#clock.sleep(500, signal).catch(() => undefined)
    await Promise.race([Promise.all(this.#sizes), late])
  }

  #line(type: string, text: string): void {
    if (this.console.length < mostLines)
      this.console.push({ at_ms: this.now(), type, text: this.#clean(text).slice(0, longestText) })
  }

  #began(request: Request): void {
    this.#quietSince = this.#clock.monotonic()
    if (isMain(request)) {
      this.mainUrl = request.url()
      if (request.redirectedFrom()) this.redirects++
      else this.redirects = 0
    } else this.resources++
    const entry: Entry = {
      at_ms: this.now(),
      method: request.method(),
      url: this.#clean(request.url()).slice(0, longestUrl),
      type: request.resourceType(),
      status: null,
      size: null,
      duration_ms: null,
      error: null,
    }
    if (this.network.length < mostRequests) this.network.push(entry)
    this.#open.set(request, entry)
  }

  #finished(request: Request): void {
    const entry = this.#ended(request)
    const sizing = this.#measure(request, entry).catch(() => undefined)
    this.#sizes.add(sizing)
    void sizing.finally(() => this.#sizes.delete(sizing))
  }

  async #measure(request: Request, entry: Entry): Promise<void> {
    const response = await request.response()
    entry.status = response?.status() ?? null
    if (entry.status !== null && entry.status >= 400 && !isMain(request)) this.failed++
    const { responseBodySize, responseHeadersSize } = await request.sizes()
    entry.size = Math.max(0, responseBodySize) + Math.max(0, responseHeadersSize)
    this.bytes += entry.size
  }

  #failedTo(request: Request): void {
    const entry = this.#ended(request)
    entry.error = request.failure()?.errorText ?? null
    // What a page itself takes back has not failed.
    if (entry.error !== 'net::ERR_ABORTED' && !isMain(request)) this.failed++
  }

  #ended(request: Request): Entry {
    this.#quietSince = this.#clock.monotonic()
    const entry = this.#open.get(request)
    this.#open.delete(request)
    if (!entry)
      return { at_ms: 0, method: '', url: '', type: '', status: null, size: null, duration_ms: null, error: null }
    entry.duration_ms = this.now() - entry.at_ms
    return entry
  }
}

function isMain(request: Request): boolean {
  try {
    return request.isNavigationRequest() && request.frame().parentFrame() === null
  } catch {
    // A service worker's request has no frame.
    return false
  }
}
