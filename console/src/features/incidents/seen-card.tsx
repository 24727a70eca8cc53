import { SegmentedControl, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { isApiError } from '#lib/api-error.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { AttemptList } from '#ui/watch/outcome/attempt-list.tsx'
import { attemptsIn } from '#ui/watch/outcome/attempts.ts'
import { EvidenceView } from '#ui/watch/outcome/evidence-view.tsx'
import { OutcomeView } from '#ui/watch/outcome/outcome-view.tsx'
import { incidentsTexts } from './incidents.i18n.ts'
import classes from './incidents.module.css'

type Incident = OutputOf<'get-incident'>
type Which = 'first' | 'latest'

/** The first failure as a picture, and how it looks now. */
export function SeenCard({ incident }: { readonly incident: Incident }) {
  const t = useTexts(incidentsTexts)
  const [which, setWhich] = useState<Which>('first')
  const choice = (
    <SegmentedControl
      size="xs"
      aria-label={t('seen.which')}
      value={which}
      onChange={(value) => setWhich(value as Which)}
      data={(['first', 'latest'] as const).map((value) => ({ value, label: t(`seen.${value}`) }))}
    />
  )
  return (
    <Card title={t('seen.title')} actions={choice}>
      <Seen
        key={which}
        monitorId={incident.monitor.id}
        slotAt={which === 'first' ? incident.opened_at : 'latest'}
        without={
          which === 'first' ? <Confirming incident={incident} /> : <p className={classes.dim}>{t('seen.none')}</p>
        }
      />
    </Card>
  )
}

/** Results are kept for weeks, incidents for years: what made sure of it is kept with the incident itself. */
function Confirming({ incident: { evidence } }: { readonly incident: Incident }) {
  const t = useTexts(incidentsTexts)
  if (!evidence) return <p className={classes.dim}>{t('seen.none')}</p>
  return (
    <div className={classes.kept}>
      <p className={classes.dim}>{t('seen.confirming')}</p>
      <AttemptList attempts={attemptsIn(evidence)} />
      <EvidenceView evidence={evidence} drawn={['attempts']} />
    </div>
  )
}

interface SeenProps {
  readonly monitorId: number
  readonly slotAt: string
  /** Instead, when the result is not kept any more. */
  readonly without: ReactNode
}

/** One stored result as a picture. */
export function Seen({ monitorId, slotAt, without }: SeenProps) {
  const query = useQuery({ ...queryOf('get-result', { id: monitorId, slot_at: slotAt }), staleTime: 60_000 })
  if (isApiError(query.error, 'not_found')) return without
  if (query.error) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton height={180} radius={8} />
  return <OutcomeView outcome={{ ...query.data, checked_at: query.data.slot_at }} />
}
