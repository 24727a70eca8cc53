import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useChanged } from '#lib/changed.ts'
import { useKindLabel } from '#lib/check-kinds.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { type HistorySlot, HistoryStrip } from '#ui/history-strip.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { StateIcon } from '#ui/state-icon.tsx'
import { noSlots, useMonitorStrips } from '#ui/watch/use-monitor-strips.ts'
import { useOpenSlot } from '#ui/watch/use-open-slot.ts'
import type { Project } from '../project-form.ts'
import { projectsTexts } from '../projects.i18n.ts'
import classes from './overview.module.css'

/** Every monitor in one line: how it is, how it was, how fast it answered. */
export function MonitorsCard({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const ids = useMemo(() => project.monitors.map(({ id }) => id), [project.monitors])
  const strips = useMonitorStrips(ids)
  return (
    <Card title={t('overview.monitors')} flush>
      {project.monitors.length === 0 ? (
        <EmptyState title={t('overview.noMonitors')} text={t('overview.noMonitorsText')} />
      ) : (
        <ul className={classes.monitors}>
          {project.monitors.map((monitor) => (
            <MonitorLine key={monitor.id} monitor={monitor} slots={strips.get(monitor.id) ?? noSlots} />
          ))}
        </ul>
      )}
    </Card>
  )
}

interface MonitorLineProps {
  readonly monitor: Project['monitors'][number]
  readonly slots: readonly HistorySlot[]
}

function MonitorLine({ monitor, slots }: MonitorLineProps) {
  const t = useTexts(projectsTexts)
  const format = useFormat()
  const kindLabel = useKindLabel()
  const openSlot = useOpenSlot()
  const isChanged = useChanged(`monitor:${monitor.id}`)
  return (
    <li className={classes.monitor} data-changed={isChanged || undefined}>
      <StateIcon state={monitor.state} />
      <div className={classes.monitorWords}>
        <span className={classes.monitorName}>
          <Link to="/monitors/$id" params={{ id: String(monitor.id) } as never}>
            {monitor.name}
          </Link>
          {kindLabel(monitor.kind) !== monitor.name && <Tag>{kindLabel(monitor.kind)}</Tag>}
        </span>
        <span className={classes.monitorMessage} data-state={monitor.last_state ?? undefined}>
          {monitor.last_message ?? t('list.neverChecked')}
        </span>
      </div>
      <div className={classes.monitorStrip}>
        <HistoryStrip
          size="sm"
          slots={slots}
          label={t('overview.stripOf', { name: monitor.name })}
          onOpen={openSlot(monitor.id)}
        />
      </div>
      <span className={classes.monitorTime}>{format.ms(monitor.last_duration_ms)}</span>
      <span className={classes.monitorWhen}>
        <RelativeTime at={monitor.last_checked_at} never="–" />
      </span>
    </li>
  )
}
