import type { MaintenanceView } from '@bongsu/contract/maintenance.ts'
import { ActionIcon, Button, Skeleton } from '@mantine/core'
import { CalendarClock, Pencil, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { Folded } from '#ui/form-section.tsx'
import { Tag } from '#ui/state-badge.tsx'
import type { Project } from '../project-form.ts'
import { projectTouches } from '../project-touches.ts'
import { maintenanceTexts } from './maintenance.i18n.ts'
import classes from './maintenance.module.css'
import { useScheduleWords } from './schedule-words.ts'
import { WindowDrawer } from './window-drawer.tsx'

interface WindowListProps {
  readonly project: Project
  readonly windows: readonly MaintenanceView[] | undefined
  readonly error: Error | null
  readonly mayPlan: boolean
  onRetry(): void
}

/** Planned windows, what is over folded away. */
export function WindowList({ project, windows, error, mayPlan, onRetry }: WindowListProps) {
  const t = useTexts(maintenanceTexts)
  const [editing, setEditing] = useState<MaintenanceView | 'new'>()
  const coming = windows?.filter(({ is_over }) => !is_over) ?? []
  const past = windows?.filter(({ is_over }) => is_over) ?? []
  const add = mayPlan && (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<Plus size={14} aria-hidden />}
      onClick={() => setEditing('new')}
    >
      {t('plan.add')}
    </Button>
  )
  const line = (window: MaintenanceView) => (
    <WindowLine key={window.id} project={project} window={window} mayPlan={mayPlan} onEdit={() => setEditing(window)} />
  )
  return (
    <Card title={t('plan.title')} actions={add}>
      {error && !windows && <ErrorState error={error} onRetry={onRetry} />}
      {!error && !windows && <Skeleton height={56} />}
      {windows && coming.length === 0 && (
        <EmptyState icon={CalendarClock} title={t('plan.none')} text={t('plan.noneText')} />
      )}
      <ul className={classes.windows}>{coming.map(line)}</ul>
      {past.length > 0 && (
        <Folded title={t('plan.past', { count: past.length })}>
          <ul className={classes.windows}>{past.map(line)}</ul>
        </Folded>
      )}
      {editing && (
        <WindowDrawer
          project={project}
          window={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Card>
  )
}

interface WindowLineProps {
  readonly project: Project
  readonly window: MaintenanceView
  readonly mayPlan: boolean
  onEdit(): void
}

function WindowLine({ project, window, mayPlan, onEdit }: WindowLineProps) {
  const t = useTexts(maintenanceTexts)
  const format = useFormat()
  const words = useScheduleWords()
  const title = window.title ?? (window.is_now ? t('plan.byHand') : t('plan.untitled'))
  const cancel = useCommand('cancel-maintenance', {
    done: t('plan.cancelled'),
    undo: () =>
      call('plan-maintenance', {
        id: project.id,
        title: window.title,
        message: window.message,
        accounting: window.accounting,
        time_zone: window.time_zone,
        schedule: window.schedule,
      }),
    invalidates: [...projectTouches, 'list-maintenance'],
  })
  const next = window.next[0]
  return (
    <li className={classes.window} data-over={window.is_over || undefined}>
      <div className={classes.windowWords}>
        <div className={classes.windowTitle}>
          {title}
          <Tag tone={window.is_open ? 'maintenance' : 'neutral'}>{t(`accounting.${window.accounting}`)}</Tag>
        </div>
        <div className={classes.windowWhen}>
          {words(window)} · {t('plan.zone', { zone: window.time_zone })}
        </div>
        {window.message && <div className={classes.windowWhen}>{window.message}</div>}
      </div>
      <div className={classes.windowNext}>
        {window.is_over
          ? t('plan.over')
          : next &&
            (window.is_open
              ? t('plan.open', { to: format.time(next.to, 'minute') })
              : t('plan.next', { from: format.time(next.from, 'minute'), to: format.time(next.to, 'clock') }))}
      </div>
      {mayPlan && !window.is_over && (
        <div className={classes.windowActions}>
          {!window.is_now && (
            <ActionIcon aria-label={t('plan.editOf', { title })} onClick={onEdit}>
              <Pencil size={15} aria-hidden />
            </ActionIcon>
          )}
          <ActionIcon
            aria-label={t('plan.cancelOf', { title })}
            loading={cancel.isPending}
            onClick={() => cancel.mutate({ id: project.id, window_id: window.id })}
          >
            <X size={16} aria-hidden />
          </ActionIcon>
        </div>
      )}
    </li>
  )
}
