import { Button } from '@mantine/core'
import { Bell, CheckCheck, Megaphone } from 'lucide-react'
import { useMemo } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useMay } from '#lib/me.ts'
import { projectOptions } from '#lib/remote-options.ts'
import { useTableState } from '#lib/table-state.ts'
import { useUrlState } from '#lib/url-state.ts'
import { type Notification, severities } from '#ui/alerts/alert-types.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { RemoteSelect } from '#ui/remote-select.tsx'
import { Broadcast } from './broadcast.tsx'
import { BulkNotifications } from './bulk-notifications.tsx'
import { useHidden } from './hidden-notifications.ts'
import { useNotificationColumns } from './notification-columns.tsx'
import { useMarkAllRead, useMarkRead } from './notification-commands.ts'
import { NotificationDetail } from './notification-detail.tsx'
import { notificationsTexts } from './notifications.i18n.ts'
import classes from './notifications.module.css'

export default function NotificationsPage() {
  const t = useTexts(notificationsTexts)
  const mayAnnounce = useMay('broadcast-notification')
  const table = useTableState({ filters: { state: '', severity: '', type: '', project: '' } })
  const { state, project, ...input } = table.input
  const list = useList('list-notifications', {
    ...input,
    ...(state === 'unread' ? { is_read: false } : {}),
    ...(project ? { project_id: project } : {}),
  })
  const hidden = useHidden()
  const shown = useMemo(() => ({ ...list, rows: list.rows.filter(({ id }) => !hidden.has(id)) }), [list, hidden])
  const [{ notification, new: opened }, change] = useUrlState({ notification: 0, new: '' })
  const readAll = useMarkAllRead()
  const read = useMarkRead()
  const columns = useNotificationColumns()
  const open = ({ id, is_read: isRead }: Notification) => {
    if (!isRead) read.mutate({ id, is_read: true })
    change({ notification: id }, 'push')
  }
  const actions = (
    <>
      {mayAnnounce && (
        <Button
          leftSection={<Megaphone size={16} aria-hidden />}
          onClick={() => change({ new: 'announcement' }, 'push')}
        >
          {t('broadcast.action')}
        </Button>
      )}
      <Button
        variant="default"
        leftSection={<CheckCheck size={16} aria-hidden />}
        loading={readAll.isPending}
        onClick={() => readAll.mutate(project ? { project_id: Number(project) } : {})}
      >
        {t('actions.readAll')}
      </Button>
    </>
  )
  return (
    <>
      <PageHeader icon={Bell} title={t('title')} purpose={t('purpose')} actions={actions} />
      <DataTable
        id="notifications"
        label={t('title')}
        list={shown}
        table={table}
        columns={columns}
        rowKey={({ id }) => id}
        onOpen={open}
        filters={<Filters table={table} />}
        bulk={(rows, clear) => <BulkNotifications notifications={rows} onDone={clear} />}
        empty={<EmptyState icon={Bell} title={t('empty.title')} text={t('empty.text')} />}
      />
      {notification > 0 && <NotificationDetail id={notification} onClose={() => change({ notification: 0 })} />}
      {opened === 'announcement' && mayAnnounce && <Broadcast onClose={() => change({ new: '' })} />}
    </>
  )
}

type Table = ReturnType<typeof useTableState<{ state: ''; severity: ''; type: ''; project: '' }>>

function Filters({ table }: { readonly table: Table }) {
  const t = useTexts(notificationsTexts)
  const word = useTexts(alertTexts)
  const types = Object.keys(alertTexts.ko.events) as (keyof typeof alertTexts.ko.events)[]
  return (
    <FilterBar
      table={table}
      filters={[
        {
          key: 'state',
          label: t('filters.state'),
          options: [{ value: 'unread', label: t('filters.unread') }],
          kind: 'segmented',
        },
        {
          key: 'severity',
          label: t('filters.severity'),
          options: severities.map((value) => ({ value, label: word(`severities.${value}`) })),
        },
        {
          key: 'type',
          label: t('filters.type'),
          options: types.map((value) => ({ value, label: word(`events.${value}`) })),
        },
      ]}
    >
      <RemoteSelect
        isBare
        className={classes.filter ?? ''}
        label={t('filters.project')}
        options={projectOptions}
        value={table.filters.project}
        onChange={(next) => table.setFilters({ project: next })}
      />
    </FilterBar>
  )
}
