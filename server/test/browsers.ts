import { type BrowserParts, type Browsers, createBrowsers } from '#platform/browser/index.ts'
import { createOutbound, type Outbound, type ResolverOptions } from '#platform/outbound/index.ts'

export interface BrowsersKitOptions extends Partial<Omit<BrowserParts, 'outbound' | 'warn'>> {
  /** CIDRs that may be reached; all of loopback unless said. */
  readonly allowed?: readonly string[]
  readonly resolver?: ResolverOptions
}

export interface BrowsersKit {
  readonly browsers: Browsers
  readonly outbound: Outbound
  readonly warnings: string[]
}

/** The test command's Chromium with a real way out, for visits to loopback servers. CI runs as root, so no sandbox. */
export function openBrowsers(options: BrowsersKitOptions = {}): BrowsersKit {
  const { allowed = ['127.0.0.0/8', '::1'], resolver, ...parts } = options
  const outbound = createOutbound({
    allowed: () => allowed,
    forbidden: () => [],
    ...(resolver ? { resolver } : {}),
  })
  const warnings: string[] = []
  const browsers = createBrowsers({
    outbound,
    path: process.env.BONGSU_CHROMIUM ?? null,
    playwrightFolder: null,
    sandbox: process.getuid?.() !== 0,
    most: () => 2,
    warn: (message) => void warnings.push(message),
    ...parts,
  })
  return { browsers, outbound, warnings }
}

/** A visit's request with what no test cares about filled in. */
export const visitOf = (timeoutMs = 60_000, signal = new AbortController().signal) => ({
  viewport: { width: 800, height: 600 },
  timeoutMs,
  signal,
})
