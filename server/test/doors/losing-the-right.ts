import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '#platform/db/contract.ts'
import { createPostgresDatabase } from '#test/databases.ts'
import { MachinePace } from '#test/fault/machine-pace.ts'
import { RealServer, until } from '#test/fault/real-server.ts'
import { type Somebody, somebody } from './every-door.ts'
import { bearer, modern, openSession, post, untilEnd } from './mcp-wire.ts'

/** For a machine under load; what is promised is looked at in the end. */
const soon = 10_000

export interface Setting {
  readonly engine: Engine
  /** The change is made in another process on the same store. */
  readonly elsewhere: boolean
  /** How processes hear of each other; without it they do not. */
  readonly redisUrl?: string
}

/** What of theirs ends when somebody loses the right to it, and how soon. */
export function losingTheRight({ engine, elsewhere, redisUrl }: Setting): void {
  const told = elsewhere ? (redisUrl ? 'told by another process' : 'taken in another process') : 'told here'
  describe(`whoever loses the right to a stream, ${told}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'bongsu-rights-'))
    const held = new HeldTarget()
    let pace: MachinePace
    const took: number[] = []
    let here: RealServer
    let there: RealServer
    let drop: (() => Promise<void>) | undefined

    beforeAll(async () => {
      pace = new MachinePace()
      await held.listen()
      const made = engine === 'postgres' ? await createPostgresDatabase() : undefined
      drop = made?.drop
      const environment: Record<string, string> = {
        ...(made && { BONGSU_DATABASE_URL: made.url }),
        ...(redisUrl && { BONGSU_REDIS_URL: redisUrl }),
      }
      here = new RealServer({ dataDir: join(folder, 'a'), environment })
      await here.begin()
      await here.signIn()
      await here.liftLimits()
      there = here
      if (!elsewhere) return
      there = new RealServer({ dataDir: join(folder, 'a'), environment })
      await there.begin()
      there.actAs(here)
    })
    afterAll(async () => {
      const slowdown = await pace.slowdown(0.95)
      pace.end()
      await here?.end()
      if (there !== here) await there?.end()
      await held.close()
      await drop?.()
      rmSync(folder, { recursive: true, force: true })
      // Half of it is for whoever is not told, and the other half for a machine of one's own to notice.
      expect(Math.max(0, ...took)).toBeLessThan(1000 * slowdown)
    })

    const losses: Record<string, (who: Somebody) => Promise<unknown>> = {
      'a revoked token': ({ tokenId }) => there.call('DELETE', `/tokens/${tokenId}`),
      'a disabled account': ({ id }) => there.call('PATCH', `/people/${id}`, { is_enabled: false }),
      'another role': ({ id }) => there.call('PATCH', `/people/${id}`, { role: 'viewer' }),
    }

    const heldCheck = () => ({
      name: 'run-check',
      arguments: { kind: 'http', url: `http://127.0.0.1:${held.port}/`, timeout: 25 },
    })

    /** Each opens something that stays open, and says when it has ended. */
    const openings: Record<string, (who: Somebody) => Promise<{ ended: Promise<unknown> }>> = {
      async 'a stream of 2025-11-25'({ token }) {
        const headers = await openSession(`${here.url}/mcp`, token)
        return {
          ended: untilEnd(await fetch(`${here.url}/mcp`, { headers: { ...headers, accept: 'text/event-stream' } })),
        }
      },
      async 'a stream of 2024-11-05'({ token }) {
        return { ended: untilEnd(await fetch(`${here.url}/sse?token=${token}`)) }
      },
      async 'subscriptions/listen'({ token }) {
        const params = { notifications: { toolsListChanged: true } }
        return { ended: untilEnd(await modern(`${here.url}/mcp`, token, 'subscriptions/listen', params)) }
      },
      async 'a running call over REST'({ token }) {
        const before = held.open.size
        const url = `${here.url}/api/v1/tools/run-check/call`
        const asked = { arguments: heldCheck().arguments }
        const call = post(url, asked, bearer(token)).then(untilEnd, () => undefined)
        await until('the call runs', () => held.open.size > before)
        return { ended: Promise.all([call, until('its source is let go', () => held.open.size === before, soon)]) }
      },
      async 'a running call of 2026-07-28'({ token }) {
        const before = held.open.size
        const call = modern(`${here.url}/mcp`, token, 'tools/call', heldCheck()).then(untilEnd, () => undefined)
        await until('the call runs', () => held.open.size > before)
        return { ended: Promise.all([call, until('its source is let go', () => held.open.size === before, soon)]) }
      },
      async 'a running call of 2025-11-25'({ token }) {
        const headers = await openSession(`${here.url}/mcp`, token)
        const before = held.open.size
        const message = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: heldCheck() }
        const call = post(`${here.url}/mcp`, message, headers).then(untilEnd, () => undefined)
        await until('the call runs', () => held.open.size > before)
        return { ended: Promise.all([call, until('its source is let go', () => held.open.size === before, soon)]) }
      },
    }

    const cases = Object.keys(losses).flatMap((loss) =>
      Object.keys(openings).map((opening) => [opening, loss] as const),
    )

    it.each(cases)('loses %s with %s', async (opening, loss) => {
      const who = await somebody(here)
      const { ended } = await (openings[opening] as (typeof openings)[string])(who)
      let hasEnded = false
      void ended.then(() => {
        hasEnded = true
      })
      expect(hasEnded).toBe(false)
      await (losses[loss] as (typeof losses)[string])(who)
      const from = performance.now()
      await until('it ends', () => hasEnded, soon)
      took.push(performance.now() - from)
      if (loss === 'another role') return
      // And nothing new begins.
      await until(
        'the next call is refused',
        async () => (await modern(`${here.url}/mcp`, who.token, 'tools/list')).status === 401,
        soon,
      )
    })
  })
}

/** A target that takes connections and never says a word. */
class HeldTarget {
  readonly open = new Set<Socket>()
  readonly #server: Server = createServer((socket) => {
    this.open.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => this.open.delete(socket))
    socket.resume()
  })

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  listen(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
  }

  close(): Promise<void> {
    for (const socket of this.open) socket.destroy()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }
}
