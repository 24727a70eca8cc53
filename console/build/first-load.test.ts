import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'

/** KB after gzip: what a first visit loads before a page of its own. */
const budgetKb = 250

/** Building takes ten seconds of a processor: `npm run verify` leaves it to `npm test`, and to the budget of the build. */
const built = it.skipIf(Boolean(process.env.BONGSU_TEST_QUICK))

let out = ''
let html = ''
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'console-first-load-'))
  // The console as it is shipped: its own configuration, its own pages, the libraries as people get them.
  vi.stubEnv('NODE_ENV', 'production')
  await build({
    mode: 'production',
    root: join(import.meta.dirname, '..'),
    logLevel: 'silent',
    build: { outDir: out, emptyOutDir: true },
  })
  vi.unstubAllEnvs()
  html = await readFile(join(out, 'index.html'), 'utf8')
}, 300_000)
afterAll(() => rm(out, { recursive: true, force: true }))

/** What the page names: its script, and every chunk that this imports at once, which the build lists for preloading. */
const namedIn = (page: string): string[] =>
  [...page.matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)].map(([, name]) => name as string)

built('a first visit loads no more JavaScript than it may', async () => {
  const names = namedIn(html)
  expect(names.length).toBeGreaterThan(1)
  const sizes = await Promise.all(
    names.map(async (name) => gzipSync(await readFile(join(out, name)), { level: 9 }).length),
  )
  expect(sizes.reduce((total, size) => total + size, 0) / 1024).toBeLessThanOrEqual(budgetKb)
})

built('the page names everything that its script imports at once, so that the figure is the whole', async () => {
  const named = new Set(namedIn(html))
  for (const name of named) {
    const code = await readFile(join(out, name), 'utf8')
    const imported = [...code.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g)].map(([, file]) => `assets/${file}`)
    expect(
      imported.filter((file) => !named.has(file)),
      name,
    ).toEqual([])
  }
})

built('charts and pages come when somebody opens them', async () => {
  const named = namedIn(html).join(' ')
  const all = (await readdir(join(out, 'assets'))).filter((name) => name.endsWith('.js'))
  for (const part of ['chart-canvas', 'dashboard-page', 'project-page', 'settings-page']) {
    expect(
      all.some((name) => name.startsWith(part)),
      part,
    ).toBe(true)
    expect(named, part).not.toContain(part)
  }
})
