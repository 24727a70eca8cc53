import { Alert, Skeleton, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { WifiOff } from 'lucide-react'
import { queryOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { FailingMonitors } from './failing-monitors.tsx'
import { jobsTexts } from './jobs.i18n.ts'
import { KindLoad } from './kind-load.tsx'
import { Processes } from './processes.tsx'
import { SchedulerFigures } from './scheduler-figures.tsx'
import { SchedulerSwitch } from './scheduler-switch.tsx'

/** The figures move by themselves while somebody looks. */
const lookEveryMs = 5000

export function Scheduler() {
  const t = useTexts(jobsTexts)
  const format = useFormat()
  const { data, error, refetch } = useQuery({ ...queryOf('get-scheduler-status'), refetchInterval: lookEveryMs })
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (!data) return <SchedulerSkeleton />
  return (
    <>
      <SchedulerSwitch status={data} />
      {data.blind_since !== null && (
        <Alert color="yellow" mt="md" icon={<WifiOff size={18} aria-hidden />}>
          {t('scheduler.blind', { time: format.time(data.blind_since) })}
        </Alert>
      )}
      <SchedulerFigures status={data} />
      <FailingMonitors failures={data.failures} />
      <KindLoad kinds={data.per_kind} />
      <Processes status={data} />
    </>
  )
}

const SchedulerSkeleton = () => (
  <Stack gap="md" aria-busy>
    <Skeleton height={76} radius={10} />
    <Skeleton height={104} radius={10} />
    <Skeleton height={220} radius={10} />
  </Stack>
)
