import { randomUUID } from 'node:crypto'
import { type AlertEvent, type AlertSeverity, usualTopics } from '@bongsu/contract/alerts.ts'
import type { People, PersonRef } from '#features/identity/index.ts'
import type { Project, Projects } from '#features/projects/index.ts'
import { minute } from '#kernel/clock.ts'
import type { Tx } from '#platform/db/contract.ts'
import { deliveriesPlanned } from '../alerts-events.ts'
import { type Channel, channelLane, personLane, quietUntil, wants } from '../manage/channel.ts'
import { channelsForAll, channelsForProject } from '../manage/channel-store.ts'
import { type AlertNews, type IncludedNews, included, isEnding, worst } from '../news.ts'
import { oncePerTx } from '../once-per-tx.ts'
import type { DeliveryDraft, OutboxTimes } from './delivery.ts'
import { dropDelivery, insertDeliveries, mergeDelivery, toldBefore } from './delivery-store.ts'

export interface PlanParts {
  readonly people: People
  readonly projects: Projects
  /** Without a mail server nobody's own mail is planned; a mail channel, which somebody made, says so in its log. */
  readonly canMail: () => boolean
  readonly times: OutboxTimes
}

/** Writes what is to be told into the outbox, inside the transaction in which it happened. */
export type PlanDeliveries = (tx: Tx, news: AlertNews, at: number) => Promise<void>

export function createPlan(parts: PlanParts): PlanDeliveries {
  const { people, projects, times } = parts
  const forAll = oncePerTx(channelsForAll)
  const sayOnce = oncePerTx((tx) => tx.emit(deliveriesPlanned, {}))

  return async (tx, news, at) => {
    const project = news.project ? await projects.project(tx, news.project.id) : undefined
    const channels = [
      ...(await forAll(tx)),
      ...(news.project ? await channelsForProject(tx, news.project.id, project?.tags ?? []) : []),
    ]
    const told = { ...news, project: news.project && { ...news.project, url: project?.url ?? news.project.url } }
    const drafts: DeliveryDraft[] = []
    for (const channel of channels) drafts.push(...(await forChannel(tx, channel, told, at)))
    const owner = await ownerToMail(tx, project, channels)
    if (owner) drafts.push(...(await forPerson(tx, owner, told, at)))
    const written = await insertDeliveries(tx, drafts, at)
    if (written > 0) await sayOnce(tx)
  }

  async function forChannel(tx: Tx, channel: Channel, news: AlertNews, at: number): Promise<DeliveryDraft[]> {
    const draft = await draftFor(
      tx,
      { lane: channelLane(channel.id), channelId: channel.id, personId: null },
      channel,
      news,
      at,
    )
    if (!draft) return []
    if (news.event !== 'down' || news.incidentId === null) return [draft]
    const { escalationMinutes, reminderMinutes } = channel
    const stepAt = at + (escalationMinutes ?? 0) * minute
    const first: DeliveryDraft =
      escalationMinutes === null ? draft : { ...draft, heldFor: 'escalation', nextAt: stepAt }
    return reminderMinutes === null ? [first] : [first, reminderDraft(draft, 1, stepAt + reminderMinutes * minute)]
  }

  async function forPerson(tx: Tx, person: PersonRef, news: AlertNews, at: number): Promise<DeliveryDraft[]> {
    const draft = await draftFor(
      tx,
      { lane: personLane(person.id), channelId: null, personId: person.id },
      personalRules,
      news,
      at,
    )
    return draft ? [draft] : []
  }

  /** The owner's own mail (P8), unless a channel writes to the same address anyway. */
  async function ownerToMail(
    tx: Tx,
    project: Project | undefined,
    channels: readonly Channel[],
  ): Promise<PersonRef | undefined> {
    if (!project?.ownerId || !parts.canMail()) return undefined
    const owner = await people.byId(tx, project.ownerId)
    if (!owner?.isEnabled || !owner.emailNotifications) return undefined
    return channels.some((channel) => writesTo(channel, owner.email)) ? undefined : owner
  }

  async function draftFor(
    tx: Tx,
    to: Pick<DeliveryDraft, 'lane' | 'channelId' | 'personId'>,
    rules: Rules,
    news: AlertNews,
    at: number,
  ): Promise<DeliveryDraft | null> {
    const id = randomUUID()
    const orderKey = orderKeyOf(to.lane, news)
    const history = orderKey === null ? [] : await toldBefore(tx, orderKey)
    if (history.some((row) => row.sourceKey === news.key)) return null
    const opened = openedBy(news, history)
    // What still waits for its time was told to nobody, and has nothing to tell any more.
    const unheard = opened.filter(({ heldFor }) => heldFor === 'reminder' || heldFor === 'escalation')
    for (const { seq } of unheard) await dropDelivery(tx, seq, at)
    const before = opened.filter((row) => !unheard.includes(row))
    if (isEnding(news.event) ? !wantsEnding(rules, news, before) : !wants(rules, news)) return null
    const includes: IncludedNews[] = []
    for (const { seq, event } of [...before].reverse()) {
      // Nor has a reminder that has not got through yet.
      if (event === 'reminder') await dropDelivery(tx, seq, at)
      const merged = await mergeDelivery(tx, seq, id, at)
      if (merged) includes.push(...flattened(merged.id, merged.news))
    }
    const severity = isEnding(news.event) ? worst([news.severity, ...before.map((one) => one.severity)]) : news.severity
    const quiet = severity === 'critical' ? null : quietUntil(rules.quietHours, at)
    return {
      ...to,
      id,
      sourceKey: news.key,
      orderKey,
      severity,
      news: { ...news, includes, count: 1 + includes.length },
      heldFor: quiet === null ? null : 'quiet_hours',
      nextAt: quiet ?? at + times.gatherMs,
      fallbackFor: null,
    }
  }
}

