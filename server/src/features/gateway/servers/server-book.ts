import type { Db } from '#platform/db/contract.ts'
import { liveServers } from './server-store.ts'
import type { VirtualServer } from './virtual-server.ts'

/** The virtual servers as this process knows them, so that a request waits for no store. */
export class ServerBook {
  readonly #db: Db
  #bySlug: ReadonlyMap<string, VirtualServer> = new Map()

  constructor(db: Db) {
    this.#db = db
  }

  /** Those that are switched on; the same map as long as nothing changes. */
  get bySlug(): ReadonlyMap<string, VirtualServer> {
    return this.#bySlug
  }

  /** One that did not change stays the same object: what is kept of it stays good. */
  async load(): Promise<void> {
    const servers = (await liveServers(this.#db)).filter(({ isEnabled }) => isEnabled)
    const bySlug = new Map(
      servers.map((server) => {
        const known = this.#bySlug.get(server.slug)
        return [server.slug, known?.id === server.id && known.updatedAt === server.updatedAt ? known : server]
      }),
    )
    const isSame =
      bySlug.size === this.#bySlug.size && [...bySlug].every(([slug, one]) => this.#bySlug.get(slug) === one)
    if (!isSame) this.#bySlug = bySlug
  }
}
