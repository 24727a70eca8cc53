import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { openBrowsers, visitOf } from '#test/browsers.ts'
import { type HttpTarget, startHttpTarget } from '#test/targets/http-target.ts'

let site: HttpTarget
const kits: ReturnType<typeof openBrowsers>[] = []
const open = (options: Parameters<typeof openBrowsers>[0] = {}) => {
  const kit = openBrowsers(options)
  kits.push(kit)
  return kit
}
beforeAll(async () => {
  site = await startHttpTarget((_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<title>well</title><h1>well</h1>'),
  )
})
afterEach(async () => {
  for (const { browsers } of kits.splice(0)) await browsers.stop()
})
afterAll(() => site.close())

/** The processes of a group, dead ones that nobody has buried yet left out. */
function processesOf(group: number): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => {
      try {
        const [state, , pgrp] =
          (pid > 0 ? readFileSync(`/proc/${pid}/stat`, 'utf8') : '').split(') ')[1]?.split(' ') ?? []
        return state !== 'Z' && Number(pgrp) === group
      } catch {
        return false
      }
    })
}
const noneLeftOf = (group: number) => expect.poll(() => processesOf(group), { timeout: 20_000 }).toEqual([])

const titleOf = ({ browsers }: ReturnType<typeof openBrowsers>) =>
  browsers.visit(visitOf(), async ({ page }) => {
    await page.goto(site.url)
    return page.title()
  })

describe('one Chromium for all visits', () => {
  it('leaves no process behind after 200 visits, whatever became of them', async () => {
    const kit = open({ visitsPerBrowser: 60 })
    const groups = new Set<number>()
    let visits = 0
    const one = async () => {
      for (let number = visits++; number < 200; number = visits++) {
        const gone = new AbortController()
        const visiting = kit.browsers.visit(visitOf(60_000, gone.signal), async ({ page }) => {
          groups.add(kit.browsers.pid() as number)
          if (number % 10 === 3) throw new Error('the work failed')
          if (number % 10 === 6) gone.abort(new Error('nobody waits any more'))
          await page.goto(site.url)
          return page.title()
        })
        const outcome = await visiting.catch((error: Error) => error.message)
        if (number % 10 === 3) expect(outcome).toBe('the work failed')
        else if (number % 10 === 6) expect(outcome).toBe('nobody waits any more')
        else expect(outcome).toEqual({ ok: true, value: 'well' })
      }
    }
    await Promise.all([one(), one(), one()])
    expect(groups.size).toBe(4)
    await kit.browsers.stop()
    for (const group of groups) await noneLeftOf(group)
  }, 900_000)

  it('gives each visit cookies and storage of its own', async () => {
    const kit = open()
    const leave = await kit.browsers.visit(visitOf(), async ({ page }) => {
      await page.goto(site.url)
      await page.evaluate(`document.cookie = 'a=b; max-age=1000'; localStorage.setItem('a', 'b')`)
    })
    expect(leave.ok).toBe(true)
    const find = await kit.browsers.visit(visitOf(), async ({ page }) => {
      await page.goto(site.url)
      return page.evaluate(`document.cookie + localStorage.length`)
    })
    expect(find).toEqual({ ok: true, value: '0' })
  })

  it('runs no more visits at once than it may, and says when there was no place in time', async () => {
    const kit = open({ most: () => 1 })
    const { promise: released, resolve: release } = Promise.withResolvers<void>()
    const { promise: began, resolve: begin } = Promise.withResolvers<void>()
    const first = kit.browsers.visit(visitOf(), () => {
      begin()
      return released
    })
    await began
    expect(await kit.browsers.visit(visitOf(300), async () => 1)).toMatchObject({ ok: false, why: 'busy' })
    const second = kit.browsers.visit(visitOf(), async () => 2)
    release()
    expect(await first).toMatchObject({ ok: true })
    expect(await second).toEqual({ ok: true, value: 2 })
  })

  it('goes when nobody has needed it for a while, and comes back', async () => {
    const kit = open({ idleMs: 50 })
    await titleOf(kit)
    await expect.poll(() => kit.browsers.pid(), { timeout: 20_000 }).toBe(null)
    expect(await titleOf(kit)).toEqual({ ok: true, value: 'well' })
  })
})

