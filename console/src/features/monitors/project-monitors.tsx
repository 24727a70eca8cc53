import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { Link, useParams } from '@tanstack/react-router'
import { Activity, BellOff, Pause, Play, Plus } from 'lucide-react'
import { useMemo } from 'react'
import { call, type RowOf } from '#lib/api.ts'
import { useKindLabel } from '#lib/check-kinds.ts'
import { useCommand } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useMay } from '#lib/me.ts'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { HistoryStrip } from '#ui/history-strip.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { StateBadge, Tag } from '#ui/state-badge.tsx'
import { useEvery } from '#ui/watch/rhythm-fields.tsx'
import { noSlots, useMonitorStrips } from '#ui/watch/use-monitor-strips.ts'
import { useOpenSlot } from '#ui/watch/use-open-slot.ts'
import { monitorTouches } from './monitor-touches.ts'
import { monitorsTexts } from './monitors.i18n.ts'
import classes from './monitors.module.css'

type Row = RowOf<'list-project-monitors'>

/** The monitors of the project whose page this is shown on. */
export default function ProjectMonitors() {
  const t = useTexts(monitorsTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const mayAdd = useMay('create-monitor')
  const list = useList('list-project-monitors', { id: Number(id), page_size: 100, sort: 'state' })
  const ids = useMemo(() => list.rows.map((row) => row.id), [list.rows])
  const strips = useMonitorStrips(ids)
  const columns = useColumns(strips)
  const add = mayAdd && (
    <Button component={Link} to={`/projects/${id}/monitors/new`} leftSection={<Plus size={15} aria-hidden />}>
      {t('add')}
    </Button>
  )
  return (
    <DataTable
      id="project-monitors"
      label={t('tab')}
      list={list}
      columns={columns}
      rowKey={(row) => row.id}
      rowHref={(row) => `/monitors/${row.id}`}
      rowMark={(row) => `monitor:${row.id}`}
      filters={add}
      empty={<EmptyState icon={Activity} title={t('list.none')} text={t('list.noneText')} action={add} />}
    />
  )
}

function useColumns(strips: ReturnType<typeof useMonitorStrips>): readonly Column<Row>[] {
  const t = useTexts(monitorsTexts)
  const format = useFormat()
  const every = useEvery()
  const kindLabel = useKindLabel()
  const openSlot = useOpenSlot()
  return [
    {
      key: 'name',
      header: t('column.name'),
      card: 'title',
      text: (row) => row.name,
      cell: (row) => <MonitorName monitor={row} />,
    },
    {
      key: 'state',
      header: t('column.state'),
      width: 120,
      card: 'corner',
      text: (row) => row.state,
      cell: (row) => <StateBadge state={row.state} />,
    },
    { key: 'kind', header: t('column.kind'), width: 140, text: (row) => row.kind, cell: (row) => kindLabel(row.kind) },
    {
      key: 'recent',
      header: t('column.recent'),
      width: 240,
      choice: 'shown',
      cell: (row) => (
        <HistoryStrip
          size="sm"
          slots={strips.get(row.id) ?? noSlots}
          label={t('list.stripOf', { name: row.name })}
          onOpen={openSlot(row.id)}
        />
      ),
    },
    {
      key: 'duration',
      header: t('column.response'),
      align: 'end',
      width: 96,
      text: (row) => row.last_duration_ms,
      cell: (row) => <span className={classes.figure}>{format.ms(row.last_duration_ms)}</span>,
    },
    {
      key: 'interval',
      header: t('column.every'),
      width: 110,
      choice: 'shown',
      text: (row) => row.check_interval,
      cell: (row) => every(row.check_interval),
    },
    {
      key: 'last_checked_at',
      header: t('column.lastChecked'),
      width: 110,
      text: (row) => row.last_checked_at,
      cell: (row) => (
        <span className={classes.figure}>
          <RelativeTime at={row.last_checked_at} />
        </span>
      ),
    },
    {
      key: 'actions',
      header: t('column.actions'),
      width: 52,
      align: 'end',
      card: 'omit',
      cell: (row) => <PauseButton monitor={row} />,
    },
  ]
}

function MonitorName({ monitor }: { readonly monitor: Row }) {
  const t = useTexts(monitorsTexts)
  return (
    <span className={classes.name}>
      {monitor.name}
      {monitor.is_default && (
        <Tooltip label={t('list.defaultHint')}>
          <span>
            <Tag>{t('list.default')}</Tag>
          </span>
        </Tooltip>
      )}
      {!monitor.is_alert_enabled && (
        <BellOff size={14} role="img" aria-label={t('list.muted')} className={classes.muted} />
      )}
      {monitor.is_flapping && <Tag tone="degraded">{t('list.flapping')}</Tag>}
    </span>
  )
}

function PauseButton({ monitor: { id, name, is_paused } }: { readonly monitor: Row }) {
  const t = useTexts(monitorsTexts)
  const may = useMay('pause-monitor')
  const pause = useCommand('pause-monitor', {
    done: t('page.paused'),
    undo: () => call('resume-monitor', { id }),
    invalidates: monitorTouches,
  })
  const resume = useCommand('resume-monitor', {
    done: t('page.resumed'),
    undo: () => call('pause-monitor', { id }),
    invalidates: monitorTouches,
  })
  if (!may) return null
  const [verb, command, Icon] = is_paused ? (['resume', resume, Play] as const) : (['pause', pause, Pause] as const)
  return (
    <Tooltip label={t(`page.${verb}`)}>
      <ActionIcon
        aria-label={`${name} ${t(`page.${verb}`)}`}
        loading={command.isPending}
        onClick={() => command.mutate({ id })}
      >
        <Icon size={15} aria-hidden />
      </ActionIcon>
    </Tooltip>
  )
}
