import type { Monitor, Projects } from '#features/projects/index.ts'
import type { Results, Total } from '#features/results/index.ts'
import { type Clock, day, hour } from '#kernel/clock.ts'
import type { Db } from '#platform/db/contract.ts'
import { countAll } from './incident-store.ts'

/** The figures of every open dashboard that cost something to find out and may be half a minute old. */
export interface DashboardFigures {
  readonly last24Hours: Total
  readonly incidentsEver: number
  /** Certificates and domains that expire soon or have expired, the soonest first. */
  readonly expiring: readonly Expiring[]
}

export interface Expiring {
  readonly monitor: Monitor
  readonly expiresAt: number
}

const soon = 30 * day
const mostExpiring = 500

export async function dashboardFigures(
  db: Db,
  { projects, results, clock }: { projects: Projects; results: Results; clock: Clock },
): Promise<DashboardFigures> {
  const at = clock.now()
  const thisHour = Math.floor(at / hour) * hour
  return {
    last24Hours: await results.totalOver(db, thisHour - 23 * hour, thisHour + hour),
    incidentsEver: await countAll(db),
    expiring: await expiringSoon(db, at, projects, results),
  }
}

/** Only of monitors that are still there. */
async function expiringSoon(db: Db, at: number, projects: Projects, results: Results): Promise<Expiring[]> {
  const looks = await results.looksExpiringBefore(db, at + soon, mostExpiring)
  const monitors = await projects.monitors(
    db,
    looks.map((look) => look.monitorId),
  )
  return looks.flatMap(({ monitorId, expiresAt }) => {
    const monitor = monitors.get(monitorId)
    return monitor && expiresAt !== null ? [{ monitor, expiresAt }] : []
  })
}