describe('a browser that dies', () => {
  it('under a visit is replaced, and the visit made again', async () => {
    const kit = open()
    let tries = 0
    const visited = await kit.browsers.visit(visitOf(), async ({ page }) => {
      tries++
      const pid = kit.browsers.pid() as number
      if (tries === 1) process.kill(-pid, 'SIGKILL')
      await page.goto(site.url)
      return page.title()
    })
    expect(visited).toEqual({ ok: true, value: 'well' })
    expect(tries).toBe(2)
  })

  it('of every visit is our fault, said so, and harms nobody else', async () => {
    const kit = open()
    const killing = kit.browsers.visit(visitOf(), async ({ page }) => {
      process.kill(-(kit.browsers.pid() as number), 'SIGKILL')
      await page.goto(site.url)
    })
    expect(await killing).toMatchObject({ ok: false, why: 'crashed' })
    expect(await titleOf(kit)).toEqual({ ok: true, value: 'well' })
  })

  it('is the fate of one that eats the machine', async () => {
    const mebibyte = 1_048_576
    const kit = open({ memory: { replace: 500 * mebibyte, kill: 900 * mebibyte } })
    let group = 0
    const visited = await kit.browsers.visit(visitOf(), async ({ page }) => {
      group = kit.browsers.pid() as number
      await page.goto(site.url)
      await page.evaluate(`new Promise(() => {
        window.kept = []
        setInterval(() => window.kept.push(new Uint8Array(64 * 1048576).fill(1)), 50)
      })`)
    })
    expect(visited).toMatchObject({ ok: false, why: expect.stringMatching(/memory|crashed/) })
    await noneLeftOf(group)
    expect(await titleOf(kit)).toEqual({ ok: true, value: 'well' })
  })

  it('goes with our process, also when that is killed', async () => {
    const script = fileURLToPath(new URL('../../../test/browser-child.ts', import.meta.url))
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [said] = (await once(child.stdout, 'data')) as [Buffer]
    const group = Number(said.toString())
    expect(processesOf(group).length).toBeGreaterThan(1)
    child.kill('SIGKILL')
    await noneLeftOf(group)
  })
})

describe('a browser that cannot be used', () => {
  it.each([
    ['is not where it was said to be', { path: '/nowhere/chromium' }, 'BONGSU_CHROMIUM'],
    ['does not start', { path: '/bin/false' }, '/bin/false'],
  ])('because it %s is a matter of configuration', async (_why, options, told) => {
    const kit = open(options)
    const visited = await titleOf(kit)
    expect(visited).toMatchObject({ ok: false, why: 'config' })
    expect(visited.ok ? '' : visited.message.ko).toContain(told)
  })
})

const isRoot = process.getuid?.() === 0
const unshare = ['unshare', '--user', 'true']
const [first = '', ...rest] = isRoot ? ['setpriv', '--reuid=65534', '--clear-groups', ...unshare] : unshare
const mayUnshare = spawnSync(first, rest).status === 0
const why = mayUnshare ? '' : ' (skipped: this machine forbids user namespaces)'

describe.skipIf(!mayUnshare)(`the sandbox${why}`, () => {
  /** Of every process of the browser, while a page is open. */
  const seenOf = (pid: number) => ({
    uid: Number(/^Uid:\t(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
    isFiltered: /^Seccomp:\t2$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8')),
    command: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
    environment: readFileSync(`/proc/${pid}/environ`, 'utf8'),
  })

  it('works whoever we are: as root, Chromium runs as nobody', async () => {
    const kit = open({ sandbox: true })
    const visited = await kit.browsers.visit(visitOf(), async ({ page }) => {
      await page.goto(site.url)
      return processesOf(kit.browsers.pid() as number).map(seenOf)
    })
    if (!visited.ok) throw new Error(visited.message.en)
    const seen = visited.value
    expect(new Set(seen.map(({ uid }) => uid))).toEqual(new Set([isRoot ? 65_534 : process.getuid?.()]))
    expect(seen.filter(({ isFiltered }) => isFiltered).length).toBeGreaterThan(1)
    for (const { command, environment } of seen) {
      expect(command).not.toContain('--no-sandbox')
      expect(environment).not.toMatch(/BONGSU_(?!CHROMIUM_PROGRAM)|VITEST/)
    }
  })

  it('leaves no profile of its user behind', async () => {
    // A place of its own: others start browsers at the same time.
    const folder = mkdtempSync(join(tmpdir(), 'bongsu-profiles-'))
    chmodSync(folder, 0o1777)
    vi.stubEnv('TMPDIR', folder)
    const profiles = () => readdirSync(folder).filter((name) => name.startsWith('playwright_chromiumdev_profile-'))
    const kit = open({ sandbox: true })
    expect(await titleOf(kit)).toEqual({ ok: true, value: 'well' })
    expect(profiles()).toHaveLength(1)
    await kit.browsers.stop()
    await expect.poll(profiles, { timeout: 20_000 }).toEqual([])
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true, force: true })
  })
})
