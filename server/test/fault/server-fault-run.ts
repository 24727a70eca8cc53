import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Database } from '#platform/db/contract.ts'
import { brokenPromises, type Heard, type Transition } from './check-deliveries.ts'
import { between, pick, seeded } from './random.ts'

export interface ServerFaultPlan {
  readonly seed: number
  readonly kills: number
  readonly monitors: number
  readonly dataDir: string
  readonly databaseUrl: string
  /** The store read from outside, while the server is dead. */
  readonly openStore: () => Promise<Database>
}

export interface ServerFaultReport {
  readonly seed: number
  readonly kills: number
  readonly flips: number
  readonly changes: number
  readonly delivered: number
  readonly repeated: number
  readonly slowestStartMs: number
  readonly broken: readonly string[]
}

const mainFile = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const account = { username: 'admin@example.com', password: 'a-long-fault-run-passphrase' }

/**
 * The whole server, killed with SIGKILL again and again while its targets go down and up, by one that only sees it from
 * outside: a place that is watched, a place that is told, the API and, between two lives, the store.
 */
export async function runServerFault(plan: ServerFaultPlan): Promise<ServerFaultReport> {
  const random = seeded(plan.seed)
  const isUp = new Map(Array.from({ length: plan.monitors }, (_, n) => [n, true]))
  const target = await listen((request, response) => {
    const n = Number(request.url?.slice(1))
    response.statusCode = isUp.get(n) ? 200 : 503
    response.end()
  })
  const heard: Heard[] = []
  const receiver = await listen(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    // A receiver has bad moments too: it refuses some, and hangs up on some that it has read.
    const mood = random()
    const isTaken = mood > 0.1
    if (mood < 0.05) response.destroy()
    else response.writeHead(isTaken ? 200 : 503).end()
    heard.push(heardOf(String(request.headers['webhook-id']), body, isTaken))
  })
  const house = new House(plan)
  const broken: string[] = []
  let flips = 0
  try {
    await house.begin()
    const monitors = await house.furnish(plan.monitors, portOf(target), portOf(receiver))
    for (let life = 0; life <= plan.kills; life++) {
      const until = performance.now() + between(random, 400, 3500)
      while (performance.now() < until) {
        await sleep(between(random, 30, 120))
        const n = between(random, 0, plan.monitors - 1)
        if (random() < 0.25) {
          isUp.set(n, !isUp.get(n))
          flips += 1
        }
        house.checkNow(pick(random, monitors)).catch(() => undefined)
        house.checkNow(monitors[n] as number).catch(() => undefined)
      }
      if (life === plan.kills) break
      await house.kill()
      broken.push(...(await house.inspect()))
      await house.begin()
    }
    const changes = await house.settle(monitors, isUp, heard)
    broken.push(...changes.unsettled)
    await house.end()
    broken.push(...(await house.inspect()))
    broken.push(...brokenPromises(changes.committed, ['receiver'], heard))
    const ids = heard.filter((one) => one.isTaken).map((one) => one.id)
    return {
      seed: plan.seed,
      kills: plan.kills,
      flips,
      changes: changes.committed.length,
      delivered: new Set(ids).size,
      repeated: ids.length - new Set(ids).size,
      slowestStartMs: Math.round(house.slowestStartMs),
      broken: [...new Set(broken)],
    }
  } finally {
    await house.kill()
    target.close()
    receiver.close()
    target.closeAllConnections()
    receiver.closeAllConnections()
  }
}

/** One server after the other on the same data. */
class House {
  slowestStartMs = 0
  readonly #plan: ServerFaultPlan
  readonly #port: number
  #child: ChildProcess | undefined
  #token = ''

  constructor(plan: ServerFaultPlan) {
    this.#plan = plan
    this.#port = 21_000 + (process.pid % 8000)
  }

