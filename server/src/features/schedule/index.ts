/**
 * Schedule: which slot is due, who looks, how often at once, whether the fault is ours, and the recurring work of all
 * rooms with its history. It does not know how to look (checks), what a result means (incidents), or what a job does.
 *
 * The sentinel is made before everything else, because the checks room asks it whether we are connected at all.
 */
export { createSchedule } from './create-schedule.ts'
export { type Schedule, scheduleKey } from './schedule-key.ts'
export type { ScheduleLimits, ScheduleParts, SlotWork } from './schedule-parts.ts'
export { installationName } from './schedule-store.ts'
export { Sentinel, type SentinelParts } from './sentinel.ts'
export { sentinelSetting } from './sentinel-setting.ts'
