import { monitorLimits } from '@bongsu/contract/projects.ts'
import { NumberInput, Select, Switch } from '@mantine/core'
import type { Form } from '#lib/form.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { detectionMs, intervalChoices, intervalUnit } from './interval.ts'
import { watchTexts } from './watch.i18n.ts'
import classes from './watch.module.css'

/** Rhythm and thresholds of a monitor. `null` is "not said": the default or, in an edit of many, what each has. */
export interface RhythmValues {
  readonly check_interval: number | null
  readonly timeout: number | null
  readonly retry_count: number | null
  readonly alert_threshold: number | null
  readonly recovery_threshold: number | null
  readonly time_limit: number | null
}

interface RhythmFieldsProps {
  readonly form: Pick<Form<RhythmValues>, 'values' | 'errors' | 'set'>
  /** Seconds; a kind with a daily rhythm allows a day. */
  readonly maxInterval?: number
  /** What an empty field says it will be. */
  readonly placeholder?: Partial<Record<keyof RhythmValues, number>>
}

const { timeout, retryCount, alertThreshold, recoveryThreshold } = monitorLimits

/** The interval, as a choice of usual ones. */
export function IntervalField({ form, maxInterval = monitorLimits.checkInterval.max, placeholder }: RhythmFieldsProps) {
  const t = useTexts(watchTexts)
  const everyText = useEvery()
  const current = form.values.check_interval
  return (
    <Select
      name="check_interval"
      label={t('rhythm.interval')}
      error={form.errors.check_interval ?? form.errors.status_interval}
      data={intervalChoices(maxInterval, current).map((seconds) => ({
        value: String(seconds),
        label: everyText(seconds),
      }))}
      placeholder={placeholder?.check_interval ? everyText(placeholder.check_interval) : undefined}
      value={current === null ? null : String(current)}
      onChange={(value) => form.set('check_interval', value === null ? null : Number(value))}
      allowDeselect={false}
      checkIconPosition="right"
    />
  )
}

export function TimeLimitField({ form }: RhythmFieldsProps) {
  const t = useTexts(watchTexts)
  return (
    <NumberInput
      name="time_limit"
      label={t('rhythm.limit')}
      description={t('rhythm.limitHelp')}
      error={form.errors.time_limit}
      placeholder={t('rhythm.off')}
      suffix=" ms"
      min={monitorLimits.timeLimit.min}
      max={monitorLimits.timeLimit.max}
      step={100}
      value={form.values.time_limit ?? ''}
      onChange={(value) => form.set('time_limit', value === '' ? null : Number(value))}
    />
  )
}

/** Everything between a failed look and a told incident, and what it adds up to. */
export function ThresholdFields({ form, placeholder }: RhythmFieldsProps) {
  const t = useTexts(watchTexts)
  const format = useFormat()
  const { values } = form
  const said = (key: 'timeout' | 'retry_count' | 'alert_threshold' | 'check_interval') =>
    values[key] ?? placeholder?.[key]
  const [check_interval, wait, retry_count, alert_threshold] = [
    said('check_interval'),
    said('timeout'),
    said('retry_count'),
    said('alert_threshold'),
  ]
  const number = (
    name: keyof RhythmValues,
    label: string,
    help: string,
    unit: string,
    limits: { min: number; max: number },
  ) => (
    <NumberInput
      name={name}
      label={label}
      description={help}
      error={form.errors[name]}
      placeholder={placeholder?.[name] === undefined ? t('rhythm.keep') : `${placeholder[name]} ${unit}`}
      suffix={` ${unit}`}
      min={limits.min}
      max={limits.max}
      allowDecimal={false}
      clampBehavior="none"
      value={values[name] ?? ''}
      onChange={(value) => form.set(name, value === '' ? null : Number(value))}
    />
  )
  return (
    <>
      <div className={classes.pair}>
        {number('timeout', t('rhythm.timeout'), t('rhythm.timeoutHelp'), t('seconds'), timeout)}
        {number('retry_count', t('rhythm.retry'), t('rhythm.retryHelp'), t('times'), retryCount)}
        {number('alert_threshold', t('rhythm.alert'), t('rhythm.alertHelp'), t('times'), alertThreshold)}
        {number('recovery_threshold', t('rhythm.recovery'), t('rhythm.recoveryHelp'), t('times'), recoveryThreshold)}
      </div>
      {check_interval && wait && retry_count && alert_threshold && (
        <p className={classes.detection}>
          {t('rhythm.detection', {
            time: format.duration(detectionMs({ check_interval, timeout: wait, retry_count, alert_threshold })),
          })}
        </p>
      )}
    </>
  )
}

export function AlertsSwitch({ isOn, onChange }: { readonly isOn: boolean; onChange(isOn: boolean): void }) {
  const t = useTexts(watchTexts)
  return (
    <Switch
      label={t('rhythm.alerts')}
      description={t('rhythm.alertsHelp')}
      checked={isOn}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

/** "every 5 min". */
export function useEvery(): (seconds: number) => string {
  const t = useTexts(watchTexts)
  return (seconds) => {
    const { unit, count } = intervalUnit(seconds)
    return t(`every.${unit}`, { count })
  }
}
