import { artifactsKey } from '#features/artifacts/index.ts'
import { monitorChanged } from '#features/projects/index.ts'
import { resultsKey } from '#features/results/index.ts'
import { signalsKey } from '#features/signals/index.ts'
import { minute, second } from '#kernel/clock.ts'
import { errorMessage } from '#kernel/errors.ts'
import { Gates } from './gates.ts'
import { LookRunner } from './look-runner.ts'
import { Roster, type RosterNews } from './roster.ts'
import type { ScheduleCounters } from './schedule-counters.ts'
import { schedulerSwitched } from './schedule-events.ts'
import type { ScheduleParts, SlotWork } from './schedule-parts.ts'
import { readSwitch } from './schedule-store.ts'
import { StallWatch } from './stall-watch.ts'
import { Timekeeper } from './timekeeper.ts'
import { type DueSlot, Timetable } from './timetable.ts'

const beatMs = 250
const compareEveryMs = 1 * minute
const measureEveryMs = 5 * second
/** With so many slots waiting per monitor nobody is working them off: what is added now would be done too late. */
const mostWaitingPerMonitor = 2
const neverTooMany = 1_000
/** Handlers wait for their turn at the gates, which know hosts and kinds; the queue itself need not hold back. */
const handsOfOneProcess = 100_000
const handsOfMany = 1_000
/** Through a shared queue slots travel in bundles: each piece costs Redis and both its ends about as much as a look. */
const ownTickMs = 20
const sharedTickMs = 100
const bundle = 20

/**
 * The way of a slot: the roster knows the monitors, the timetable when each is due, the timekeeper wakes for it (in the
 * leading process), the queue carries it to a worker, the runner looks and records.
 */
export class Checking {
  readonly #parts: ScheduleParts
  readonly #counters: ScheduleCounters
  readonly roster: Roster
  readonly timetable = new Timetable()
  readonly timekeeper: Timekeeper
  readonly gates: Gates
  readonly runner: LookRunner
  readonly #stalls: StallWatch
  #timers: NodeJS.Timeout[] = []
  #isSwitchedOn = true
  #isLeading = false
  #missed = 0
  #isFlooded = false

