import type { IdentityPolicy } from '#features/identity/index.ts'
import { day, hour, minute } from '#kernel/clock.ts'
import type { RateRules } from '#platform/http/operation-routes.ts'
import { retentionSetting } from './definitions/monitoring-settings.ts'
import { generalSetting, rateLimitsSetting, signInSetting, signUpSetting } from './definitions/people-settings.ts'
import type { Settings } from './settings-registry.ts'

/** The identity room stands before this one, so app.ts hands it what the settings say. */
export function identityPolicy(settings: Settings): IdentityPolicy {
  const general = settings.get(generalSetting)
  const signUp = settings.get(signUpSetting)
  const signIn = settings.get(signInSetting)
  return {
    signUpMode: signUp.mode,
    signUpRole: signUp.role,
    language: general.language,
    timeZone: general.time_zone,
    accessTokenMs: signIn.access_token_minutes * minute,
    sessionIdleMs: signIn.session_idle_hours * hour,
    sessionAbsoluteMs: signIn.session_absolute_days * day,
    lockAfter: signIn.lock_after,
    historyMs: signIn.history_days * day,
  }
}

/** The figures of P55 for the HTTP door. */
export const rateRules =
  (settings: Settings): RateRules =>
  (kind) => {
    const limits = settings.get(rateLimitsSetting)
    const max = {
      'sign-in': limits.sign_in_per_minute,
      'sign-up': limits.sign_up_per_minute,
      password: limits.password_per_minute,
      api: limits.api_per_minute,
      console: limits.console_per_minute,
    }[kind]
    return { max, windowMs: minute }
  }

/** How long each sort of figure is kept, in the words of the results room. */
export function retentionOf(settings: Settings) {
  const kept = settings.get(retentionSetting)
  return {
    rawDays: kept.raw_days,
    fiveMinutesDays: kept.five_minutes_days,
    hourDays: kept.hour_days,
    dayMonths: kept.day_months,
  }
}
