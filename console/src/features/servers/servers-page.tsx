import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus, Server } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { localList } from '#lib/list.ts'
import { useLiveRefresh } from '#lib/live-refresh.ts'
import { useMay } from '#lib/me.ts'
import { CopyButton } from '#ui/copy-button.tsx'
import type { Column } from '#ui/data-table/column.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { StateBadge } from '#ui/state-badge.tsx'
import type { VirtualServer } from './server-values.ts'
import { serversTexts } from './servers.i18n.ts'
import classes from './servers.module.css'

export default function ServersPage() {
  const t = useTexts(serversTexts)
  const mayWrite = useMay('create-virtual-server')
  const query = useQuery(queryOf('list-virtual-servers'))
  useLiveRefresh(['list-virtual-servers'], ({ type }) => type === 'tools')
  const columns = useColumns()
  const add = mayWrite && (
    <Button component={Link} to="/servers/new" leftSection={<Plus size={16} aria-hidden />}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHeader icon={Server} title={t('title')} purpose={t('purpose')} actions={add} />
      <DataTable
        id="virtual-servers"
        label={t('title')}
        list={localList(query.data?.items, query)}
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/servers/${id}`}
        empty={<EmptyState icon={Server} title={t('empty.title')} text={t('empty.text')} action={add} />}
      />
    </>
  )
}

export const addressOf = ({ path }: Pick<VirtualServer, 'path'>): string => `${window.location.origin}${path}`

function useColumns(): readonly Column<VirtualServer>[] {
  const t = useTexts(serversTexts)
  const format = useFormat()
  return [
    { key: 'name', header: t('columns.name'), card: 'title', cell: (row) => row.title, text: (row) => row.title },
    {
      key: 'state',
      header: t('columns.state'),
      card: 'corner',
      cell: (row) => (
        <StateBadge state={row.is_enabled ? 'up' : 'paused'}>{t(row.is_enabled ? 'on' : 'off')}</StateBadge>
      ),
      text: (row) => t(row.is_enabled ? 'on' : 'off'),
    },
    {
      key: 'address',
      header: t('columns.address'),
      cell: (row) => (
        <span className={classes.path}>
          <code>{row.path}</code>
          <CopyButton value={addressOf(row)} />
        </span>
      ),
      text: addressOf,
    },
    {
      key: 'tools',
      header: t('columns.tools'),
      align: 'end',
      cell: (row) => format.number(row.tool_count),
      text: (row) => row.tool_count,
    },
    {
      key: 'sources',
      header: t('columns.sources'),
      align: 'end',
      cell: (row) => format.number(row.choices.length),
      text: (row) => row.choices.length,
    },
    {
      key: 'role',
      header: t('columns.role'),
      choice: 'shown',
      cell: (row) => t(`roles.${row.least_role}`),
      text: (row) => t(`roles.${row.least_role}`),
    },
    {
      key: 'updated',
      header: t('columns.updated'),
      choice: 'shown',
      card: 'omit',
      cell: (row) => <RelativeTime at={row.updated_at} />,
      text: (row) => row.updated_at,
    },
  ]
}
