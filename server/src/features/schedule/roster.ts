import type { Monitor, MonitorChange, Projects } from '#features/projects/index.ts'
import type { Database } from '#platform/db/contract.ts'

/** `began`: made, or started again. */
export type RosterNews =
  | { readonly what: 'began' | 'changed'; readonly monitor: Monitor }
  | { readonly what: 'left'; readonly monitorId: number }

export interface RosterParts {
  readonly database: Database
  readonly projects: Pick<Projects, 'activeMonitors' | 'activeVersions' | 'runningMonitors'>
  onNews(news: RosterNews): void
}

/**
 * Every monitor that is to be looked at, in memory of this process: no slot costs a query. Loaded once, kept by events,
 * and compared with the store now and then, because an event from another process can be lost.
 */
export class Roster {
  readonly #parts: RosterParts
  readonly #monitors = new Map<number, Monitor>()
  readonly #versions = new Map<number, number>()
  #changed = new Map<number, MonitorChange>()
  #refreshing: Promise<void> | undefined

  constructor(parts: RosterParts) {
    this.#parts = parts
  }

  get size(): number {
    return this.#monitors.size
  }

  get(monitorId: number): Monitor | undefined {
    return this.#monitors.get(monitorId)
  }

  values(): IterableIterator<Monitor> {
    return this.#monitors.values()
  }

  async load(): Promise<void> {
    const { database, projects } = this.#parts
    const versions = await projects.activeVersions(database)
    for (const monitor of await projects.activeMonitors(database)) {
      this.#monitors.set(monitor.id, monitor)
      this.#versions.set(monitor.id, versions.get(monitor.id) ?? 0)
    }
  }

  /** An event said so. What comes in a burst (a project stopped, an import) is read together. */
  heard(monitorId: number, change: MonitorChange): Promise<void> {
    const known = this.#changed.get(monitorId)
    this.#changed.set(monitorId, isBeginning(known) && change === 'updated' ? known : change)
    this.#refreshing ??= Promise.resolve()
      .then(() => new Promise((resolve) => setImmediate(resolve)))
      .then(() => this.#refreshChanged())
      .finally(() => {
        this.#refreshing = undefined
        // Heard while the others were read.
        const [more] = this.#changed
        if (more) void this.heard(...more).catch(() => undefined)
      })
    return this.#refreshing
  }

  /** Looks for what was missed: few rows, and whole monitors only where something differs. */
  async compare(): Promise<void> {
    const { database, projects } = this.#parts
    const versions = await projects.activeVersions(database)
    for (const monitorId of [...this.#monitors.keys()]) if (!versions.has(monitorId)) this.#drop(monitorId)
    const differing = [...versions].filter(([id, version]) => this.#versions.get(id) !== version).map(([id]) => id)
    await this.#read(differing, () => undefined)
  }

  async #refreshChanged(): Promise<void> {
    const changed = this.#changed
    this.#changed = new Map()
    await this.#read([...changed.keys()], (id) => changed.get(id))
  }

  async #read(ids: readonly number[], changeOf: (id: number) => MonitorChange | undefined): Promise<void> {
    if (ids.length === 0) return
    const { database, projects, onNews } = this.#parts
    const found = await projects.runningMonitors(database, ids)
    for (const id of ids) {
      const entry = found.get(id)
      if (!entry) {
        this.#drop(id)
        continue
      }
      const isNew = !this.#monitors.has(id) || isBeginning(changeOf(id))
      this.#monitors.set(id, entry.monitor)
      this.#versions.set(id, entry.version)
      onNews({ what: isNew ? 'began' : 'changed', monitor: entry.monitor })
    }
  }

  #drop(monitorId: number): void {
    if (!this.#monitors.delete(monitorId)) return
    this.#versions.delete(monitorId)
    this.#parts.onNews({ what: 'left', monitorId })
  }
}

const isBeginning = (change: MonitorChange | undefined): change is MonitorChange =>
  change === 'created' || change === 'resumed' || change === 'restored'
