import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '#platform/db/contract.ts'
import { brokenPromises, type Heard } from './check-deliveries.ts'
import { committedChanges, inspectStore, longestGap } from './inspect-store.ts'
import type { OwnRedis } from './own-redis.ts'
import { between, pick, seeded } from './random.ts'
import { RealServer } from './real-server.ts'
import { startWatchedTarget, startWebhookTarget, tell, type WatchedTarget, watch } from './watched-target.ts'

export interface ServerFaultPlan {
  readonly seed: number
  readonly kills: number
  /** After so long no more is killed: a slow machine makes a shorter run, which says so, and not one without an end. */
  readonly killingMs: number
  readonly monitors: number
  readonly dataDir: string
  readonly databaseUrl: string
  /** The roles of each process; one with all of them unless said. */
  readonly processes?: readonly string[]
  /** Shared by several processes, and stopped and started again in the middle. */
  readonly redis?: OwnRedis
  /** The store read from outside. */
  readonly openStore: () => Promise<Database>
}

export interface ServerFaultReport {
  readonly seed: number
  /** As many as there was time for. */
  readonly kills: number
  readonly flips: number
  readonly changes: number
  readonly delivered: number
  readonly repeated: number
  readonly slowestStartMs: number
  /** Of monitors that nobody checks by hand: the longest time between two looks. */
  readonly longestGapMs: number
  readonly broken: readonly string[]
}

/** So many monitors are left to the scheduler alone. */
const untouched = 3

/**
 * The whole server, killed with SIGKILL again and again while its targets go down and up, by one that only sees it from
 * outside: a place that is watched, a place that is told, the API and the store. A lone process is dead as a whole
 * between two lives; of several one dies at a time, and the others go on.
 */
export async function runServerFault(plan: ServerFaultPlan): Promise<ServerFaultReport> {
  const random = seeded(plan.seed)
  const target = await startWatchedTarget()
  const receiver = await startWebhookTarget(() => {
    const mood = random()
    return mood < 0.05 ? 'hang up' : mood < 0.1 ? 'refuse' : 'take'
  })
  const house = new House(plan)
  const broken: string[] = []
  try {
    await house.begin()
    const monitors = await house.furnish(plan.monitors, target.port, receiver.port)
    const story = new Story(house, target, monitors, random)
    const end = performance.now() + plan.killingMs
    let kills = 0
    for (; ; kills++) {
      await story.goOn(between(random, 400, 3500))
      if (kills === plan.kills || performance.now() > end) break
      if (plan.redis && kills === plan.kills >> 1) await restart(plan.redis, () => story.goOn(3000))
      else await house.loseOne(random)
      broken.push(...(await house.inspect()))
      await house.begin()
    }
    const unsettled = await house.settle(monitors, target)
    broken.push(...unsettled)
    const committed = await house.committed()
    await untilTold(committed, receiver.heard)
    const gap = await house.longestGap(monitors.slice(0, untouched))
    await house.end()
    broken.push(...(await house.inspect()))
    broken.push(...brokenPromises(committed, ['receiver'], receiver.heard))
    const ids = receiver.heard.filter((one) => one.isTaken).map((one) => one.id)
    return {
      seed: plan.seed,
      kills,
      flips: story.flips,
      changes: committed.length,
      delivered: new Set(ids).size,
      repeated: ids.length - new Set(ids).size,
      slowestStartMs: Math.round(house.slowestStartMs),
      longestGapMs: gap,
      broken: [...new Set(broken)],
    }
  } finally {
    await house.kill()
    target.close()
    receiver.close()
  }
}

async function restart(redis: OwnRedis, meanwhile: () => Promise<void>): Promise<void> {
  await redis.stop()
  await meanwhile()
  await redis.start()
}

async function untilTold(committed: Parameters<typeof brokenPromises>[0], heard: readonly Heard[]): Promise<void> {
  const end = performance.now() + 120_000
  while (performance.now() < end && brokenPromises(committed, ['receiver'], heard).length > 0) await sleep(250)
}

