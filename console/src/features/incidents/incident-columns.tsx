import { useMemo } from 'react'
import type { RowOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Column } from '#ui/data-table/column.ts'
import { OpenDuration, RelativeTime } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { outcomeTexts } from '#ui/watch/outcome/outcome.i18n.ts'
import { IncidentState } from './incident-state.tsx'
import { incidentsTexts } from './incidents.i18n.ts'
import classes from './incidents.module.css'

export type IncidentRow = RowOf<'list-incidents'>

/** `isOfOneProject`: the project need not be said in every row. */
export function useIncidentColumns(isOfOneProject = false): readonly Column<IncidentRow>[] {
  const t = useTexts(incidentsTexts)
  const words = useTexts(outcomeTexts)
  const format = useFormat()
  return useMemo(
    () => [
      {
        key: 'what',
        header: t('column.what'),
        card: 'title',
        text: ({ project, monitor }) => `${project.title} · ${monitor.name}`,
        cell: ({ project, monitor }) => (
          <span className={classes.what}>
            <b>{isOfOneProject ? monitor.name : project.title}</b>
            {!isOfOneProject && <span>{monitor.name}</span>}
          </span>
        ),
      },
      {
        key: 'state',
        header: t('column.state'),
        width: 132,
        card: 'corner',
        text: ({ state }) => state,
        cell: (row) => <IncidentState incident={row} />,
      },
      {
        key: 'cause',
        header: t('column.cause'),
        width: '32%',
        text: ({ message }) => message,
        cell: ({ message, error_code }) => (
          <span className={classes.cause}>
            {error_code && <Tag>{words(`error.${error_code}`)}</Tag>}
            <span title={message}>{message}</span>
          </span>
        ),
      },
      {
        key: 'opened_at',
        header: t('column.opened'),
        width: 136,
        text: ({ opened_at }) => opened_at,
        cell: ({ opened_at }) => <RelativeTime at={opened_at} />,
      },
      {
        key: 'duration_ms',
        header: t('column.duration'),
        align: 'end',
        width: 116,
        text: ({ duration_ms }) => duration_ms,
        cell: ({ opened_at, resolved_at }) => (
          <span className={classes.figure}>
            <OpenDuration from={opened_at} to={resolved_at} />
          </span>
        ),
      },
      {
        key: 'resolved_at',
        header: t('column.resolved'),
        width: 150,
        choice: 'hidden',
        card: 'omit',
        text: ({ resolved_at }) => resolved_at,
        cell: ({ resolved_at }) => format.time(resolved_at, 'minute'),
      },
      {
        key: 'failures',
        header: t('column.failures'),
        align: 'end',
        width: 90,
        choice: 'hidden',
        card: 'omit',
        text: ({ failures }) => failures,
        cell: ({ failures }) => format.number(failures),
      },
      {
        key: 'acknowledged_by',
        header: t('column.acknowledged'),
        width: 128,
        choice: 'shown',
        text: ({ acknowledged_by }) => acknowledged_by?.name,
        cell: ({ acknowledged_by, state }) =>
          acknowledged_by?.name ?? (state === 'open' ? <Tag tone="degraded">{t('unacknowledged')}</Tag> : '–'),
      },
    ],
    [t, words, format, isOfOneProject],
  )
}
