import type { RunReport } from '@bongsu/contract/artifacts.ts'
import type { Page } from 'playwright-core'
import { asWebp } from '#platform/browser/index.ts'
import type { SeenFile } from '../../../outcome.ts'
import type { PageWatch } from './page-watch.ts'

/** What of a page's requests goes into the evidence itself, as a time line. */
const shownRequests = 25

export const requestSpans = ({ network }: PageWatch) =>
  network
    .filter(({ url }) => !url.startsWith('data:'))
    .slice(0, shownRequests)
    .map(({ at_ms, duration_ms, url, status }) => ({ at_ms, duration_ms, url: url.slice(0, 160), status }))

export const reportFile = (report: RunReport): SeenFile => ({
  type: 'report',
  name: 'report',
  bytes: Buffer.from(JSON.stringify(report)),
})

/** A picture of what can be seen now, or null: that there is none says nothing of the target. */
export async function pictureOf(
  page: Page,
  name: string,
  options: { readonly timeoutMs: number; readonly mask?: Parameters<Page['screenshot']>[0] },
): Promise<SeenFile | null> {
  try {
    const picture = await page.screenshot({
      type: 'png',
      animations: 'disabled',
      caret: 'hide',
      timeout: Math.max(1, options.timeoutMs),
      ...options.mask,
    })
    return { type: 'screenshot', name, bytes: await asWebp(picture) }
  } catch {
    return null
  }
}
