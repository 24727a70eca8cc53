import { longestInterval, usualInterval } from '@bongsu/contract/rhythm.ts'
import { TextInput } from '@mantine/core'
import type { ReactNode } from 'react'
import type { CheckKind } from '#lib/check-kinds.ts'
import type { Form } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { SchemaForm } from '#ui/schema-form/schema-form.tsx'
import { AlertsSwitch, IntervalField, ThresholdFields, TimeLimitField } from '#ui/watch/rhythm-fields.tsx'
import { TakeRecording } from '#ui/watch/take-recording.tsx'
import { useTryCheck } from '#ui/watch/try-check.ts'
import { TryPanel } from '#ui/watch/try-panel.tsx'
import { belowOptions, type MonitorValues } from './monitor-values.ts'
import { monitorsTexts } from './monitors.i18n.ts'
import classes from './monitors.module.css'

interface MonitorFieldsProps {
  readonly form: Form<MonitorValues>
  readonly kind: CheckKind
  /** Paths of secrets the server already holds. */
  readonly secrets?: ReadonlySet<string>
  readonly isDisabled?: boolean
  readonly mayTry: boolean
  /** Seconds; what a kind that follows its project counts from. */
  readonly projectInterval?: number | undefined
  /** Under the fields: how the form is sent. */
  readonly foot?: ReactNode
}

const noSecrets: ReadonlySet<string> = new Set()

/** Everything about a monitor, and beside it the means to try what is not saved yet. */
export function MonitorFields({
  form,
  kind,
  secrets = noSecrets,
  isDisabled = false,
  mayTry,
  projectInterval,
  foot,
}: MonitorFieldsProps) {
  const t = useTexts(monitorsTexts)
  const trial = useTryCheck((fields) => form.setErrors(belowOptions(fields)))
  const tryIt = () => {
    form.setErrors({})
    trial.run(kind.kind, form.values.options)
  }
  const part = form.part('options')
  const usual = projectInterval ? { check_interval: usualInterval(kind.defaults, projectInterval) } : {}
  return (
    <div className={classes.columns} data-single={!mayTry || undefined}>
      <fieldset className={classes.what} disabled={isDisabled}>
        <Card title={t('form.what')}>
          {form.errors.options && (
            <p className={classes.error} role="alert">
              {form.errors.options}
            </p>
          )}
          {!isDisabled && <TakeRecording kind={kind} onOptions={(taken) => part.onChange(taken, '')} />}
          <SchemaForm
            schema={kind.schema}
            {...part}
            secrets={secrets}
            isDisabled={isDisabled}
            example={secrets.size > 0 ? null : kind.example}
          />
        </Card>
      </fieldset>
      {mayTry && (
        <aside className={classes.aside}>
          <TryPanel
            state={trial.state}
            timeoutMs={(form.values.timeout ?? kind.defaults.timeout) * 1000}
            hint={
              <>
                <p>{t('form.tryHint')}</p>
                {secrets.size > 0 && <p>{t('form.trySecrets')}</p>}
              </>
            }
            onRun={tryIt}
            onCancel={trial.cancel}
          />
        </aside>
      )}
      <fieldset className={classes.rest} disabled={isDisabled}>
        <Card title={t('form.rhythm')}>
          <div className={classes.fields}>
            <p className={classes.help}>{t('form.rhythmText')}</p>
            <TextInput
              {...form.field('name')}
              label={t('form.name')}
              description={t('form.nameHelp')}
              placeholder={kind.label}
            />
            <div className={classes.pair}>
              <IntervalField form={form} maxInterval={longestInterval(kind.defaults)} placeholder={usual} />
              <TimeLimitField form={form} />
            </div>
          </div>
        </Card>
        <Card title={t('form.thresholds')}>
          <div className={classes.fields}>
            <p className={classes.help}>{t('form.thresholdsText')}</p>
            <ThresholdFields form={form} placeholder={usual} />
            <AlertsSwitch isOn={form.values.is_alert_enabled} onChange={(isOn) => form.set('is_alert_enabled', isOn)} />
          </div>
        </Card>
        {foot}
      </fieldset>
    </div>
  )
}
