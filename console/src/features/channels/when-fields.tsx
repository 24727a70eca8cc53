import { Select, Switch, TextInput } from '@mantine/core'
import { useMemo } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { currentZone } from '#lib/preferences.ts'
import { channelOptions, type RemoteOptions } from '#lib/remote-options.ts'
import { RemoteSelect } from '#ui/remote-select.tsx'
import type { ChannelForm } from './channel-form.ts'
import { channelsTexts } from './channels.i18n.ts'
import classes from './channels.module.css'

const usualReminders = [15, 30, 60, 120, 240, 480, 720, 1440]
const usualSteps = [5, 10, 15, 30, 60, 120, 240]

interface WhenFieldsProps {
  readonly form: ChannelForm
  readonly ownId?: number
}

/** Quiet hours, reminders, its step of an escalation, and who is told when this channel fails. */
export function WhenFields({ form, ownId }: WhenFieldsProps) {
  const t = useTexts(channelsTexts)
  const { quiet_hours: quiet, reminder_minutes: reminder, escalation_minutes: step } = form.values
  const { fallback_channel_id: fallback } = form.values
  const others = useMemo(() => without(channelOptions, ownId), [ownId])
  return (
    <>
      <Switch
        label={t('form.quiet')}
        description={t('form.quietHint')}
        checked={quiet !== null}
        onChange={(event) =>
          form.set(
            'quiet_hours',
            event.currentTarget.checked ? { from: '22:00', to: '07:00', time_zone: currentZone() } : null,
          )
        }
      />
      {quiet !== null && <QuietHours form={form} quiet={quiet} />}
      <Switch
        label={t('form.reminder')}
        description={t('form.reminderHint')}
        checked={reminder !== null}
        onChange={(event) => form.set('reminder_minutes', event.currentTarget.checked ? 60 : null)}
      />
      {reminder !== null && <ReminderEvery form={form} minutes={reminder} />}
      <Switch
        label={t('form.escalation')}
        description={t('form.escalationHint')}
        checked={step !== null}
        onChange={(event) => form.set('escalation_minutes', event.currentTarget.checked ? 15 : null)}
      />
      {step !== null && <EscalationAfter form={form} minutes={step} />}
      <RemoteSelect
        name="fallback_channel_id"
        label={t('form.fallback')}
        description={t('form.fallbackHint')}
        error={form.errors.fallback_channel_id}
        options={others}
        value={fallback === null ? '' : String(fallback)}
        onChange={(id) => form.set('fallback_channel_id', id === '' ? null : Number(id))}
      />
    </>
  )
}

function QuietHours({ form, quiet }: { readonly form: ChannelForm; readonly quiet: { readonly time_zone: string } }) {
  const t = useTexts(channelsTexts)
  const zones = useMemo(
    () => [...new Set(['Asia/Seoul', 'UTC', quiet.time_zone, ...Intl.supportedValuesOf('timeZone')])],
    [quiet.time_zone],
  )
  return (
    <div className={classes.quiet}>
      <TextInput {...form.field('quiet_hours.from')} type="time" label={t('form.quietFrom')} />
      <TextInput {...form.field('quiet_hours.to')} type="time" label={t('form.quietTo')} />
      <Select
        name="quiet_hours.time_zone"
        label={t('form.quietZone')}
        data={zones}
        value={quiet.time_zone}
        error={form.errors['quiet_hours.time_zone']}
        searchable
        limit={80}
        allowDeselect={false}
        checkIconPosition="right"
        onChange={(zone) => zone && form.set('quiet_hours.time_zone', zone)}
      />
    </div>
  )
}

function ReminderEvery({ form, minutes }: { readonly form: ChannelForm; readonly minutes: number }) {
  const t = useTexts(channelsTexts)
  const choices = [...new Set([...usualReminders, minutes])].sort((a, b) => a - b)
  const words = (count: number) =>
    count % 60 === 0 ? t('form.hours', { count: count / 60 }) : t('form.minutes', { count })
  return (
    <Select
      className={classes.indented ?? ''}
      name="reminder_minutes"
      label={t('form.reminderEvery')}
      data={choices.map((count) => ({ value: String(count), label: words(count) }))}
      value={String(minutes)}
      error={form.errors.reminder_minutes}
      allowDeselect={false}
      checkIconPosition="right"
      onChange={(value) => value && form.set('reminder_minutes', Number(value))}
    />
  )
}

function EscalationAfter({ form, minutes }: { readonly form: ChannelForm; readonly minutes: number }) {
  const t = useTexts(channelsTexts)
  const choices = [...new Set([...usualSteps, minutes])].sort((a, b) => a - b)
  const words = (count: number) =>
    count % 60 === 0 ? t('form.afterHours', { count: count / 60 }) : t('form.afterMinutes', { count })
  return (
    <Select
      className={classes.indented ?? ''}
      name="escalation_minutes"
      label={t('form.escalationAfter')}
      data={choices.map((count) => ({ value: String(count), label: words(count) }))}
      value={String(minutes)}
      error={form.errors.escalation_minutes}
      allowDeselect={false}
      checkIconPosition="right"
      onChange={(value) => value && form.set('escalation_minutes', Number(value))}
    />
  )
}

/** A channel cannot stand in for itself. */
const without = (options: RemoteOptions, id: number | undefined): RemoteOptions => ({
  ...options,
  key: `${options.key}-without-${id ?? 0}`,
  search: async (query, signal) => (await options.search(query, signal)).filter(({ value }) => value !== String(id)),
})
