import type { OutputOf } from '#lib/api.ts'

type Summary = OutputOf<'get-dashboard-summary'>
type Scheduler = Pick<OutputOf<'get-scheduler-status'>, 'is_running' | 'blind_since'>

export type AttentionItem =
  | { readonly is: 'stopped'; readonly key: string }
  | { readonly is: 'blind'; readonly key: string; readonly since: string }
  | { readonly is: 'incident'; readonly key: string; readonly incident: Summary['open_incidents'][number] }
  | {
      readonly is: 'expiring'
      readonly key: string
      readonly target: Summary['expiring'][number]
      readonly isUrgent: boolean
    }
  | { readonly is: 'dead'; readonly key: string; readonly count: number }

/** Days before an expiry when it stops being planning and becomes haste. */
const urgentDays = 3

interface Facts {
  readonly summary: Pick<Summary, 'open_incidents' | 'expiring'>
  readonly deadCount: number
  readonly scheduler: Scheduler | undefined
}

/**
 * The order of urgency: that nothing is watched at all, outages nobody takes care of, what expires within days, outages
 * somebody has, alerts that reached nobody, what expires later.
 */
export function attentionOf({ summary, deadCount, scheduler }: Facts): AttentionItem[] {
  const incidents = summary.open_incidents.map((incident) => ({
    is: 'incident' as const,
    key: `incident ${incident.id}`,
    incident,
  }))
  const expiring = [...summary.expiring]
    .sort((a, b) => a.days_left - b.days_left)
    .map((target) => ({
      is: 'expiring' as const,
      key: `expiring ${target.monitor.id}`,
      target,
      isUrgent: target.days_left <= urgentDays,
    }))
  return [
    ...(scheduler && !scheduler.is_running ? [{ is: 'stopped' as const, key: 'stopped' }] : []),
    ...(scheduler?.blind_since ? [{ is: 'blind' as const, key: 'blind', since: scheduler.blind_since }] : []),
    ...incidents.filter(({ incident }) => incident.acknowledged_at === null),
    ...expiring.filter(({ isUrgent }) => isUrgent),
    ...incidents.filter(({ incident }) => incident.acknowledged_at !== null),
    ...(deadCount > 0 ? [{ is: 'dead' as const, key: 'dead', count: deadCount }] : []),
    ...expiring.filter(({ isUrgent }) => !isUrgent),
  ]
}
