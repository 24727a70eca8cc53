/**
 * The judge of a fault run. It knows what was committed and what receivers heard, and nothing of how the sender works:
 * every promise is checked from the outside.
 */
export interface Transition {
  readonly incidentId: number
  readonly event: string
}

export interface Heard {
  readonly channel: string
  readonly id: string
  readonly event: string
  readonly incidentId: number | null
  /** What else the message told, in order. */
  readonly includes: readonly { readonly id: string; readonly event: string; readonly incidentId: number | null }[]
  /** Whether the receiver said that it took it. What it only read may be said again. */
  readonly isTaken: boolean
}

/** Every broken promise in words; empty when all hold. */
export function brokenPromises(
  committed: readonly Transition[],
  channels: readonly string[],
  heard: readonly Heard[],
): string[] {
  return channels.flatMap((channel) => {
    const there = heard.filter((one) => one.channel === channel)
    return [
      ...lost(committed, channel, there),
      ...otherIds(channel, there),
      ...outOfOrder(committed, channel, there),
      ...repeatedAfterTaken(channel, there),
    ]
  })
}

const name = ({ incidentId, event }: { incidentId: number | null; event: string }): string =>
  `${event} of incident ${incidentId}`

const tells = (one: Heard): { id: string; event: string; incidentId: number | null }[] => [
  ...one.includes,
  { id: one.id, event: one.event, incidentId: one.incidentId },
]

/** P1: every committed transition reached every channel, in a message of its own or inside another. */
function lost(committed: readonly Transition[], channel: string, there: readonly Heard[]): string[] {
  const told = new Set(
    there
      .filter((one) => one.isTaken)
      .flatMap(tells)
      .map(name),
  )
  return committed.filter((one) => !told.has(name(one))).map((one) => `${channel} never heard of ${name(one)}`)
}

/** P2: saying it again carries the same id. */
function otherIds(channel: string, there: readonly Heard[]): string[] {
  const ids = new Map<string, Set<string>>()
  for (const one of there.flatMap(tells)) {
    // What belongs to no incident cannot be told apart from the next of its sort.
    if (one.event === 'group' || one.incidentId === null) continue
    ids.set(name(one), (ids.get(name(one)) ?? new Set()).add(one.id))
  }
  return [...ids]
    .filter(([, some]) => some.size > 1)
    .map(([what, some]) => `${channel} heard ${what} under ${some.size} ids`)
}

/** P3: nobody hears of a recovery before the outage. */
function outOfOrder(committed: readonly Transition[], channel: string, there: readonly Heard[]): string[] {
  const order = there
    .filter((one) => one.isTaken)
    .flatMap(tells)
    .map(name)
  const incidents = [...new Set(committed.map((one) => one.incidentId))]
  return incidents.flatMap((incidentId) => {
    const down = order.indexOf(name({ incidentId, event: 'down' }))
    const recovered = order.indexOf(name({ incidentId, event: 'recovered' }))
    return recovered >= 0 && (down < 0 || down > recovered)
      ? [`${channel} heard of the recovery of incident ${incidentId} before its outage`]
      : []
  })
}

/** A message that was taken is said again only by a process that died before it could note it: at most once a kill. */
function repeatedAfterTaken(channel: string, there: readonly Heard[]): string[] {
  const times = new Map<string, number>()
  for (const one of there) if (one.isTaken) times.set(one.id, (times.get(one.id) ?? 0) + 1)
  return [...times].filter(([, count]) => count > 12).map(([id, count]) => `${channel} took ${id} ${count} times`)
}
