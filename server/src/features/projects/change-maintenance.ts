import { text } from '@bongsu/contract/text.ts'
import { hour } from '#kernel/clock.ts'
import { invalidField } from '#kernel/errors.ts'
import type { Db, Tx } from '#platform/db/contract.ts'
import { type Accounting, type Maintenance, type MaintenanceWindow, maintenanceOf } from './maintenance.ts'
import { longestMaintenance } from './maintenance-rule.ts'
import {
  currentWindows,
  endCurrentVersion,
  insertWindow,
  type MaintenanceDraft,
  windowsSince,
} from './maintenance-store.ts'
import { projectChanged } from './project-events.ts'

/** Maintenance that nobody gave an end ends by itself after this. */
export const usualMaintenance = 2 * hour

/** A one-off window means nothing after its end, so nobody need look at it again. */
const withEnd = (draft: MaintenanceDraft): MaintenanceDraft =>
  draft.rule.type === 'once' ? { ...draft, validUntil: draft.rule.endsAt } : draft

export async function addWindow(tx: Tx, draft: MaintenanceDraft): Promise<MaintenanceWindow> {
  const window = await insertWindow(tx, withEnd(draft), null)
  await tx.emit(projectChanged, { projectId: draft.projectId, change: 'maintenance' })
  return window
}

/** From now on the window means something else; what it meant until now stays as it was. */
export async function replaceWindow(
  tx: Tx,
  before: MaintenanceWindow,
  changes: Partial<MaintenanceDraft>,
  now: number,
): Promise<MaintenanceWindow> {
  await endCurrentVersion(tx, before.windowId, now)
  const draft: MaintenanceDraft = { ...before, validUntil: null, ...changes, validFrom: now }
  const window = await insertWindow(tx, withEnd(draft), before.windowId)
  await tx.emit(projectChanged, { projectId: before.projectId, change: 'maintenance' })
  return window
}

export async function endWindow(tx: Tx, window: MaintenanceWindow, now: number): Promise<void> {
  await endCurrentVersion(tx, window.windowId, now)
  await tx.emit(projectChanged, { projectId: window.projectId, change: 'maintenance' })
}

export interface MaintenanceNow {
  readonly on: boolean
  readonly message?: string | null | undefined
  readonly endsAt?: number | undefined
  readonly accounting?: Accounting | undefined
}

/**
 * Begins, extends, rewords or ends maintenance by hand. Ending it ends whatever is open now; a recurring window comes
 * back at its next time.
 */
export async function setMaintenanceNow(
  tx: Tx,
  projectId: number,
  wanted: MaintenanceNow,
  by: { readonly personId: number | null; readonly timeZone: string },
  now: number,
): Promise<void> {
  const open = (await currentWindows(tx, projectId)).filter((window) => maintenanceOf([window], now) !== null)
  if (!wanted.on) {
    for (const window of open) await endOccurrence(tx, window, now)
    return
  }
  const byHand = open.find((window) => window.isNow && window.rule.type === 'once')
  const endsAt = wanted.endsAt ?? endOf(byHand) ?? now + usualMaintenance
  requireEnd(endsAt, now)
  const message = wanted.message === undefined ? (byHand?.message ?? null) : wanted.message || null
  const accounting = wanted.accounting ?? byHand?.accounting ?? 'exclude'
  if (byHand) {
    const startsAt = byHand.rule.type === 'once' ? byHand.rule.startsAt : now
    await replaceWindow(tx, byHand, { message, accounting, rule: { type: 'once', startsAt, endsAt } }, now)
    return
  }
  await addWindow(tx, {
    projectId,
    title: null,
    message,
    accounting,
    rule: { type: 'once', startsAt: now, endsAt },
    timeZone: by.timeZone,
    isNow: true,
    validFrom: now,
    createdBy: by.personId,
    createdAt: now,
  })
}

async function endOccurrence(tx: Tx, window: MaintenanceWindow, now: number): Promise<void> {
  await endWindow(tx, window, now)
  const endsAt = maintenanceOf([window], now)?.endsAt ?? now
  if (window.rule.type !== 'once') await insertWindow(tx, { ...window, validFrom: endsAt }, window.windowId)
}

const endOf = (window: MaintenanceWindow | undefined): number | undefined =>
  window?.rule.type === 'once' ? window.rule.endsAt : undefined

function requireEnd(endsAt: number, now: number): void {
  const problem =
    endsAt <= now
      ? text('끝나는 시각이 이미 지났습니다.', 'The end is in the past.')
      : endsAt - now > longestMaintenance
        ? text('유지보수는 한 번에 90일까지입니다.', 'One maintenance lasts 90 days at most.')
        : null
  if (problem) throw invalidField('maintenance_ends_at', problem)
}

/** The maintenance a project is under as this transaction sees it. */
export const maintenanceIn = async (db: Db, projectId: number, at: number): Promise<Maintenance | null> =>
  maintenanceOf(await windowsSince(db, [projectId], at), at)
