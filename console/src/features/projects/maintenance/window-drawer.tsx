import { type MaintenanceView, weekdays } from '@bongsu/contract/maintenance.ts'
import { Chip, Input, MultiSelect, NumberInput, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { type Form, useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { useZone } from '#lib/preferences.ts'
import { FormDrawer } from '#ui/side-drawer.tsx'
import type { Project } from '../project-form.ts'
import { projectTouches } from '../project-touches.ts'
import { AccountingField } from './accounting-field.tsx'
import { maintenanceTexts } from './maintenance.i18n.ts'
import classes from './maintenance.module.css'
import {
  blankWindow,
  endsNextDay,
  type ScheduleType,
  type WindowValues,
  windowInput,
  windowValues,
} from './schedule-values.ts'

interface WindowDrawerProps {
  readonly project: Project
  readonly window: MaintenanceView | undefined
  onClose(): void
}

export function WindowDrawer({ project, window, onClose }: WindowDrawerProps) {
  const t = useTexts(maintenanceTexts)
  const zone = useZone()
  const [now] = useState(Date.now)
  const form = useForm<WindowValues>(window ? windowValues(window, now) : blankWindow(now, zone))
  const options = {
    invalidates: [...projectTouches, 'list-maintenance' as const],
    onRefused: form.refuse,
    onDone: onClose,
  }
  const plan = useCommand('plan-maintenance', { ...options, done: t('plan.planned') })
  const change = useCommand('update-maintenance', { ...options, done: t('plan.changed') })
  const submit = () => {
    const input = windowInput(project.id, form.values)
    if (window) change.mutate({ ...input, window_id: window.id })
    else plan.mutate(input)
  }
  return (
    <FormDrawer
      isOpen
      title={window ? t('form.editTitle') : t('form.newTitle')}
      isDirty={form.isDirty}
      isSaving={plan.isPending || change.isPending}
      submit={window ? t('form.update') : t('form.save')}
      canSubmitUnchanged={window === undefined}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className={classes.form}>
        <TextInput
          {...form.field('title')}
          label={t('form.title')}
          placeholder={t('form.titlePlaceholder')}
          data-autofocus
        />
        <Input.Wrapper label={t('form.type')} labelElement="div">
          <div>
            <SegmentedControl
              aria-label={t('form.type')}
              data={(['once', 'weekly', 'monthly', 'cron'] as const).map((value) => ({
                value,
                label: t(`form.${value}`),
              }))}
              value={form.values.type}
              onChange={(value) => form.set('type', value as ScheduleType, 'schedule')}
            />
          </div>
        </Input.Wrapper>
        <WhenFields form={form} />
        <ZoneField form={form} />
        <TextInput {...form.field('message')} label={t('now.message')} description={t('now.messageHelp')} />
        <AccountingField value={form.values.accounting} onChange={(value) => form.set('accounting', value)} />
      </div>
    </FormDrawer>
  )
}

interface FieldsProps {
  readonly form: Form<WindowValues>
}

function WhenFields({ form }: FieldsProps) {
  switch (form.values.type) {
    case 'once':
      return <OnceFields form={form} />
    case 'weekly':
      return <WeeklyFields form={form} />
    case 'monthly':
      return <MonthlyFields form={form} />
    case 'cron':
      return <CronFields form={form} />
  }
}

function OnceFields({ form }: FieldsProps) {
  const t = useTexts(maintenanceTexts)
  const problem = form.errors.schedule
  return (
    <div className={classes.pair}>
      <TextInput
        {...form.field('startsAt')}
        type="datetime-local"
        label={t('form.from')}
        error={form.errors['schedule.starts_at']}
      />
      <TextInput
        {...form.field('endsAt')}
        type="datetime-local"
        label={t('form.to')}
        error={form.errors['schedule.ends_at'] ?? problem}
      />
    </div>
  )
}

function ClockFields({ form }: FieldsProps) {
  const t = useTexts(maintenanceTexts)
  const { from, to } = form.values
  const help = endsNextDay(from, to) ? t('form.nextDay', { time: to }) : undefined
  return (
    <div className={classes.pair}>
      <TextInput {...form.field('from')} type="time" label={t('form.from')} error={form.errors['schedule.from']} />
      <TextInput
        {...form.field('to')}
        type="time"
        label={t('form.to')}
        description={help}
        error={form.errors['schedule.to'] ?? form.errors.schedule}
      />
    </div>
  )
}

function WeeklyFields({ form }: FieldsProps) {
  const t = useTexts(maintenanceTexts)
  return (
    <>
      <Input.Wrapper label={t('form.weekdays')} labelElement="div" error={form.errors['schedule.days']}>
        <div className={classes.weekdays}>
          {weekdays.map((day) => (
            <Chip
              key={day}
              size="sm"
              checked={form.values.weekdays.includes(day)}
              onChange={(isOn) =>
                form.set(
                  'weekdays',
                  isOn ? [...form.values.weekdays, day] : form.values.weekdays.filter((other) => other !== day),
                  'schedule.days',
                )
              }
            >
              {t(`weekday.${day}`)}
            </Chip>
          ))}
        </div>
      </Input.Wrapper>
      <ClockFields form={form} />
    </>
  )
}

function MonthlyFields({ form }: FieldsProps) {
  const t = useTexts(maintenanceTexts)
  const days = useMemo(
    () => [
      ...Array.from({ length: 31 }, (_day, index) => ({
        value: String(index + 1),
        label: t('form.day', { count: index + 1 }),
      })),
      { value: '-1', label: t('form.lastDay') },
    ],
    [t],
  )
  return (
    <>
      <MultiSelect
        label={t('form.monthDays')}
        description={t('form.monthDaysHelp')}
        data={days}
        value={[...form.values.monthDays]}
        onChange={(value) => form.set('monthDays', value, 'schedule.days')}
        error={form.errors['schedule.days']}
        hidePickedOptions
        searchable
      />
      <ClockFields form={form} />
    </>
  )
}

function CronFields({ form }: FieldsProps) {
  const t = useTexts(maintenanceTexts)
  return (
    <>
      <TextInput
        {...form.field('expression')}
        label={t('form.expression')}
        description={t('form.expressionHelp')}
        error={form.errors['schedule.expression'] ?? form.errors.schedule}
        spellCheck={false}
      />
      <NumberInput
        label={t('form.minutes')}
        min={1}
        max={10_080}
        allowDecimal={false}
        value={form.values.minutes}
        onChange={(value) => form.set('minutes', Number(value), 'schedule.minutes')}
        error={form.errors['schedule.minutes']}
      />
    </>
  )
}

function ZoneField({ form }: FieldsProps) {
  const t = useTexts(maintenanceTexts)
  const zones = useMemo(
    () => [...new Set(['Asia/Seoul', 'UTC', form.values.time_zone, ...Intl.supportedValuesOf('timeZone')])],
    [form.values.time_zone],
  )
  return (
    <Select
      label={t('form.zone')}
      description={t('form.zoneHelp')}
      data={zones}
      value={form.values.time_zone}
      onChange={(value) => value && form.set('time_zone', value)}
      error={form.errors.time_zone}
      searchable
      limit={60}
      allowDeselect={false}
      checkIconPosition="right"
    />
  )
}