/** Targets that go down and up while somebody checks them by hand. */
class Story {
  flips = 0
  readonly #house: House
  readonly #target: WatchedTarget
  readonly #monitors: readonly number[]
  readonly #random: () => number

  constructor(house: House, target: WatchedTarget, monitors: readonly number[], random: () => number) {
    this.#house = house
    this.#target = target
    this.#monitors = monitors
    this.#random = random
  }

  async goOn(forMs: number): Promise<void> {
    const end = performance.now() + forMs
    while (performance.now() < end) {
      await sleep(between(this.#random, 30, 120))
      const n = between(this.#random, untouched, this.#monitors.length - 1)
      if (this.#random() < 0.25) {
        this.#target.set(n, !this.#target.isUp(n))
        this.flips += 1
      }
      this.#house.checkNow(pick(this.#random, this.#monitors.slice(untouched)))
      this.#house.checkNow(this.#monitors[n] as number)
    }
  }
}

/** The processes of one installation. The first one has the API. */
class House {
  readonly #plan: ServerFaultPlan
  readonly #servers: readonly RealServer[]

  constructor(plan: ServerFaultPlan) {
    this.#plan = plan
    this.#servers = (plan.processes ?? ['api,scheduler,worker']).map(
      (roles) =>
        new RealServer({
          dataDir: plan.dataDir,
          environment: {
            BONGSU_DATABASE_URL: plan.databaseUrl,
            BONGSU_ROLES: roles,
            BONGSU_LOG_LEVEL: 'error',
            ...(plan.redis ? { BONGSU_REDIS_URL: plan.redis.url } : {}),
          },
        }),
    )
  }

  get #api(): RealServer {
    return this.#servers[0] as RealServer
  }

  get slowestStartMs(): number {
    return Math.max(...this.#servers.map((server) => server.slowestStartMs))
  }

  /** Brings back whoever is dead. */
  async begin(): Promise<void> {
    await Promise.all(this.#servers.filter((server) => !server.isRunning).map((server) => server.begin()))
  }

  async loseOne(random: () => number): Promise<void> {
    await pick(random, this.#servers).kill()
  }

  async kill(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.kill()))
  }

  async end(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.end()))
  }

  async furnish(count: number, targetPort: number, receiverPort: number): Promise<number[]> {
    await this.#api.signIn()
    await this.#api.liftLimits()
    await tell(this.#api, 'receiver', receiverPort)
    const monitors: number[] = []
    for (let n = 0; n < count; n++) monitors.push((await watch(this.#api, n, targetPort)).id)
    return monitors
  }

  /** Nobody waits for it: the process that is asked may be dead before it answers. */
  checkNow(monitor: number): void {
    this.#api.ask('POST', `/monitors/${monitor}/check-now`).catch(() => undefined)
  }

  /** Looks until every monitor shows what its target is. What never does is returned in words. */
  async settle(monitors: readonly number[], target: WatchedTarget): Promise<string[]> {
    const unsettled: string[] = []
    for (const [n, id] of monitors.entries()) {
      const wanted = target.isUp(n) ? 'up' : 'down'
      let shown = ''
      for (let turn = 0; turn < 40 && shown !== wanted; turn++) {
        await this.#api.ask('POST', `/monitors/${id}/check-now`)
        shown = (await this.#api.call<{ state: string }>('GET', `/monitors/${id}`)).state
      }
      if (shown !== wanted) unsettled.push(`monitor ${id} shows ${shown} while its target is ${wanted}`)
    }
    return unsettled
  }

  inspect = () => this.#look(inspectStore)
  committed = () => this.#look(committedChanges)
  longestGap = (monitors: readonly number[]) => this.#look((store) => longestGap(store, monitors))

  async #look<Result>(at: (store: Database) => Promise<Result>): Promise<Result> {
    const store = await this.#plan.openStore()
    return at(store).finally(() => store.close())
  }
}
