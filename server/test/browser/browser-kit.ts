import { AxeBuilder } from '@axe-core/playwright'
import type { Language } from '@bongsu/contract/text.ts'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { buildTestApp, type TestApp } from '#test/build-test-app.ts'

/** Quiet in closed networks, and as root as CI runs it; the pages under test are our own. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const launch = (): Promise<Browser> =>
  chromium.launch({
    args: flags,
    ...(process.env.BONGSU_CHROMIUM ? { executablePath: process.env.BONGSU_CHROMIUM } : {}),
  })

export const admin = { email: 'admin@example.com', password: 'a-long-browser-passphrase' }

export interface Served {
  readonly app: TestApp
  readonly url: string
}

/** The whole product with its built console, on a port of its own. */
export async function serve(environment: Record<string, string> = {}): Promise<Served> {
  const app = await buildTestApp({
    BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8',
    BONGSU_MIN_CHECK_INTERVAL: '10',
    BONGSU_CHROMIUM: process.env.BONGSU_CHROMIUM ?? '',
    ...environment,
  })
  await app.start()
  const url = await app.http.listen({ host: '127.0.0.1', port: 0 })
  return { app, url }
}

export const serveWithAdmin = (environment: Record<string, string> = {}): Promise<Served> =>
  serve({ BONGSU_ADMIN_EMAIL: admin.email, BONGSU_ADMIN_PASSWORD: admin.password, ...environment })

export interface Look {
  readonly language: Language
  readonly theme: 'light' | 'dark'
  readonly width: number
}

const everyLook: readonly Look[] = (['ko', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) => [1440, 390].map((width) => ({ language, theme, width }))),
)

/** Each language, theme and width once, which is what decides words, contrast and layout; all eight when pictures are wanted. */
export const looks: readonly Look[] = process.env.BONGSU_SCREENSHOTS
  ? everyLook
  : [
      { language: 'ko', theme: 'light', width: 1440 },
      { language: 'en', theme: 'dark', width: 390 },
    ]

/** A browser of one person. Everything its pages complain about is collected. */
export interface Visit {
  readonly context: BrowserContext
  readonly page: Page
  readonly complaints: string[]
}

export async function visit(browser: Browser, url: string, look: Look): Promise<Visit> {
  const context = await browser.newContext({
    baseURL: url,
    locale: look.language === 'ko' ? 'ko-KR' : 'en-GB',
    colorScheme: look.theme,
    timezoneId: 'Asia/Seoul',
    viewport: { width: look.width, height: look.width < 500 ? 844 : 900 },
    reducedMotion: 'reduce',
  })
  // As text: it runs in the page. An empty page and a preview that may do nothing have no storage.
  await context.addInitScript(`
    if (location.protocol.startsWith('http')) {
      localStorage.setItem('bongsu.language', '${look.language}')
      localStorage.setItem('bongsu.theme', '${look.theme}')
    }
  `)
  context.setDefaultTimeout(patienceMs)
  context.setDefaultNavigationTimeout(patienceMs)
  const complaints: string[] = []
  context.on('weberror', (thrown) => complaints.push(`${thrown.page()?.url()}: ${thrown.error().message}`))
  context.on('console', (message) => {
    // Refusals of the API that a page shows to people are not complaints of the page, and a preview that may run nothing
    // says so when it is looked into.
    const isExpected = /^Failed to load resource|^Blocked script execution in 'about:srcdoc'/.test(message.text())
    if (message.type() === 'error' && !isExpected) complaints.push(`${message.page()?.url()}: ${message.text()}`)
  })
  return { context, page: await context.newPage(), complaints }
}

/** Signs in through the API, in the page's own cookie jar, with the look as the person's preference. */
export async function signIn({ page }: Visit, look: Look, account = admin): Promise<void> {
  const answer = await page.request.post('/api/v1/auth/login', {
    data: { username: account.email, password: account.password, session: true },
  })
  if (!answer.ok()) throw new Error(`sign-in: ${answer.status()} ${await answer.text()}`)
  await page.request.put('/api/v1/auth/me/settings', { data: { language: look.language, theme: look.theme } })
}

/** What a loaded machine with two cores may take for anything a person would wait for. */
export const patienceMs = 60_000

/** Loading is over: no skeleton is left and the network rests. */
export async function settle(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  // Of the first that is busy, until there is none: our own policy forbids pages to evaluate what a test would poll.
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
  // As text: it runs in the page, whose types are not this project's.
  await page.evaluate('document.fonts.ready.then(() => undefined)')
}

/** Every violation axe finds, as one line each. */
export async function axeViolations(page: Page): Promise<string[]> {
  // Legacy mode looks into this page alone and opens no second one to gather the findings of frames of other origins.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.flatMap((violation) =>
    violation.nodes.map(
      (node) =>
        `${page.url()} ${violation.id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`,
    ),
  )
}

/** Whether the page scrolls sideways, which nothing of ours may at any width. */
export const sidewaysBy = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

/** Adds up how far things move without anybody having touched them, from the next page on. */
export const watchShifts = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(`
    window.bongsuShift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.bongsuShift += entry.value
    }).observe({ type: 'layout-shift', buffered: true })
  `)

/** Since the page began to load: 0 is nothing, 0.1 is what people begin to notice (web.dev/cls). */
export const shiftOf = (page: Page): Promise<number> => page.evaluate('window.bongsuShift')

/** BONGSU_SCREENSHOTS=<folder> keeps what was seen, for eyes. */
export async function keepScreenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.BONGSU_SCREENSHOTS
  if (folder) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}
