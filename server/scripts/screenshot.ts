/**
 * `npm run build && node server/scripts/screenshot.ts`: makes docs/images/dashboard.png from the running product with its
 * built console: services on loopback with a month of watching behind them, one of them down right now, and the dashboard
 * as its administrator sees it.
 */
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Look, launch, settle, signIn, visit } from '../test/browser/browser-kit.ts'
import { furnish, type ServicePlan } from '../test/browser/furnish.ts'

const look: Look = { language: 'en', theme: 'light', width: 1440 }
const folder = new URL('../../docs/images/', import.meta.url)
const services: readonly ServicePlan[] = [
  { title: 'Checkout', category: 'Payments', usualMs: 180, outages: [[19.5, 25]] },
  { title: 'Accounts', category: 'Platform', usualMs: 90 },
  { title: 'Website', category: 'Web', usualMs: 240 },
  { title: 'Partner API', category: 'Platform', usualMs: 130, outages: [[200, 12]] },
  { title: 'Image service', category: 'Web', usualMs: 35 },
  { title: 'Documentation', category: 'Web', usualMs: 60 },
  { title: 'Notifications', category: 'Platform', usualMs: 150, slow: [[2.2, 300]], timeLimit: 400 },
  { title: 'Billing', category: 'Payments', usualMs: 210 },
]

const browser = await launch()
const things = await furnish(browser, look, { services, newest: null })
const seen = await visit(browser, things.served.url, look)
await signIn(seen, look)
const { page } = seen
await page.request.put('/api/v1/notifications/mark-all-read', { data: {} })
await page.request.patch('/api/v1/auth/me', { data: { name: 'Bora Kim' } })
await page.goto('/')
await settle(page)
await page.getByRole('button', { name: 'Hide this guide' }).click()
// A fresh page: what the click said is gone.
await page.mouse.move(720, 4)
await page.goto('/')
await settle(page)
await page.locator('canvas').nth(1).waitFor()
mkdirSync(folder, { recursive: true })
await page.screenshot({ path: fileURLToPath(new URL('dashboard.png', folder)) })
await browser.close()
await things.close()
