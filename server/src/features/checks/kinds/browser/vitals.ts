import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { z } from 'zod'

const library = createRequire(import.meta.url)
  .resolve('web-vitals')
  .replace(/web-vitals\.[\w.]+$/, 'web-vitals.iife.js')
let script: string | undefined

/**
 * What the page's own observers measured, in ms but for `cls`. Observers are the only truth about paints, shifts and
 * long tasks: they report while the page lives. Null: it never happened (a blank page paints nothing).
 */
const readings = z.object({
  ttfb: z.number().nullable(),
  fcp: z.number().nullable(),
  lcp: z.number().nullable(),
  cls: z.number().nullable(),
  /** Sum of what long tasks after the first paint took beyond 50 ms. */
  tbt: z.number().nullable(),
  domContentLoaded: z.number().nullable(),
  load: z.number().nullable(),
  isDomReady: z.boolean(),
})
export type Vitals = z.output<typeof readings>

/** Installs the observers in every document the page will open. Gives the function that reads them. */
export async function observeVitals(page: Page): Promise<(timeoutMs: number) => Promise<Vitals | null>> {
  // A name nobody can guess, so that no page reads or replaces what it did not make.
  const name = `__${randomBytes(12).toString('hex')}`
  await page.addInitScript(observers(name))
  return async (timeoutMs) => {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), Math.max(1, timeoutMs))
    })
    // A page that is busy for ever never answers.
    const found = await Promise.race([page.evaluate(`window['${name}']?.()`).catch(() => null), late])
    clearTimeout(timer)
    const parsed = readings.safeParse(found)
    return parsed.success ? parsed.data : null
  }
}

function observers(name: string): string {
  script ??= readFileSync(library, 'utf8').replace(/\/\/# sourceMappingURL=.*$/m, '')
  return `(() => {
    if (window.top !== window) return
    ${script}
    const seen = { ttfb: null, fcp: null, lcp: null, cls: null }
    const tasks = []
    let hasTasks = false
    const keep = (metric) => ({ value }) => { seen[metric] = value }
    webVitals.onTTFB(keep('ttfb'))
    webVitals.onFCP(keep('fcp'))
    webVitals.onLCP(keep('lcp'), { reportAllChanges: true })
    webVitals.onCLS(keep('cls'), { reportAllChanges: true })
    try {
      new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) tasks.push([startTime, duration])
      }).observe({ type: 'longtask', buffered: true })
      hasTasks = true
    } catch {}
    const moment = (value) => (value > 0 ? value : null)
    Object.defineProperty(window, '${name}', { value: () => {
      const [navigation] = performance.getEntriesByType('navigation')
      const { fcp } = seen
      const blocking = tasks.filter(([start, took]) => fcp !== null && start + took > fcp)
      return {
        ...seen,
        ttfb: seen.ttfb ?? moment(navigation?.responseStart ?? 0),
        // Nothing has shifted on a page that has painted.
        cls: seen.cls ?? (fcp === null ? null : 0),
        tbt: !hasTasks || fcp === null ? null : blocking.reduce((sum, [, took]) => sum + Math.max(0, took - 50), 0),
        domContentLoaded: moment(navigation?.domContentLoadedEventEnd ?? 0),
        load: moment(navigation?.loadEventEnd ?? 0),
        isDomReady: document.readyState !== 'loading',
      }
    } })
  })()`
}
