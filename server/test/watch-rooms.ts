import { createIncidents } from '#features/incidents/index.ts'
import { createResults, type Look, type Recorder } from '#features/results/index.ts'
import type { Actor } from '#kernel/operation.ts'
import type { Job, JobReport } from '#kernel/room.ts'
import { silentLog } from '#platform/log/log.ts'
import { createRunner } from '#platform/operations/runner.ts'
import type { TestDatabase } from './databases.ts'
import { asRole, openProjectRooms, type ProjectRooms } from './project-rooms.ts'

export interface WatchRooms extends ProjectRooms {
  readonly recorder: Recorder
  /** Records looks and waits until they are stored and judged. */
  record(...looks: Look[]): Promise<void>
  runJob(name: string): Promise<JobReport>
}

/** Projects, results and incidents on a real store: looks go in, verdicts and verbs come out. */
export async function openWatchRooms(store: TestDatabase): Promise<WatchRooms> {
  const rooms = await openProjectRooms(store)
  const { clock, services } = rooms
  const { database, events } = store
  const parts = { database, events, clock, services, timeZone: () => 'Asia/Seoul' }
  const results = createResults({
    ...parts,
    log: silentLog(),
    isResponseTime: (kind) => kind !== 'tls',
    retention: () => ({ rawDays: 30, fiveMinutesDays: 30, hourDays: 90, dayMonths: 25 }),
  })
  const incidents = createIncidents(parts)
  const run = createRunner({
    database,
    clock,
    services,
    writeAudit: async (_tx, entry) => void rooms.audited.push(entry),
    checkOutput: true,
  })
  const verbs = new Map(
    [results.room, incidents.room].flatMap((room) => room.operations ?? []).map((one) => [one.name, one]),
  )
  const jobs = new Map<string, Job>((results.room.jobs ?? []).map((job) => [job.name, job]))
  return {
    ...rooms,
    recorder: results.recorder,
    async record(...looks) {
      // A look is never recorded before its slot.
      const newest = Math.max(...looks.map((look) => look.slotAt))
      if (newest > clock.now()) clock.jump(newest - clock.now())
      const recorded = looks.map((look) => results.recorder.record(look))
      await results.recorder.drain()
      await Promise.all(recorded)
    },
    async runJob(name) {
      const job = jobs.get(name)
      if (!job) throw new Error(`there is no job ${name}`)
      return job.run(new AbortController().signal)
    },
    async call(name, input = {}, actor: Actor = asRole('manager')) {
      const verb = verbs.get(name)
      if (!verb) return rooms.call(name, input, actor)
      const call = { actor, language: 'en', origin: { door: 'http' }, signal: new AbortController().signal } as const
      return run(verb, input, call)
    },
  }
}
