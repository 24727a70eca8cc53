import { z } from 'zod'
import { oneLine } from './one-line.ts'
import { text } from './text.ts'
import { timeZone } from './time-zone.ts'

export const maintenanceAccountings = ['exclude', 'count', 'as_up'] as const
export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

const moment = z.iso.datetime({ offset: true })
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'HH:MM' })

const monthDay = z
  .int()
  .min(-1)
  .max(31)
  .refine((day) => day !== 0, {
    params: { text: text('1–31 또는 -1(말일)을 입력하세요.', 'Use 1–31, or -1 for the last day.') },
  })

/** When a window is open. A clock time `to` at or before `from` is on the next day. */
export const maintenanceSchedule = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('once'), starts_at: moment, ends_at: moment }),
    z.strictObject({
      type: z.literal('weekly'),
      days: z.array(z.enum(weekdays)).min(1).max(7),
      from: clockTime,
      to: clockTime,
    }),
    z.strictObject({
      type: z.literal('monthly'),
      days: z.array(monthDay).min(1).max(31),
      from: clockTime,
      to: clockTime,
    }),
    z.strictObject({
      type: z.literal('cron'),
      expression: z.string().trim().min(9).max(100).describe('Five fields: minute hour day month weekday'),
      minutes: z.int().min(1).max(10_080).describe('How long each time'),
    }),
  ])
  .meta({ id: 'MaintenanceSchedule' })
export type MaintenanceSchedule = z.infer<typeof maintenanceSchedule>

export const maintenanceInput = {
  title: oneLine({ max: 200 }).nullish(),
  message: z.string().trim().max(500).nullish().describe('Shown on the status page while it lasts'),
  accounting: z.enum(maintenanceAccountings).nullish().describe('How the time enters uptime; exclude unless said'),
  time_zone: timeZone.nullish().describe('Where the clock times are read; the installation’s zone unless said'),
  schedule: maintenanceSchedule,
}

export const maintenanceChanges = { ...maintenanceInput, schedule: maintenanceSchedule.nullish() }

/** Spec B §3.3: on, a message, an end. */
export const maintenanceNowInput = {
  maintenance_mode: z.boolean(),
  maintenance_message: z.string().trim().max(500).nullish(),
  maintenance_ends_at: moment.nullish().describe('When it ends by itself; two hours from now unless said'),
  accounting: z.enum(maintenanceAccountings).nullish(),
}

export const maintenanceNowView = z
  .object({
    maintenance_mode: z.boolean(),
    maintenance_message: z.string().nullable(),
    maintenance_ends_at: z.iso.datetime().nullable(),
    accounting: z.enum(maintenanceAccountings).nullable(),
  })
  .meta({ id: 'MaintenanceNow' })

export const maintenanceView = z
  .object({
    id: z.int(),
    project_id: z.int(),
    title: z.string().nullable(),
    message: z.string().nullable(),
    accounting: z.enum(maintenanceAccountings),
    time_zone: z.string(),
    schedule: maintenanceSchedule,
    is_now: z.boolean().describe('Switched on by hand rather than planned'),
    is_open: z.boolean().describe('Whether it is open at this moment'),
    is_over: z.boolean().describe('It will not open again'),
    next: z
      .array(z.object({ from: z.iso.datetime(), to: z.iso.datetime() }))
      .describe('The next times, the open one first'),
    created_by: z.int().nullable(),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Maintenance' })
export type MaintenanceView = z.infer<typeof maintenanceView>
