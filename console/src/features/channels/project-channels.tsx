import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Megaphone, Plus, ScrollText } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { useList } from '#lib/list.ts'
import { useMay } from '#lib/me.ts'
import { DataTable } from '#ui/data-table/data-table.tsx'
import { EmptyState } from '#ui/empty-state.tsx'
import { useChannelColumns } from './channel-columns.tsx'
import { channelsTexts } from './channels.i18n.ts'
import classes from './channels.module.css'

const most = 100

/** A tab of a project: who hears of it. */
export default function ProjectChannels() {
  const t = useTexts(channelsTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const mayAdd = useMay('create-channel')
  const mayReadDeliveries = useMay('list-deliveries')
  const kinds = useQuery(queryOf('list-channel-kinds'))
  const list = useList('list-channels', { project_id: Number(id), page_size: most })
  const columns = useChannelColumns({ kinds: kinds.data?.items ?? [], mayWrite: false, onRemove: () => undefined })
  const add = mayAdd && (
    <Button
      component={Link}
      to="/channels/new"
      search={{ project: id } as never}
      variant="default"
      leftSection={<Plus size={15} aria-hidden />}
    >
      {t('add')}
    </Button>
  )
  return (
    <DataTable
      id="project-channels"
      label={t('title')}
      list={list}
      columns={columns}
      rowKey={(channel) => channel.id}
      rowHref={(channel) => `/channels/${channel.id}`}
      empty={<EmptyState icon={Megaphone} title={t('ofProject.empty')} text={t('ofProject.emptyText')} action={add} />}
      filters={
        <div className={classes.ofProject}>
          <p>{t('ofProject.text')}</p>
          {mayReadDeliveries && (
            <Button
              component={Link}
              to="/deliveries"
              search={{ project: id } as never}
              variant="default"
              leftSection={<ScrollText size={15} aria-hidden />}
            >
              {t('actions.deliveries')}
            </Button>
          )}
          {add}
        </div>
      }
    />
  )
}
