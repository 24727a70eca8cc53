import type { MaintenanceView } from '@bongsu/contract/maintenance.ts'
import { day, isoTime } from '#kernel/clock.ts'
import { type MaintenanceWindow, occurrences } from './maintenance.ts'
import { scheduleOf } from './maintenance-rule.ts'

const shownOccurrences = 5
const lookAhead = 400 * day

export function maintenanceToView(window: MaintenanceWindow, now: number): MaintenanceView {
  const next = nextOccurrences(window, now)
  return {
    id: window.windowId,
    project_id: window.projectId,
    title: window.title,
    message: window.message,
    accounting: window.accounting,
    time_zone: window.timeZone,
    schedule: scheduleOf(window.rule),
    is_now: window.isNow,
    is_open: next[0] !== undefined && next[0].from <= now,
    is_over: next.length === 0,
    next: next.map(({ from, to }) => ({ from: isoTime(from), to: isoTime(to) })),
    created_by: window.createdBy,
    created_at: isoTime(window.createdAt),
  }
}

/** Looks ahead in growing steps: a weekly window is found in the first, the 29th of February in the last. */
function nextOccurrences(window: MaintenanceWindow, now: number) {
  for (let ahead = 40 * day; ; ahead *= 3) {
    const found = occurrences(window, now, now + Math.min(ahead, lookAhead))
    if (found.length >= shownOccurrences || ahead >= lookAhead) return found.slice(0, shownOccurrences)
  }
}
