/**
 * Bulkheads: how many looks run at once, altogether, per target host, and per kind that asks for its own. A look that
 * does not get its turn in time goes without one.
 *
 * A target that hangs must not hold back others, nor what else is watched at the same host. A look that has waited for
 * `parkAfterMs` is parked: it leaves its place among the working ones, and at its host, to the next and takes one of the
 * parking places, of which there are many, because waiting costs nothing but a socket. A monitor whose last look hung
 * starts there; so many at one host that its server is not held open hundreds of times (docs/decisions/0011).
 */
export interface GateLimits {
  /** Looks at work. */
  readonly most: number
  /** Looks at work at one host. */
  readonly perHost: number
}

export interface Entry {
  /** Empty where nothing is reached. */
  readonly host: string
  /** A kind with a cap of its own, and that cap. */
  readonly own: { readonly name: string; readonly most: number } | null
  /** Its last look hung. */
  readonly isSlow: boolean
  /** Monotonic. Who is not in by then stays out. */
  readonly until: number
}

export interface Permit {
  /** It has hung for so long that it is to be parked: next time it starts there. */
  readonly isSlow: boolean
  leave(): void
}

type Lane = 'working' | 'parked' | 'own'

interface Visitor extends Entry {
  lane: Lane
  enteredAt: number
  resolve(permit: Permit | null): void
}

const parkAfterMs = 3_000
const mostParked = 1_000
/** Looks that are expected to hang, at one host: so many times what may be at work there. */
const parkedPerHost = 4

export class Gates {
  readonly #limits: () => GateLimits
  readonly #monotonic: () => number
  readonly #inside = new Set<Visitor>()
  #waiting: Visitor[] = []
  readonly #workingAt = new Map<string, number>()
  readonly #parkedAt = new Map<string, number>()
  readonly #own = new Map<string, number>()
  #working = 0
  #parked = 0

  constructor(limits: () => GateLimits, monotonic: () => number) {
    this.#limits = limits
    this.#monotonic = monotonic
  }

  get inside(): number {
    return this.#inside.size
  }

  get waiting(): number {
    return this.#waiting.length
  }

  /** A permit to be left after use, or null when its time ran out before there was room. */
  enter(entry: Entry): Permit | null | Promise<Permit | null> {
    const visitor: Visitor = { ...entry, lane: laneOf(entry), enteredAt: 0, resolve: () => undefined }
    if (this.#hasRoom(visitor)) return this.#admit(visitor)
    return new Promise((resolve) => {
      visitor.resolve = resolve
      this.#waiting.push(visitor)
    })
  }

  /** Parks who hangs, turns away whose time ran out. Called a few times a second. */
  sweep(): void {
    const now = this.#monotonic()
    for (const visitor of this.#inside) {
      if (visitor.lane !== 'working' || !hangs(visitor, now)) continue
      if (this.#parked >= mostParked) break
      this.#count(visitor, -1)
      visitor.lane = 'parked'
      this.#count(visitor, 1)
    }
    const late = this.#waiting.filter((visitor) => visitor.until <= now)
    if (late.length > 0) this.#waiting = this.#waiting.filter((visitor) => visitor.until > now)
    for (const visitor of late) visitor.resolve(null)
    this.#letIn()
  }

  #hasRoom({ host, lane, own }: Visitor): boolean {
    const { most, perHost } = this.#limits()
    const mostThere = lane === 'parked' ? perHost * parkedPerHost : perHost
    if (host !== '' && (this.#at(lane).get(host) ?? 0) >= mostThere) return false
    if (lane === 'own') return (this.#own.get(own?.name ?? '') ?? 0) < (own?.most ?? 0)
    return lane === 'working' ? this.#working < most : this.#parked < mostParked
  }

  #admit(visitor: Visitor): Permit {
    visitor.enteredAt = this.#monotonic()
    this.#inside.add(visitor)
    this.#count(visitor, 1)
    const monotonic = this.#monotonic
    return {
      get isSlow() {
        return hangs(visitor, monotonic())
      },
      leave: () => {
        if (!this.#inside.delete(visitor)) return
        this.#count(visitor, -1)
        if (this.#waiting.length > 0) this.#letIn()
      },
    }
  }

  #count({ host, lane, own }: Visitor, by: 1 | -1): void {
    add(this.#at(lane), host, by)
    if (lane === 'own') add(this.#own, own?.name ?? '', by)
    else if (lane === 'working') this.#working += by
    else this.#parked += by
  }

  #at(lane: Lane): Map<string, number> {
    return lane === 'parked' ? this.#parkedAt : this.#workingAt
  }

  /** In the order they came; who cannot enter yet does not hold back who can. */
  #letIn(): void {
    const staying: Visitor[] = []
    const admitted: Visitor[] = []
    for (const visitor of this.#waiting) {
      if (!this.#hasRoom(visitor)) staying.push(visitor)
      else {
        admitted.push(visitor)
        visitor.resolve(this.#admit(visitor))
      }
    }
    if (admitted.length > 0) this.#waiting = staying
  }
}

const hangs = ({ enteredAt }: Visitor, now: number): boolean => now - enteredAt >= parkAfterMs
const laneOf = (entry: Entry): Lane => (entry.own ? 'own' : entry.isSlow ? 'parked' : 'working')

function add(counts: Map<string, number>, name: string, by: number): void {
  const count = (counts.get(name) ?? 0) + by
  if (count > 0) counts.set(name, count)
  else counts.delete(name)
}
