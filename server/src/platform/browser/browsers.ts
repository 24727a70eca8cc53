import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Text, text } from '@bongsu/contract/text.ts'
import { serviceKey } from '#kernel/service.ts'
import type { Outbound } from '#platform/outbound/index.ts'
import { killGroup, launchChromium, type RunningChromium } from './chromium.ts'
import { findBrowser, type WhereToLook } from './find-browser.ts'
import { Places } from './places.ts'
import { type OpenVisit, openVisit, type Visit, type VisitRequest } from './visit.ts'

export interface BrowserParts extends WhereToLook {
  readonly outbound: Pick<Outbound, 'connect'>
  readonly sandbox: boolean
  /** Visits at once, in this process. */
  readonly most: () => number
  readonly visitsPerBrowser?: number
  /** Bytes of all its processes: above the first it is replaced once nobody is inside, above the second it is killed. */
  readonly memory?: { readonly replace: number; readonly kill: number }
  readonly idleMs?: number
  warn(message: string): void
}

/** `config`: there is no browser to be used. The others are our own trouble, never the target's. */
export interface NotVisited {
  readonly ok: false
  readonly why: 'config' | 'busy' | 'crashed' | 'memory'
  readonly message: Text
}

export interface Browsers {
  /** Why no browser can be used here, as far as that is known without starting one. */
  problem(): Text | null
  /** Runs `work` in a fresh context. Rejects when `work` does, or with the reason of the request's own signal. */
  visit<Value>(
    request: VisitRequest,
    work: (visit: Visit) => Promise<Value>,
  ): Promise<{ readonly ok: true; readonly value: Value } | NotVisited>
  /** The process id of the running Chromium, or null. For the curious and for tests. */
  pid(): number | null
  stop(): Promise<void>
}

export const browsersKey = serviceKey<Browsers>('browsers')

interface Generation {
  readonly chromium: RunningChromium
  readonly deadEnd: Server
  visits: number
  inside: number
  /** Nobody new is let in. */
  isRetired: boolean
  /** Why it was killed under its visitors. */
  fate: 'memory' | null
}

const mebibyte = 1_048_576
const usual = { visits: 100, memory: { replace: 700 * mebibyte, kill: 1_500 * mebibyte }, idleMs: 300_000 }
const watchEveryMs = 1_000
/** A context that does not close within this has taken the browser with it. */
const closeMs = 5_000

/**
 * Owns one Chromium: started when it is first needed, shared by all visits, replaced after so many of them or when it
 * has grown, killed when it eats the machine, gone when idle. A visit that was hit by its end is repeated once, alone.
 */
