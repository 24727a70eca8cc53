import type { MaintenanceView } from '@bongsu/contract/maintenance.ts'
import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useZone } from '#lib/preferences.ts'
import { fromZoneInput, toZoneInput } from '#lib/zone-time.ts'
import { Card } from '#ui/card.tsx'
import { StateBadge } from '#ui/state-badge.tsx'
import type { Project } from '../project-form.ts'
import { projectTouches } from '../project-touches.ts'
import { AccountingField } from './accounting-field.tsx'
import { maintenanceTexts } from './maintenance.i18n.ts'
import classes from './maintenance.module.css'
import type { Accounting } from './schedule-values.ts'

const touches = [...projectTouches, 'list-maintenance'] as const
const minute = 60_000

interface MaintenanceNowProps {
  readonly project: Project
  readonly windows: readonly MaintenanceView[]
}

export function MaintenanceNow({ project, windows }: MaintenanceNowProps) {
  const t = useTexts(maintenanceTexts)
  return (
    <Card title={t('now.title')}>
      {project.maintenance_mode ? <UnderWay project={project} windows={windows} /> : <Begin project={project} />}
    </Card>
  )
}

function UnderWay({ project, windows }: MaintenanceNowProps) {
  const t = useTexts(maintenanceTexts)
  const format = useFormat()
  const end = useCommand('set-maintenance', { done: t('now.ended'), invalidates: touches })
  const extend = useCommand('set-maintenance', {
    done: ({ maintenance_ends_at }) => t('now.extended', { time: format.time(maintenance_ends_at, 'minute') }),
    invalidates: touches,
  })
  const { maintenance_ends_at: endsAt, maintenance_message: message, id } = project
  const later = new Date(Math.max(Date.now(), endsAt ? Date.parse(endsAt) : 0) + 60 * minute).toISOString()
  // A planned window is changed where it was planned; here only what was begun by hand.
  const isByHand = windows.some((window) => window.is_now && window.is_open)
  return (
    <div className={classes.underWay}>
      <StateBadge state="maintenance" size="md">
        {t('now.since')}
      </StateBadge>
      <span className={classes.until}>
        {endsAt ? t('banner.until', { time: format.time(endsAt, 'minute') }) : t('now.planned')}
      </span>
      {message && <span className={classes.message}>{message}</span>}
      {isByHand && (
        <Button
          variant="default"
          loading={extend.isPending}
          onClick={() =>
            extend.mutate({ id, maintenance_mode: true, maintenance_ends_at: later, maintenance_message: message })
          }
        >
          {t('now.extend')}
        </Button>
      )}
      <Button loading={end.isPending} onClick={() => end.mutate({ id, maintenance_mode: false })}>
        {t('now.end')}
      </Button>
    </div>
  )
}

/** Minutes; 0 is a time of one's own. */
const lengths = [30, 60, 120, 240, 0] as const

function Begin({ project }: { readonly project: Project }) {
  const t = useTexts(maintenanceTexts)
  const zone = useZone()
  const [length, setLength] = useState<number>(120)
  const form = useForm({ maintenance_message: '', maintenance_ends_at: '', accounting: 'exclude' as Accounting })
  const start = useCommand('set-maintenance', { done: t('now.started'), invalidates: touches, onRefused: form.refuse })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { maintenance_message, maintenance_ends_at, accounting } = form.values
    const endsAt =
      length === 0 ? fromZoneInput(maintenance_ends_at, zone) : new Date(Date.now() + length * minute).toISOString()
    start.mutate({
      id: project.id,
      maintenance_mode: true,
      maintenance_message: maintenance_message.trim() || null,
      maintenance_ends_at: endsAt ?? null,
      accounting,
    })
  }
  const chooseLength = (next: number) => {
    setLength(next)
    if (next === 0 && form.values.maintenance_ends_at === '')
      form.set('maintenance_ends_at', toZoneInput(Date.now() + 120 * minute, zone))
  }
  const words = (minutes: number) =>
    minutes === 0
      ? t('now.custom')
      : minutes < 60
        ? t('now.minutes', { count: minutes })
        : t('now.hours', { count: minutes / 60 })
  return (
    <form className={classes.begin} onSubmit={submit} noValidate>
      <p className={classes.help}>{t('now.text')}</p>
      <div className={classes.line}>
        <SegmentedControl
          aria-label={t('now.lasts')}
          data={lengths.map((minutes) => ({ value: String(minutes), label: words(minutes) }))}
          value={String(length)}
          onChange={(value) => chooseLength(Number(value))}
        />
        {length === 0 && (
          <TextInput {...form.field('maintenance_ends_at')} type="datetime-local" aria-label={t('now.endsAt')} />
        )}
      </div>
      <TextInput {...form.field('maintenance_message')} label={t('now.message')} description={t('now.messageHelp')} />
      <AccountingField value={form.values.accounting} onChange={(value) => form.set('accounting', value)} />
      <div>
        <Button type="submit" loading={start.isPending}>
          {t('now.start')}
        </Button>
      </div>
    </form>
  )
}
