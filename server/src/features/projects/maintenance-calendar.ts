import type { Db } from '#platform/db/contract.ts'
import { type Maintenance, type MaintenanceWindow, maintenanceOf, maintenanceStretches } from './maintenance.ts'
import { windowsSince } from './maintenance-store.ts'

interface Answer {
  readonly from: number
  readonly until: number
  readonly maintenance: Maintenance | null
}

const lookAhead = 24 * 3_600_000

/**
 * The windows that may still come, held in memory so that a look need not ask the database. Refreshed per project on
 * events and as a whole now and then, because an event from another process can be lost.
 */
export class MaintenanceCalendar {
  #windows = new Map<number, MaintenanceWindow[]>()
  readonly #answers = new Map<number, Answer>()

  async refreshAll(db: Db, now: number): Promise<void> {
    const windows = await windowsSince(db, 'all', now)
    this.#windows = Map.groupBy(windows, (window) => window.projectId)
    this.#answers.clear()
  }

  async refresh(db: Db, projectId: number, now: number): Promise<void> {
    const windows = await windowsSince(db, [projectId], now)
    if (windows.length > 0) this.#windows.set(projectId, windows)
    else this.#windows.delete(projectId)
    this.#answers.delete(projectId)
  }

  at(projectId: number, at: number): Maintenance | null {
    const windows = this.#windows.get(projectId)
    if (!windows) return null
    const known = this.#answers.get(projectId)
    if (known && at >= known.from && at < known.until) return known.maintenance
    const answer = answerAt(windows, at)
    this.#answers.set(projectId, answer)
    return answer.maintenance
  }

  /** The projects under maintenance at a moment. */
  projectsAt(at: number): number[] {
    return [...this.#windows.keys()].filter((projectId) => this.at(projectId, at) !== null)
  }
}

/** Holds until the next edge of any window, so most questions cost one comparison. */
function answerAt(windows: readonly MaintenanceWindow[], at: number): Answer {
  const maintenance = maintenanceOf(windows, at)
  const edges = maintenanceStretches(windows, at, at + lookAhead).flatMap((stretch) => [stretch.from, stretch.to])
  const next = Math.min(at + lookAhead, ...edges.filter((edge) => edge > at))
  return { from: at, until: Math.min(next, maintenance?.endsAt ?? next), maintenance }
}