export function createBrowsers(parts: BrowserParts): Browsers {
  const { visitsPerBrowser = usual.visits, memory = usual.memory, idleMs = usual.idleMs } = parts
  const places = new Places(parts.most)
  const stopping = new AbortController()
  const living = new Set<Generation>()
  let current: Promise<Generation | { readonly problem: Text }> | undefined
  let idle: NodeJS.Timeout | undefined
  let watch: NodeJS.Timeout | undefined

  return {
    problem() {
      const found = findBrowser(parts)
      return 'problem' in found ? found.problem : null
    },
    async visit(request, work) {
      const until = performance.now() + request.timeoutMs
      const gone = AbortSignal.any([request.signal, stopping.signal])
      const first = await visitOnce(request, work, until, 'one', gone)
      if (first.ok || (first.why !== 'crashed' && first.why !== 'memory')) return first
      return visitOnce(request, work, until, 'all', gone)
    },
    pid: () => [...living].at(-1)?.chromium.pid ?? null,
    async stop() {
      stopping.abort(new Error('the browser is being closed'))
      clearTimeout(idle)
      await current?.catch(() => undefined)
      await Promise.all([...living].map(end))
    },
  }

  async function visitOnce<Value>(
    request: VisitRequest,
    work: (visit: Visit) => Promise<Value>,
    until: number,
    share: 'one' | 'all',
    gone: AbortSignal,
  ): Promise<{ readonly ok: true; readonly value: Value } | NotVisited> {
    const outOfTime = AbortSignal.timeout(Math.max(1, Math.round(until - performance.now())))
    request.onStage?.('queue')
    const leave = await places.enter(share, AbortSignal.any([gone, outOfTime]))
    gone.throwIfAborted()
    if (!leave) return busy
    request.onStage?.('browser')
    try {
      const generation = await generationForOneMore()
      if ('problem' in generation) return { ok: false, why: 'config', message: generation.problem }
      try {
        return await visitIn(generation, request, work, until, gone)
      } finally {
        await afterVisit(generation)
      }
    } finally {
      leave()
    }
  }

  async function visitIn<Value>(
    generation: Generation,
    request: VisitRequest,
    work: (visit: Visit) => Promise<Value>,
    until: number,
    gone: AbortSignal,
  ): Promise<{ readonly ok: true; readonly value: Value } | NotVisited> {
    let visit: OpenVisit | undefined
    const hasDied = () => !generation.chromium.browser.isConnected() || visit?.hasCrashed() === true
    const close = () => visit && closeWithin(visit, generation)
    // Closing makes whatever the work waits for reject.
    gone.addEventListener('abort', close)
    const overdue = setTimeout(close, Math.max(1, until - performance.now()) + 1_000)
    try {
      visit = await openVisit(generation.chromium, parts.outbound, request, until)
      gone.throwIfAborted()
      const value = await work(visit)
      if (hasDied()) return died(generation)
      return { ok: true, value }
    } catch (error) {
      gone.throwIfAborted()
      if (hasDied()) return died(generation)
      throw error
    } finally {
      clearTimeout(overdue)
      gone.removeEventListener('abort', close)
      await close()
    }
  }

  async function closeWithin(visit: OpenVisit, generation: Generation): Promise<void> {
    const late = setTimeout(() => killGroup(generation.chromium.pid), closeMs)
    await visit.close().finally(() => clearTimeout(late))
  }

  async function generationForOneMore(): Promise<Generation | { readonly problem: Text }> {
    clearTimeout(idle)
    for (;;) {
      current ??= launch()
      const generation = await current
      if ('problem' in generation) {
        // Somebody may install one meanwhile: the next visit looks again.
        current = undefined
        return generation
      }
      if (generation.chromium.browser.isConnected() && !generation.isRetired) {
        generation.visits++
        generation.inside++
        watch ??= setInterval(() => void watchMemory(), watchEveryMs).unref()
        return generation
      }
      current = undefined
    }
  }

  async function launch(): Promise<Generation | { readonly problem: Text }> {
    stopping.signal.throwIfAborted()
    const found = findBrowser(parts)
    if ('problem' in found) return found
    const deadEnd = await startDeadEnd()
    const { port } = deadEnd.address() as AddressInfo
    const launched = await launchChromium({ path: found.path, sandbox: parts.sandbox, deadEnd: port })
    if ('problem' in launched) {
      deadEnd.close()
      parts.warn(launched.problem.en)
      return launched
    }
    const generation: Generation = {
      chromium: launched,
      deadEnd,
      visits: 0,
      inside: 0,
      isRetired: false,
      fate: null,
    }
    living.add(generation)
    launched.browser.once('disconnected', () => {
      living.delete(generation)
      deadEnd.closeAllConnections()
      deadEnd.close()
      killGroup(launched.pid)
    })
    if (stopping.signal.aborted) {
      await end(generation)
      stopping.signal.throwIfAborted()
    }
    return generation
  }

  async function afterVisit(generation: Generation): Promise<void> {
    generation.inside--
    if (generation.visits >= visitsPerBrowser) generation.isRetired = true
    else if ((await memoryOf(generation)) > memory.replace) generation.isRetired = true
    if (generation.isRetired && generation.inside === 0) await end(generation)
    if (places.inside > 1) return
    clearInterval(watch)
    watch = undefined
    clearTimeout(idle)
    idle = setTimeout(() => {
      for (const one of living) if (one.inside === 0) void end(one)
    }, idleMs).unref()
  }

  async function watchMemory(): Promise<void> {
    for (const generation of living) {
      if ((await memoryOf(generation)) <= memory.kill) continue
      parts.warn('Chromium used too much memory and was killed')
      generation.fate = 'memory'
      killGroup(generation.chromium.pid)
    }
  }

  async function end(generation: Generation): Promise<void> {
    generation.isRetired = true
    await generation.chromium.kill()
  }
}

/** A browser that no longer answers is as good as one that uses nothing: it is replaced for that other reason. */
const memoryOf = ({ chromium }: Generation): Promise<number> => chromium.memory().catch(() => 0)

async function startDeadEnd(): Promise<Server> {
  const server = createServer((_request, response) => void response.writeHead(403).end())
  server.on('connect', (_request, client) => client.end('HTTP/1.1 403 Forbidden\r\n\r\n'))
  server.on('clientError', (_error, client) => client.destroy())
  server.unref()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const died = ({ fate }: Generation): NotVisited =>
  fate === 'memory'
    ? {
        ok: false,
        why: 'memory',
        message: text(
          '페이지가 브라우저의 메모리를 너무 많이 써서 점검을 멈췄습니다.',
          'The page made the browser use too much memory, so the look was stopped.',
        ),
      }
    : {
        ok: false,
        why: 'crashed',
        message: text('점검하는 동안 브라우저가 비정상 종료되었습니다.', 'The browser crashed during the look.'),
      }

const busy: NotVisited = {
  ok: false,
  why: 'busy',
  message: text(
    '다른 브라우저 점검이 많아 제시간에 시작하지 못했습니다. 동시 브라우저 점검 수를 늘리거나 점검 주기를 늘리세요.',
    'Too many browser checks were running to begin in time. Allow more of them at once, or check less often.',
  ),
}
