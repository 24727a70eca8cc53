import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { SideDrawer } from '#ui/side-drawer.tsx'
import { OutcomeView } from '#ui/watch/outcome/outcome-view.tsx'
import { monitorsTexts } from './monitors.i18n.ts'
import classes from './monitors.module.css'

interface ResultDrawerProps {
  readonly monitorId: number
  /** Empty while none is open. */
  readonly slotAt: string
  onClose(): void
}

/** One result with everything that was kept of it. */
export function ResultDrawer({ monitorId, slotAt, onClose }: ResultDrawerProps) {
  const t = useTexts(monitorsTexts)
  const format = useFormat()
  const isOpen = slotAt !== ''
  const query = useQuery({
    ...queryOf('get-result', { id: monitorId, slot_at: slotAt }),
    enabled: isOpen,
    staleTime: 300_000,
  })
  const result = query.data
  return (
    <SideDrawer
      isOpen={isOpen}
      title={isOpen ? `${t('results.detail')} · ${format.time(slotAt)}` : ''}
      size={620}
      onClose={onClose}
    >
      {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {!result && !query.error && <Skeleton height={200} />}
      {result && (
        <>
          <OutcomeView outcome={{ ...result, checked_at: result.slot_at }} />
          {result.attempts > 1 && <p className={classes.help}>{t('results.retries', { count: result.attempts })}</p>}
          {result.evidence === null && result.state === 'up' && (
            <p className={classes.help}>{t('results.noEvidence')}</p>
          )}
        </>
      )}
    </SideDrawer>
  )
}
