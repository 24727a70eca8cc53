import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { Outbound } from '#platform/outbound/index.ts'
import type { RunningChromium } from './chromium.ts'
import { type GuardedProxy, startGuardedProxy } from './guarded-proxy.ts'

export interface Viewport {
  readonly width: number
  readonly height: number
}

/** Headers for one origin and nobody else: a page's third parties must not get the keys of its owner. */
export interface OriginHeaders {
  readonly origin: string
  readonly headers: readonly { readonly name: string; readonly value: string }[]
}

export interface VisitRequest {
  readonly viewport: Viewport
  /** How long everything may take, waiting for a place included. */
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Told that a place is waited for (`queue`), and that the browser is made ready (`browser`). Must not throw. */
  readonly onStage?: (name: 'queue' | 'browser') => void
  readonly locale?: string
  readonly verifyTls?: boolean
  readonly headers?: OriginHeaders
  /** Keep a HAR, to be asked for with `har()`. */
  readonly recordsHar?: boolean
}

/** A fresh browser context with one page, for as long as the work lasts. */
export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  readonly network: Pick<GuardedProxy, 'failureOf' | 'failures' | 'receivedBytes' | 'isOverfull'>
  /** A folder of this visit alone; it goes with it. */
  readonly folder: string
  /** Ms until everything is over. */
  left(): number
  /** Ends the page and gives the HAR of everything it asked for; null when none was recorded. */
  har(): Promise<Buffer | null>
}

export interface OpenVisit extends Visit {
  /** A tab of it died. */
  hasCrashed(): boolean
  close(): Promise<void>
}

/** More than any page needs; a page that streams without end is cut here. */
const mostBytes = 200 * 1_048_576

export async function openVisit(
  chromium: RunningChromium,
  outbound: Pick<Outbound, 'connect'>,
  request: VisitRequest,
  until: number,
): Promise<OpenVisit> {
  const proxy = await startGuardedProxy({ outbound, maxBytes: mostBytes })
  const folder = await mkdtemp(join(tmpdir(), 'bongsu-visit-'))
  const harPath = join(folder, 'network.har')
  let context: BrowserContext | undefined
  let crashed = false
  const close = async () => {
    await context?.close().catch(() => undefined)
    await proxy.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    context = await chromium.browser.newContext({
      proxy: { server: `http://127.0.0.1:${proxy.port}`, bypass: '<-loopback>' },
      viewport: { ...request.viewport },
      userAgent: chromium.userAgent,
      acceptDownloads: false,
      permissions: [],
      ignoreHTTPSErrors: request.verifyTls === false,
      ...(request.locale ? { locale: request.locale } : {}),
      ...(request.recordsHar ? { recordHar: { path: harPath, content: 'omit' as const } } : {}),
    })
    context.on('page', (page) => void page.on('crash', () => (crashed = true)))
    const page = await context.newPage()
    const { headers } = request
    if (headers && headers.headers.length > 0) await addHeaders(context, page, headers)
    return {
      context,
      page,
      network: proxy,
      folder,
      left: () => Math.max(1, until - performance.now()),
      hasCrashed: () => crashed,
      async har() {
        if (!request.recordsHar) return null
        await context?.close()
        return readFile(harPath)
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * By interception of this origin's requests. What is overridden does not go along with a redirect to somewhere else:
 * Chromium asks again for every hop.
 */
async function addHeaders(context: BrowserContext, page: Page, { origin, headers }: OriginHeaders): Promise<void> {
  const session = await context.newCDPSession(page)
  session.on('Fetch.requestPaused', ({ requestId, request }) => {
    const own = new Set(headers.map(({ name }) => name.toLowerCase()))
    const kept = Object.entries(request.headers).filter(([name]) => !own.has(name.toLowerCase()))
    const all = [...kept.map(([name, value]) => ({ name, value })), ...headers]
    const isOwn = URL.canParse(request.url) && new URL(request.url).origin === origin
    session
      .send('Fetch.continueRequest', { requestId, ...(isOwn ? { headers: all } : {}) })
      // The page has gone meanwhile.
      .catch(() => undefined)
  })
  await session.send('Fetch.enable', { patterns: [{ urlPattern: `${origin}/*` }] })
}
