import type { Browser } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'
import {
  axeViolations,
  type Look,
  launch,
  patienceMs,
  type Served,
  serve,
  settle,
  type Visit,
  visit,
} from './browser-kit.ts'

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
    calm: '지금 확인할 것이 없습니다',
    note: '메모 남기기',
    addNote: '메모 추가',
    recovered: '복구됨',
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
    calm: 'Nothing needs you right now',
    note: 'Add a note',
    addNote: 'Add note',
    recovered: 'Recovered',
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
    await settle(page)
    expect(await axeViolations(page)).toEqual([])
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
    await header.getByText(say.up, { exact: true }).first().waitFor()

    // Is told when it breaks.
    const project = Number(/\/projects\/(\d+)/.exec(page.url())?.[1])
    const api = page.request
    const monitors = (await (await api.get(`/api/v1/projects/${project}/monitors`)).json()) as {
      items: { id: number }[]
    }
    const [monitor] = monitors.items
    await done(api.patch(`/api/v1/monitors/${monitor?.id}`, { data: { retry_count: 1, alert_threshold: 1 } }))
    await done(
      api.post('/api/v1/channels', {
        data: { name: 'receiver', kind: 'webhook', options: { url: `${receiver.url}/hook` }, language: say.language },
      }),
    )
    isUp = false
    await page.getByRole('button', { name: say.checkNow }).first().click()
    await header.getByText(say.down, { exact: true }).first().waitFor()
    await expect.poll(() => events(receiver), patient).toEqual(['down'])

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
        patient,
      )
      .not.toBeNull()

    // Writes down what was done, where the story of the incident is told.
    await page.locator('main').getByRole('link', { name: '127.0.0.1' }).first().click()
    await page.waitForURL(/\/incidents\/\d+/)
    await page.getByLabel(say.note).fill('rolled back the release')
    await page.getByRole('button', { name: say.addNote }).click()
    await page.locator('main').getByText('rolled back the release').first().waitFor()

    // And is told when it recovers, on a page that was open all the time.
    isUp = true
    await done(api.post(`/api/v1/monitors/${monitor?.id}/check-now`))
    await page.locator('main').getByText(say.recovered, { exact: true }).first().waitFor()
    await expect.poll(() => events(receiver), patient).toEqual(['down', 'recovered'])

    // The dashboard is calm again.
    await page.goto('/')
    await page.getByText(say.calm).first().waitFor()
    const open = (await (await api.get('/api/v1/incidents?state=open')).json()) as { total: number }
    expect(open.total).toBe(0)
    expect(seen.complaints).toEqual([])
  })
})

const patient = { timeout: patienceMs }

/** A call of the test itself that must have worked. */
async function done(call: Promise<{ ok(): boolean; status(): number; text(): Promise<string> }>): Promise<void> {
  const answer = await call
  if (!answer.ok()) throw new Error(`${answer.status()} ${await answer.text()}`)
}

const events = (receiver: HttpTarget): string[] =>
  receiver.requests.map((request) => (JSON.parse(request.body) as { data: { event: string } }).data.event)