  async begin(): Promise<void> {
    const from = performance.now()
    this.#child = spawn(process.execPath, [mainFile], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env.PATH,
        BONGSU_PORT: String(this.#port),
        BONGSU_DATA_DIR: this.#plan.dataDir,
        BONGSU_DATABASE_URL: this.#plan.databaseUrl,
        BONGSU_OUTBOUND_ALLOW: '127.0.0.0/8',
        BONGSU_MIN_CHECK_INTERVAL: '10',
        BONGSU_ADMIN_EMAIL: account.username,
        BONGSU_ADMIN_PASSWORD: account.password,
        BONGSU_LOG_LEVEL: 'error',
      },
    })
    for (;;) {
      if (this.#child.exitCode !== null) throw new Error(`the server ended by itself with ${this.#child.exitCode}`)
      const ready = await fetch(`http://127.0.0.1:${this.#port}/healthz`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (ready) break
      await sleep(15)
    }
    this.slowestStartMs = Math.max(this.slowestStartMs, performance.now() - from)
    if (!this.#token) this.#token = await this.#signIn()
  }

  kill(): Promise<void> {
    return this.#stop('SIGKILL')
  }

  end(): Promise<void> {
    return this.#stop('SIGTERM')
  }

  async #stop(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }

  async #signIn(): Promise<string> {
    const { access_token } = await this.call<{ access_token: string }>('POST', '/auth/login', account)
    return access_token
  }

  async call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`http://127.0.0.1:${this.#port}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as Answer
  }

  /** Every monitor looks at a loopback address of its own, so that no cap per host is in the way. */
  async furnish(count: number, targetPort: number, receiverPort: number): Promise<number[]> {
    await this.call('PUT', '/settings/rate_limits', {
      value: { ...(await this.#limits()), api_per_minute: 100_000 },
    })
    await this.call('POST', '/channels', {
      name: 'receiver',
      kind: 'webhook',
      options: { url: `http://127.0.0.1:${receiverPort}/hook` },
    })
    const monitors: number[] = []
    for (let n = 0; n < count; n++) {
      const url = `http://127.0.3.${n + 1}:${targetPort}/${n}`
      const project = await this.call<{ monitors: { id: number }[] }>('POST', '/projects', {
        title: `Target ${n}`,
        url,
        check_interval: 10,
      })
      const id = project.monitors[0]?.id as number
      await this.call('PATCH', `/monitors/${id}`, { retry_count: 1, alert_threshold: 1, recovery_threshold: 1 })
      monitors.push(id)
    }
    return monitors
  }

  async #limits(): Promise<Record<string, number>> {
    return (await this.call<{ value: Record<string, number> }>('GET', '/settings/rate_limits')).value
  }

  checkNow(monitor: number): Promise<unknown> {
    return this.call('POST', `/monitors/${monitor}/check-now`)
  }

  /** Looks until every monitor shows what its target is, then waits until the receiver was told all there is to tell. */
  async settle(monitors: readonly number[], isUp: ReadonlyMap<number, boolean>, heard: readonly Heard[]) {
    const unsettled: string[] = []
    for (const [n, id] of monitors.entries()) {
      const wanted = isUp.get(n) ? 'up' : 'down'
      let shown = ''
      for (let turn = 0; turn < 40 && shown !== wanted; turn++) {
        await this.checkNow(id).catch(() => undefined)
        shown = (await this.call<{ state: string }>('GET', `/monitors/${id}`)).state
      }
      if (shown !== wanted) unsettled.push(`monitor ${id} shows ${shown} while its target is ${wanted}`)
    }
    const committed = await this.#committed()
    const until = performance.now() + 90_000
    while (performance.now() < until && brokenPromises(committed, ['receiver'], heard).length > 0) await sleep(250)
    return { committed, unsettled }
  }

  async #committed(): Promise<Transition[]> {
    const store = await this.#plan.openStore()
    const rows = await store.all<{ incident_id: number; what: string }>(
      "select incident_id, what from state_change where suppressed is null and what in ('down', 'recovered') order by id",
    )
    await store.close()
    return rows.map((row) => ({ incidentId: Number(row.incident_id), event: row.what }))
  }

  /** What must hold in the store at any moment, whatever was killed. */
  async inspect(): Promise<string[]> {
    const store = await this.#plan.openStore()
    const count = async (sql: string) => Number((await store.all<{ n: number }>(sql))[0]?.n)
    const broken: string[] = []
    const doubled = await count(
      'select count(*) as n from (select monitor_id from incident where resolved_at is null group by monitor_id having count(*) > 1) as doubled',
    )
    if (doubled > 0) broken.push(`${doubled} monitors have two open incidents`)
    const untold = await count(
      "select count(*) as n from state_change s where s.suppressed is null and s.what in ('down', 'recovered') and not exists (select 1 from delivery d where d.incident_id = s.incident_id)",
    )
    if (untold > 0) broken.push(`${untold} state changes were committed without a delivery`)
    const statesApart = await count(
      "select count(*) as n from monitor_state m where m.state = 'down' and not exists (select 1 from incident i where i.monitor_id = m.monitor_id and i.resolved_at is null)",
    )
    if (statesApart > 0) broken.push(`${statesApart} monitors are down without an open incident`)
    if (store.engine === 'sqlite') {
      const [row] = await store.all<{ integrity_check: string }>('pragma integrity_check')
      if (row?.integrity_check !== 'ok') broken.push(`the store is damaged: ${row?.integrity_check}`)
    }
    await store.close()
    return broken
  }
}

function heardOf(id: string, body: string, isTaken: boolean): Heard {
  const { data } = JSON.parse(body) as {
    data: {
      event: string
      incident_id: number | null
      includes: { delivery_id: string; event: string; incident_id: number | null }[]
    }
  }
  return {
    channel: 'receiver',
    id,
    event: data.event,
    incidentId: data.incident_id,
    includes: data.includes.map((one) => ({ id: one.delivery_id, event: one.event, incidentId: one.incident_id })),
    isTaken,
  }
}

function listen(handler: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer(handler as never)
  return new Promise((resolve) => server.listen(0, '0.0.0.0', 1024, () => resolve(server)))
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port
