import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Enemy, startEnemies } from './hostile-enemies.ts'
import { Lateness } from './lateness.ts'
import { MachinePace } from './machine-pace.ts'
import { type RealServer, until } from './real-server.ts'
import { startWatchedTarget, watch } from './watched-target.ts'

export interface HostilePlan {
  readonly server: RealServer
  /** Its SQLite file. */
  readonly file: string
  /** How many well-behaved monitors stand beside the hostile ones. */
  readonly neighbours: number
  /** 0 ends as soon as every hostile target was looked at and every neighbour three times. */
  readonly minutes: number
}

export interface HostileReport {
  readonly minutes: number
  /** What was said of each hostile target. */
  readonly outcomes: Readonly<Record<string, string>>
  readonly neighboursUp: number
  readonly looks: number
  readonly skipped: number
  /** Of the neighbours, in ms. */
  readonly latenessP50: number
  readonly latenessP99: number
  /** What was seen of the server's loop while all of them were at it, in ms; waiting for a core counts too. */
  readonly loop: { readonly p50: number; readonly p99: number; readonly max: number }
  /** Of the server's own process. */
  readonly cores: number
  /** How many times as long as alone the slowest hundredth of any work took on this machine meanwhile. */
  readonly slowdownP99: number
  /** The most resident memory in MB, of the first half of the time and of the second. */
  readonly residentMb: readonly [number, number]
}

/** Every target of a bad sort at once, on schedule, beside well-behaved ones that must not notice. */
export async function runHostile({ server, file, neighbours, minutes }: HostilePlan): Promise<HostileReport> {
  const enemies = await startEnemies()
  const good = await startWatchedTarget()
  const pace = new MachinePace()
  let lateness: Lateness | undefined
  try {
    const friends: number[] = []
    for (let n = 0; n < neighbours; n++) friends.push((await watch(server, n, good.port)).id)
    const hostile = await watchEnemies(server, enemies)
    const memory = new Memory(server.pid)
    const begunAt = performance.now()
    const cpuBefore = await server.metric(cpuTime)
    lateness = new Lateness(file, friends)
    for (const end = performance.now() + minutes * 60_000; performance.now() < end; await sleep(500)) {
      memory.note()
      lateness.note()
    }
    await until('every hostile target has an outcome', async () => {
      memory.note()
      return (await Promise.all([...hostile.keys()].map((id) => outcomeOf(server, id)))).every((one) => one !== null)
    })
    await until('every neighbour was looked at three times', async () => {
      memory.note()
      lateness?.note()
      return (await Promise.all(friends.map((id) => looksAt(server, id)))).every((looks) => looks >= 3)
    })
    const metric = await server.scrape()
    const seconds = (performance.now() - begunAt) / 1000
    const outcomes: Record<string, string> = {}
    for (const [id, name] of hostile) outcomes[name] = (await outcomeOf(server, id)) ?? 'nothing'
    const states = await Promise.all(friends.map((id) => server.call<{ state: string }>('GET', `/monitors/${id}`)))
    return {
      minutes,
      outcomes,
      neighboursUp: states.filter(({ state }) => state === 'up').length,
      looks: metric('bongsu_checks_total'),
      skipped: metric('bongsu_slots_skipped_total'),
      latenessP50: lateness.percentile(0.5),
      latenessP99: lateness.percentile(0.99),
      loop: {
        p50: Math.round(metric('nodejs_eventloop_lag_p50_seconds') * 1000),
        p99: Math.round(metric('nodejs_eventloop_lag_p99_seconds') * 1000),
        max: Math.round(metric('nodejs_eventloop_lag_max_seconds') * 1000),
      },
      cores: (metric(cpuTime) - cpuBefore) / seconds,
      slowdownP99: await pace.slowdown(0.99),
      residentMb: memory.halves(),
    }
  } finally {
    lateness?.close()
    pace.end()
    good.close()
    await Promise.all(enemies.map(({ target }) => target.close()))
  }
}

/** All in one project and all at once. Returns what each monitor looks at. */
async function watchEnemies(server: RealServer, enemies: readonly Enemy[]): Promise<Map<number, string>> {
  const { value } = await server.call<{ value: Record<string, number> }>('GET', '/settings/monitoring')
  // They share a host, where only so many may be looked at at a time.
  await server.call('PUT', '/settings/monitoring', { value: { ...value, per_host_concurrency: enemies.length } })
  const project = { title: 'Hostile', url: 'http://127.0.0.1:9/', check_interval: 3600 }
  const { id } = await server.call<{ id: number }>('POST', '/projects', project)
  const monitors = new Map<number, string>()
  for (const { name, kind, options } of enemies) {
    const fields = { kind, name, options, check_interval: 10, timeout: 5, retry_count: 1, alert_threshold: 1 }
    const monitor = await server.call<{ id: number }>('POST', `/projects/${id}/monitors`, fields)
    monitors.set(monitor.id, name)
  }
  return monitors
}

const cpuTime = 'process_cpu_seconds_total'

interface ResultPage {
  readonly items: readonly { readonly state: string; readonly error_code: string | null }[]
  readonly total?: number
}

async function outcomeOf(server: RealServer, monitor: number): Promise<string | null> {
  const { items } = await server.call<ResultPage>('GET', `/monitors/${monitor}/results?limit=5`)
  const [newest] = items
  return newest ? `${newest.state} ${newest.error_code ?? ''}`.trim() : null
}

const looksAt = async (server: RealServer, monitor: number): Promise<number> =>
  (await server.call<ResultPage>('GET', `/monitors/${monitor}/results?limit=5`)).items.length

/** How much memory a process holds, over time. */
class Memory {
  readonly #pid: number
  readonly #samples: number[] = []

  constructor(pid: number) {
    this.#pid = pid
  }

  note(): void {
    const kb = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#pid}/status`, 'utf8'))?.[1]
    this.#samples.push(Math.round(Number(kb) / 1024))
  }

  halves(): readonly [number, number] {
    const middle = Math.ceil(this.#samples.length / 2)
    return [Math.max(...this.#samples.slice(0, middle)), Math.max(...this.#samples.slice(middle))]
  }
}