  constructor(parts: ScheduleParts, counters: ScheduleCounters) {
    const { clock, database, projects, checks, recorder, sentinel, warn } = parts
    this.#parts = parts
    this.#counters = counters
    this.#stalls = new StallWatch(clock.monotonic(), beatMs)
    this.roster = new Roster({ database, projects, onNews: (news) => this.#follow(news) })
    this.timekeeper = new Timekeeper({
      clock,
      timetable: this.timetable,
      tickMs: parts.queue.isShared ? sharedTickMs : ownTickMs,
      dispatch: (due) => this.#dispatch(due),
      warn,
    })
    this.gates = new Gates(
      () => {
        const { checksAtOnce, checksPerHost } = parts.limits()
        return { most: checksAtOnce, perHost: checksPerHost }
      },
      () => clock.monotonic(),
    )
    this.runner = new LookRunner({
      clock,
      checks,
      projects,
      recorder,
      sentinel,
      counters,
      warn,
      memoryOf: (monitorId) => parts.services.use(resultsKey).memoryOf(database, monitorId),
      inboxOf: (monitorId) => parts.services.use(signalsKey).inboxOf(database, monitorId),
      gates: this.gates,
      stalls: this.#stalls,
      keepFiles: (owner, files) => parts.services.use(artifactsKey).keep(owner, files),
      ownCap: parts.ownCap ?? ((_lane, cap) => cap),
    })
    parts.events.after(monitorChanged, async ({ monitorId, change }) => {
      if (this.#timers.length > 0) await this.roster.heard(monitorId, change)
    })
    parts.events.after(schedulerSwitched, ({ isRunning }) => this.#switch(isRunning))
  }

  get isSwitchedOn(): boolean {
    return this.#isSwitchedOn
  }

  async start(): Promise<void> {
    const { roles, queue, database } = this.#parts
    if (this.#timers.length > 0) return
    this.#timers = [
      setInterval(() => this.#beat(), beatMs),
      setInterval(() => this.#compare(), compareEveryMs),
      setInterval(() => this.#measure(), measureEveryMs),
    ]
    for (const timer of this.#timers) timer.unref()
    if (roles.schedules || roles.works) await this.roster.load()
    this.#isSwitchedOn = (await readSwitch(database)).isRunning
    if (roles.works) {
      const hands = queue.isShared ? handsOfMany : handsOfOneProcess
      await queue.consume((work, signal) => this.#work(work, signal), hands)
    }
  }

  /** The queue waits for looks under way until the deadline, and gives up the rest unrecorded. */
  async stop(deadline: AbortSignal): Promise<void> {
    this.follow()
    for (const timer of this.#timers) clearInterval(timer)
    this.#timers = []
    await this.#parts.queue.close(deadline)
  }

  /** This process decides from now on what is due. */
  async lead(): Promise<void> {
    const { clock, projects, database } = this.#parts
    const monitors = [...this.roster.values()]
    const states = await projects.loadStates(
      database,
      monitors.map((monitor) => monitor.id),
    )
    const now = clock.now()
    this.timetable.clear()
    for (const { id, checkInterval } of monitors) {
      this.timetable.load(
        { monitorId: id, intervalMs: checkInterval * second },
        now,
        states.get(id)?.lastCheckedAt ?? null,
      )
    }
    this.#isLeading = true
    if (this.#isSwitchedOn) this.timekeeper.start()
  }

  follow(): void {
    this.#isLeading = false
    this.timekeeper.stop()
  }

  #switch(isOn: boolean): void {
    if (isOn === this.#isSwitchedOn) return
    this.#isSwitchedOn = isOn
    if (!this.#isLeading) return
    // Time went by while it was off: nothing of it is to be made up for.
    if (isOn) void this.lead().catch((error) => this.#parts.warn(`checking did not begin: ${errorMessage(error)}`))
    else this.timekeeper.stop()
  }

  #follow(news: RosterNews): void {
    if (news.what === 'left') {
      this.timetable.remove(news.monitorId)
      this.runner.forget(news.monitorId)
      return
    }
    if (!this.#isLeading) return
    const entry = { monitorId: news.monitor.id, intervalMs: news.monitor.checkInterval * second }
    const now = this.#parts.clock.now()
    if (news.what === 'began' || !this.timetable.has(entry.monitorId)) this.timetable.begin(entry, now)
    else this.timetable.change(entry, now)
    this.timekeeper.poke()
  }

  #dispatch(due: readonly DueSlot[]): void {
    if (this.#isFlooded) {
      this.#counters.skipped('queue', due.length)
      return
    }
    const { queue } = this.#parts
    const pieces = bundles(due, queue.isShared ? bundle : 1).map((slots) => ({ id: nameOf(slots), work: { slots } }))
    queue.push(pieces).catch((error) => {
      this.#counters.skipped('queue', due.length)
      this.#parts.warn(`${due.length} slots did not reach the queue: ${errorMessage(error)}`)
    })
  }

  async #work({ slots }: SlotWork, signal: AbortSignal): Promise<void> {
    const ended = await Promise.allSettled(slots.map((slot) => this.#look(slot, signal)))
    const failed = ended.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
  }

  async #look({ monitorId, slotAt, dueAt }: DueSlot, signal: AbortSignal): Promise<void> {
    const monitor = this.roster.get(monitorId) ?? (await this.#unknownMonitor(monitorId))
    if (monitor) await this.runner.runSlot(monitor, slotAt, dueAt, signal)
  }

  /** Made a moment ago in another process, whose news has not come yet. */
  async #unknownMonitor(monitorId: number) {
    const found = await this.#parts.projects.runningMonitors(this.#parts.database, [monitorId])
    return found.get(monitorId)?.monitor
  }

  #beat(): void {
    this.#stalls.beat(this.#parts.clock.monotonic())
    this.gates.sweep()
    const missed = this.timetable.skipped - this.#missed
    if (missed > 0) this.#counters.skipped('missed', missed)
    this.#missed += missed
  }

  /** A queue that nobody works off (no worker runs) must not grow without end. */
  #measure(): void {
    const { queue, warn } = this.#parts
    if (!this.#isLeading) return
    const measured = async () => {
      const depth = await queue.depth()
      const isFlooded = depth > Math.max(neverTooMany, mostWaitingPerMonitor * this.roster.size)
      if (isFlooded && !this.#isFlooded) warn(`${depth} checks wait and no worker takes them: is one running?`)
      this.#isFlooded = isFlooded
    }
    measured().catch((error) => warn(`the queue could not be measured: ${errorMessage(error)}`))
  }

  /** What an event did not say. */
  #compare(): void {
    const { database, warn } = this.#parts
    const compared = async () => {
      await this.roster.compare()
      this.#switch((await readSwitch(database)).isRunning)
    }
    compared().catch((error) => warn(`the monitors could not be compared with the store: ${errorMessage(error)}`))
  }
}

function bundles(due: readonly DueSlot[], size: number): DueSlot[][] {
  const all: DueSlot[][] = []
  for (let at = 0; at < due.length; at += size) all.push(due.slice(at, at + size))
  return all
}

const nameOf = ([first]: readonly DueSlot[]): string => `m${first?.monitorId}-s${first?.slotAt}`
