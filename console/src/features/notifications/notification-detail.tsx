import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ArrowRight } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { alertTexts } from '#ui/alerts/alerts.i18n.ts'
import { Severity } from '#ui/alerts/severity.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { KeyValue } from '#ui/key-value.tsx'
import { SideDrawer } from '#ui/side-drawer.tsx'
import { notificationsTexts } from './notifications.i18n.ts'
import classes from './notifications.module.css'

/** The whole of it, with the way to what it is about. */
export function NotificationDetail({ id, onClose }: { readonly id: number; onClose(): void }) {
  const t = useTexts(notificationsTexts)
  const word = useTexts(alertTexts)
  const format = useFormat()
  const { data, error, refetch } = useQuery(queryOf('get-notification', { id }))
  const foot = data?.link && (
    <Button component={Link} to={data.link} rightSection={<ArrowRight size={15} aria-hidden />}>
      {t('detail.open')}
    </Button>
  )
  return (
    <SideDrawer isOpen title={data?.title ?? t('detail.title')} foot={foot} onClose={onClose}>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton height={160} />}
      {data && (
        <>
          {data.message && <p className={classes.message}>{data.message}</p>}
          <KeyValue
            items={[
              { label: t('detail.type'), value: word(`events.${data.type}`) },
              { label: t('detail.severity'), value: <Severity severity={data.severity} /> },
              { label: t('detail.at'), value: format.time(data.created_at) },
            ]}
          />
        </>
      )}
    </SideDrawer>
  )
}
