import { Alert, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { PackageCheck, Plus, Unplug } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { localList } from '#lib/list.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'
import { useMay } from '#lib/me.ts'
import { useUrlState } from '#lib/url-state.ts'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { Tag } from '#ui/state-badge.tsx'
import { AddUpstream } from './add-upstream.tsx'
import type { Upstream } from './upstream.ts'
import { UpstreamState } from './upstream-state.tsx'
import { upstreamsTexts } from './upstreams.i18n.ts'
import classes from './upstreams.module.css'

export default function UpstreamsPage() {
  const t = useTexts(upstreamsTexts)
  const mayWrite = useMay('create-upstream')
  const query = useQuery({ ...queryOf('list-upstreams'), refetchInterval: 15_000 })
  useLiveRefresh(['list-upstreams'], ({ type }) => type === 'tools')
  const [{ new: added }, change] = useUrlState({ new: false })
  const columns = useColumns()
  const open = () => change({ new: true }, 'push')
  const add = mayWrite && (
    <Button leftSection={<Plus size={16} aria-hidden />} onClick={open}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHeader icon={Unplug} title={t('title')} purpose={t('purpose')} actions={add} />
      <Waiting upstreams={query.data?.items} />
      <DataTable
        id="upstreams"
        label={t('title')}
        list={localList(query.data?.items, query)}
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/upstreams/${id}`}
        empty={
          <EmptyState
            icon={Unplug}
            title={t('empty.title')}
            text={t(mayWrite ? 'empty.text' : 'empty.textUser')}
            action={mayWrite && <Button onClick={open}>{t('add')}</Button>}
          />
        }
      />
      {mayWrite && added && <AddUpstream onClose={() => change({ new: false })} />}
    </>
  )
}

/** What nobody can call until somebody has read it. */
function Waiting({ upstreams = [] }: { readonly upstreams: readonly Upstream[] | undefined }) {
  const t = useTexts(upstreamsTexts)
  const count = upstreams.reduce((sum, { waiting_count }) => sum + waiting_count, 0)
  if (count === 0) return null
  return (
    <Alert className={classes.waitingNote} color="yellow" icon={<PackageCheck size={18} aria-hidden />}>
      {t('waitingNote', { count })}
    </Alert>
  )
}

function useColumns(): readonly Column<Upstream>[] {
  const t = useTexts(upstreamsTexts)
  const format = useFormat()
  return [
    {
      key: 'name',
      header: t('columns.name'),
      card: 'title',
      cell: (row) => (
        <span className={classes.name}>
          <span>{row.title}</span>
          <span className={classes.slug}>
            {row.slug} {row.kind === 'stdio' && <Tag>{t('kinds.stdio')}</Tag>}
          </span>
        </span>
      ),
      text: (row) => row.title,
    },
    {
      key: 'state',
      header: t('columns.state'),
      card: 'corner',
      cell: (row) => <UpstreamState upstream={row} />,
      text: (row) => t(`states.${row.health.state}`),
    },
    {
      key: 'tools',
      header: t('columns.tools'),
      align: 'end',
      cell: (row) => format.number(row.tool_count),
      text: (row) => row.tool_count,
    },
    {
      key: 'waiting',
      header: t('columns.waiting'),
      align: 'end',
      cell: (row) =>
        row.waiting_count > 0 ? <Tag tone="accent">{t('waiting', { count: row.waiting_count })}</Tag> : '–',
      text: (row) => row.waiting_count,
    },
    {
      key: 'latency',
      header: t('columns.latency'),
      align: 'end',
      cell: (row) => format.ms(row.health.latency_ms),
      text: (row) => row.health.latency_ms,
    },
    {
      key: 'listed',
      header: t('columns.listed'),
      cell: (row) => <RelativeTime at={row.listed_at} never={t('never')} />,
      text: (row) => row.listed_at,
    },
    {
      key: 'role',
      header: t('columns.role'),
      choice: 'hidden',
      card: 'omit',
      cell: (row) => t(`roles.${row.least_role}`),
      text: (row) => row.least_role,
    },
  ]
}
