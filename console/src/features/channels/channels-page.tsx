import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Megaphone, Plus } from 'lucide-react'
import { useState } from 'react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useMay } from '#lib/me.ts'
import { useTableState } from '#lib/table-state.ts'
import type { Channel } from '#ui/alerts/alert-types.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { FilterBar } from '#ui/filter-bar.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { useChannelColumns } from './channel-columns.tsx'
import { channelsTexts } from './channels.i18n.ts'
import { RemoveChannel } from './remove-channel.tsx'

/** One choice on screen, the operation's own flags behind it. */
const stateInputs: Readonly<Record<string, { is_enabled?: boolean; is_failing?: boolean }>> = {
  on: { is_enabled: true },
  off: { is_enabled: false },
  failing: { is_failing: true },
}
const originInputs: Readonly<Record<string, { is_managed?: boolean }>> = {
  own: { is_managed: false },
  managed: { is_managed: true },
}

export default function ChannelsPage() {
  const t = useTexts(channelsTexts)
  const mayWrite = useMay('create-channel')
  const table = useTableState({ filters: { q: '', kind: '', state: '', origin: '' } })
  const { state, origin, ...input } = table.input
  const list = useList('list-channels', { ...input, ...stateInputs[state ?? ''], ...originInputs[origin ?? ''] })
  const kinds = useQuery(queryOf('list-channel-kinds'))
  const [removing, setRemoving] = useState<Channel>()
  const columns = useChannelColumns({ kinds: kinds.data?.items ?? [], mayWrite, onRemove: setRemoving })
  const add = mayWrite && (
    <Button component={Link} to="/channels/new" leftSection={<Plus size={16} aria-hidden />}>
      {t('add')}
    </Button>
  )
  return (
    <>
      <PageHeader icon={Megaphone} title={t('title')} purpose={t('purpose')} actions={add} />
      <DataTable
        id="channels"
        label={t('title')}
        list={list}
        table={table}
        columns={columns}
        rowKey={({ id }) => id}
        rowHref={({ id }) => `/channels/${id}`}
        empty={<EmptyState icon={Megaphone} title={t('empty.title')} text={t('empty.text')} action={add} />}
        filters={
          <FilterBar
            table={table}
            search="q"
            searchLabel={t('search')}
            filters={[
              {
                key: 'kind',
                label: t('filters.kind'),
                options: (kinds.data?.items ?? []).map(({ kind, label }) => ({ value: kind, label })),
              },
              {
                key: 'state',
                label: t('filters.state'),
                options: (['on', 'off', 'failing'] as const).map((value) => ({ value, label: t(`filters.${value}`) })),
              },
              {
                key: 'origin',
                label: t('filters.origin'),
                options: (['own', 'managed'] as const).map((value) => ({ value, label: t(`filters.${value}`) })),
              },
            ]}
          />
        }
      />
      {removing && (
        <RemoveChannel
          channel={removing}
          onClose={() => setRemoving(undefined)}
          onDone={() => setRemoving(undefined)}
        />
      )}
    </>
  )
}
