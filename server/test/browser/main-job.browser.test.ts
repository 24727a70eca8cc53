import type { Browser } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'
import { type Look, launch, type Served, serve, settle, type Visit, visit } from './browser-kit.ts'

/** What a person reads on the way: a word that changes here changed for people too. */
const words = {
  ko: {
    email: '이메일',
    name: '이름',
    password: '비밀번호',
    setup: '관리자 계정 만들기',
    dashboard: '대시보드',
    url: /주소/,
    watch: '지켜보기 시작',
    up: '정상',
    down: '장애',
    checkNow: '지금 점검',
    acknowledge: / 확인$/,
    attention: '확인이 필요합니다',
    language: 'ko',
  },
  en: {
    email: 'E-mail',
    name: 'Name',
    password: 'Password',
    setup: 'Create the administrator',
    dashboard: 'Dashboard',
    url: /address|URL/i,
    watch: 'Start watching',
    up: 'Up',
    down: 'Down',
    checkNow: 'Check now',
    acknowledge: / Acknowledge$/,
    attention: 'Needs attention',
    language: 'en',
  },
} as const

let browser: Browser
beforeAll(async () => {
  browser = await launch()
})
afterAll(() => browser?.close())

describe.each([
  { language: 'ko', theme: 'light', width: 1440 },
  { language: 'en', theme: 'dark', width: 390 },
] as const satisfies readonly Look[])('the main job in $language at $width px', (look) => {
  const say = words[look.language]
  let served: Served
  let target: HttpTarget
  let receiver: HttpTarget
  let seen: Visit
  let isUp = true

  beforeEach(async () => {
    isUp = true
    served = await serve()
    target = await startHttpTarget((_request, response) => {
      response.statusCode = isUp ? 200 : 500
      response.end()
    })
    receiver = await startHttpTarget()
    seen = await visit(browser, served.url, look)
  })
  afterEach(async () => {
    await seen.context.close()
    await served.app.close()
    await target.close()
    await receiver.close()
  })

  it('goes from an empty installation to an alert and its recovery', async () => {
    const { page } = seen

    // Becomes the administrator.
    await page.goto('/')
    await page.waitForURL('**/setup')
    await page.getByLabel(say.email).fill('kim@example.com')
    await page.getByLabel(say.name, { exact: false }).first().fill('김봉수')
    await page.locator('input[type="password"]').first().fill('a-long-browser-passphrase')
    await page.getByRole('button', { name: say.setup }).click()
    await page.getByRole('heading', { level: 1, name: say.dashboard }).waitFor()

    // Adds a real address and sees it checked, without a reload.
    await page.goto('/projects/new')
    await page.getByLabel(say.url).first().fill(`${target.url}/`)
    await page.getByRole('button', { name: say.watch }).click()
    await page.waitForURL(/\/projects\/\d+/)
    const header = page.locator('main')
    await header.getByText(say.up, { exact: true }).first().waitFor({ timeout: 20_000 })

    // Is told when it breaks.
    const project = Number(/\/projects\/(\d+)/.exec(page.url())?.[1])
    const api = page.request
    const monitors = (await (await api.get(`/api/v1/projects/${project}/monitors`)).json()) as {
      items: { id: number }[]
    }
    const [monitor] = monitors.items
    await api.patch(`/api/v1/monitors/${monitor?.id}`, { data: { retry_count: 1, alert_threshold: 1 } })
    await api.post('/api/v1/channels', {
      data: { name: 'receiver', kind: 'webhook', options: { url: `${receiver.url}/hook` }, language: say.language },
    })
    isUp = false
    await page.getByRole('button', { name: say.checkNow }).first().click()
    await header.getByText(say.down, { exact: true }).first().waitFor({ timeout: 20_000 })
    await expect.poll(() => events(receiver), { timeout: 20_000 }).toEqual(['down'])

    // Sees the truth on the dashboard, and says that somebody is on it.
    await page.goto('/')
    await settle(page)
    await page.getByText(say.attention).first().waitFor()
    await page.getByRole('button', { name: say.acknowledge }).first().click()
    await expect
      .poll(
        async () =>
          (
            (await (await api.get('/api/v1/incidents?state=open')).json()) as {
              items: { acknowledged_at: string | null }[]
            }
          ).items[0]?.acknowledged_at ?? null,
      )
      .not.toBeNull()

    // And is told when it recovers, on a page that was open all the time.
    isUp = true
    await api.post(`/api/v1/monitors/${monitor?.id}/check-now`)
    await expect.poll(() => events(receiver), { timeout: 20_000 }).toEqual(['down', 'recovered'])
    await page
      .getByText(say.attention)
      .first()
      .waitFor({ state: 'detached', timeout: 20_000 })
      .catch(() => undefined)
    const open = (await (await api.get('/api/v1/incidents?state=open')).json()) as { total: number }
    expect(open.total).toBe(0)
    expect(seen.complaints).toEqual([])
  })
})

const events = (receiver: HttpTarget): string[] =>
  receiver.requests.map((request) => (JSON.parse(request.body) as { data: { event: string } }).data.event)
