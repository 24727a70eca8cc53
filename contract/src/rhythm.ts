import { monitorLimits } from './projects.ts'

/** What a check kind says of its rhythm, in seconds. With `cycles` it is looked at in every so many cycles of its project. */
export interface KindDefaults {
  readonly check_interval: number
  readonly timeout: number
  readonly cycles?: number | undefined
}

const { checkInterval, alertThreshold } = monitorLimits

/** A kind with a rhythm of its own (a certificate once a day) does not follow the project's interval and time limit. */
export const hasOwnRhythm = ({ check_interval }: KindDefaults): boolean => check_interval > checkInterval.max

/** The longest interval a monitor of this kind may have. */
export const longestInterval = ({ check_interval, cycles = 1 }: KindDefaults): number =>
  Math.max(checkInterval.max * cycles, check_interval)

/** How often a monitor of this kind is looked at unless somebody says otherwise. */
export const usualInterval = ({ check_interval, cycles }: KindDefaults, projectInterval: number): number =>
  cycles === undefined ? check_interval : cycles * projectInterval

/**
 * Looked at once a day, three failures in a row would be told of after three days: such a kind is told of at once. So is
 * one that is signalled: no network lies between us and what has come in.
 */
export const usualThreshold = (defaults: KindDefaults, isSignalled = false): number =>
  hasOwnRhythm(defaults) || isSignalled ? 1 : alertThreshold.default