type Rules = Pick<Channel, 'events' | 'minSeverity' | 'quietHours'>
interface Told {
  readonly seq: number
  readonly event: AlertEvent
  readonly severity: AlertSeverity
  readonly incidentId: number | null
}

/** What people are mailed about their own projects. */
const personalRules: Rules = { events: usualTopics, minSeverity: 'info', quietHours: null }

/**
 * What a later piece of news makes pointless to tell by itself: a beginning that nobody heard of before it ended goes
 * into the message of the end ("was down for 40 s, is up again").
 */
const absorbs: Partial<Record<AlertEvent, readonly AlertEvent[]>> = {
  down: ['degraded'],
  recovered: ['down', 'degraded', 'reminder'],
  no_longer_degraded: ['degraded'],
  flapping_ended: ['flapping'],
  monitoring_error_ended: ['monitoring_error'],
}

export const absorbsEvent = (later: AlertEvent, earlier: AlertEvent): boolean =>
  absorbs[later]?.includes(earlier) ?? false

/** Rows of the present episode that `news` ends or outdoes: back to the previous end of the same kind. Newest first. */
function openedBy<Row extends Told>(news: Pick<AlertNews, 'event' | 'incidentId'>, rows: readonly Row[]): Row[] {
  const absorbed = absorbs[news.event] ?? []
  const end = rows.findIndex(
    (row) =>
      row.event === news.event || (isEnding(row.event) && absorbs[row.event]?.some((one) => absorbed.includes(one))),
  )
  const episode = end < 0 ? rows : rows.slice(0, end)
  return episode.filter(
    (row) =>
      absorbed.includes(row.event) &&
      (news.incidentId === null || row.incidentId === null || row.incidentId === news.incidentId),
  )
}

/** The end is told to whom the beginning was told; to others only where nobody there asked for beginnings at all. */
function wantsEnding(rules: Rules, news: AlertNews, before: readonly Told[]): boolean {
  if (before.length > 0) return wants({ ...rules, minSeverity: 'info' }, news)
  const asksForBeginnings = (absorbs[news.event] ?? []).some(
    (event) => wants({ ...rules, minSeverity: 'info' }, { event, severity: 'critical' }) && event !== 'reminder',
  )
  return !asksForBeginnings && wants(rules, news)
}

const ordered: ReadonlySet<AlertEvent> = new Set([
  'down',
  'recovered',
  'degraded',
  'no_longer_degraded',
  'flapping',
  'flapping_ended',
  'monitoring_error',
  'monitoring_error_ended',
  'reminder',
])

/** State changes of one monitor reach one place in the order in which they happened; other news waits for nothing. */
const orderKeyOf = (lane: string, news: Pick<AlertNews, 'event' | 'monitor'>): string | null =>
  news.monitor && ordered.has(news.event) ? `${lane}|m${news.monitor.id}` : null

/** The reminder of an incident in a lane: waits beside the queue until its time and is dropped if it is no longer true. */
export function reminderDraft(down: DeliveryDraft, round: number, at: number): DeliveryDraft {
  const key = `reminder:${down.news.incidentId}:${round}`
  return {
    ...down,
    id: randomUUID(),
    sourceKey: key,
    severity: 'critical',
    news: { ...down.news, key, event: 'reminder', severity: 'critical', includes: [], count: 1 },
    heldFor: 'reminder',
    nextAt: at,
  }
}

/** A message and all it had taken in, as parts of another one. */
export const flattened = (id: string, news: AlertNews): IncludedNews[] => [...news.includes, included(id, news)]

const writesTo = (channel: Channel, address: string): boolean => {
  const { to } = channel.options as { to?: unknown }
  return Array.isArray(to) && to.some((one) => String(one).toLowerCase() === address.toLowerCase())
}
