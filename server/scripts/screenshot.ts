/**
 * `node server/scripts/screenshot.ts`: makes docs/images/dashboard.png from the running product with its built console:
 * real services on loopback, one of them down, and the dashboard as its administrator sees it.
 */
import { mkdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Look, launch, serveWithAdmin, settle, signIn, visit } from '../test/browser/browser-kit.ts'
import { furnish } from '../test/browser/furnish.ts'
import { startHttpTarget } from '../test/targets/http-target.ts'

const look: Look = { language: 'en', theme: 'light', width: 1440 }
const folder = new URL('../../docs/images/', import.meta.url)
const names = ['Checkout', 'Accounts', 'Website', 'Partner API', 'Mail gateway', 'Documentation', 'Image service']

const browser = await launch()
const served = await serveWithAdmin()
const seen = await visit(browser, served.url, look)
await signIn(seen, look)
const { page } = seen
const things = await furnish(page.request)
const target = await startHttpTarget(
  (_request, response) => void setTimeout(() => response.end('well'), 20 + Math.random() * 60),
)
for (const title of names) {
  await page.request.post('/api/v1/projects', {
    data: { title, url: `${target.url}/${title.length}`, check_interval: 10 },
  })
}
await sleep(15_000)
await page.goto('/')
await settle(page)
const dismiss = page.getByRole('button', { name: /hide|dismiss|close/i }).first()
if (await dismiss.isVisible().catch(() => false)) await dismiss.click()
await sleep(1000)
mkdirSync(folder, { recursive: true })
await page.screenshot({ path: fileURLToPath(new URL('dashboard.png', folder)) })
await browser.close()
await served.app.close()
await things.close()
await target.close()
