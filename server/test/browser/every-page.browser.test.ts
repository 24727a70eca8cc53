import type { Browser } from '@playwright/test'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  axeViolations,
  keepScreenshot,
  looks,
  type Served,
  serveWithAdmin,
  settle,
  sidewaysBy,
  signIn,
  visit,
} from './browser-kit.ts'
import { type Furnished, furnish } from './furnish.ts'

let browser: Browser
let served: Served
let things: Furnished

beforeAll(async () => {
  const { launch } = await import('./browser-kit.ts')
  browser = await launch()
  served = await serveWithAdmin()
  const first = await visit(browser, served.url, looks[0]!)
  await signIn(first, looks[0]!)
  things = await furnish(first.page.request)
  await first.context.close()
})
afterAll(async () => {
  await browser?.close()
  await served?.app.close()
  await things?.close()
})

/** Pages the rail does not show: they belong to one thing. */
const detailPages = (): [string, string][] => [
  ['/projects/new', 'project-new'],
  [`/projects/${things.upProject}`, 'project'],
  [`/projects/${things.upProject}?tab=monitors`, 'project-monitors'],
  [`/projects/${things.upProject}?tab=maintenance`, 'project-maintenance'],
  [`/projects/${things.upProject}?tab=settings`, 'project-settings'],
  [`/incidents/${things.incident}`, 'incident'],
  ['/me', 'me'],
  ['/nothing-here', 'not-found'],
]

describe.each(looks)('every page in $language, $theme, $width px', (look) => {
  it('is free of axe violations, complaints and sideways scrolling', async () => {
    const seen = await visit(browser, served.url, look)
    await signIn(seen, look)
    const { page } = seen
    await page.goto('/')
    await settle(page)
    const inRail = await page
      .locator('nav a[href^="/"]')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href') as string))
    const fromApi = [...new Set(inRail)].map((href): [string, string] => [
      href,
      href.split('?')[0]?.replaceAll('/', '') || 'home',
    ])
    const pages = [...new Map([['/', 'home'] as [string, string], ...fromApi, ...detailPages()])]
    const problems: string[] = []
    for (const [path, name] of pages) {
      await page.goto(path)
      await settle(page)
      await keepScreenshot(page, `${name}-${look.language}-${look.theme}-${look.width}`)
      problems.push(...(await axeViolations(page)))
      const sideways = await sidewaysBy(page)
      if (sideways > 0) problems.push(`${path} scrolls sideways by ${sideways} px`)
    }
    await seen.context.close()
    expect([...problems, ...seen.complaints]).toEqual([])
  })
})
