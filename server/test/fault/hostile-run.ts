import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  startBigHeaderTarget,
  startBombTarget,
  startDripTarget,
  startEndlessContinueTarget,
  startEndlessHeaderTarget,
  startFloodTarget,
  startRawHttpTarget,
  startRedirectLoopTarget,
  startResetTarget,
  startSilentTarget,
  startUnfinishedTarget,
} from '../targets/hostile-targets.ts'
import { startTlsTarget } from '../targets/http-target.ts'
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
  /** How many times as long as alone the slowest hundredth of any work took on this machine meanwhile. */
  readonly slowdownP99: number
  /** The most resident memory in MB, of the first half of the time and of the second. */
  readonly residentMb: readonly [number, number]
}

interface Enemy {
  readonly name: string
  readonly protocol: 'http' | 'https'
  readonly target: { readonly port: number; close(): Promise<void> }
}

const certificates = [
  'expired',
  'not-yet-valid',
  'wrong-host',
  'self-signed',
  'untrusted-root',
  'incomplete-chain',
] as const

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
    const outcomes: Record<string, string> = {}
    for (const [id, name] of hostile) outcomes[name] = (await outcomeOf(server, id)) ?? 'nothing'
    const states = await Promise.all(friends.map((id) => server.call<{ state: string }>('GET', `/monitors/${id}`)))
    return {
      minutes,
      outcomes,
      neighboursUp: states.filter(({ state }) => state === 'up').length,
      looks: await server.metric('bongsu_checks_total'),
      skipped: await server.metric('bongsu_slots_skipped_total'),
      latenessP50: lateness.percentile(0.5),
      latenessP99: lateness.percentile(0.99),
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

async function startEnemies(): Promise<Enemy[]> {
  const plain = (name: string, target: Enemy['target']): Enemy => ({ name, protocol: 'http', target })
  const invalid = Buffer.concat([
    Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n'),
    Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x28, 0x61]),
  ])
  return [
    plain('one byte a second', await startDripTarget(1000)),
    plain('endless header', await startEndlessHeaderTarget()),
    plain('endless continue', await startEndlessContinueTarget()),
    plain('header of 64 KB', await startBigHeaderTarget()),
    plain('silence', await startSilentTarget()),
    plain('reset', await startResetTarget()),
    plain('reset in the body', await startResetTarget(1000)),
    plain('unfinished body', await startUnfinishedTarget()),
    plain('flood', await startFloodTarget()),
    plain('bomb of 200 MB', await startBombTarget(['gzip'])),
    plain('redirects without end', await startRedirectLoopTarget()),
    plain('invalid UTF-8', await startRawHttpTarget(invalid)),
    plain('no HTTP', await startRawHttpTarget('220 mail.example.com ESMTP\r\n')),
    ...(await Promise.all(
      certificates.map(
        async (certificate): Promise<Enemy> => ({
          name: `certificate: ${certificate}`,
          protocol: 'https',
          target: await startTlsTarget({ certificate }),
        }),
      ),
    )),
  ]
}

/** All in one project; a keyword makes the body matter. Returns what each monitor looks at. */
async function watchEnemies(server: RealServer, enemies: readonly Enemy[]): Promise<Map<number, string>> {
  const { id } = await server.call<{ id: number }>('POST', '/projects', {
    title: 'Hostile',
    url: `http://127.0.0.1:${enemies[0]?.target.port}/`,
    check_interval: 10,
  })
  const monitors = new Map<number, string>()
  for (const { name, protocol, target } of enemies) {
    const options = { url: `${protocol}://127.0.0.1:${target.port}/0`, contains: ['not to be found'] }
    const fields = { kind: 'http', name, options, check_interval: 10, timeout: 5, retry_count: 1, alert_threshold: 1 }
    const monitor = await server.call<{ id: number }>('POST', `/projects/${id}/monitors`, fields)
    monitors.set(monitor.id, name)
  }
  return monitors
}

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
