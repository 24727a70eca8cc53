import { Skeleton } from '@mantine/core'
import { useCheckKinds } from '#lib/check-kinds.ts'
import { useTexts } from '#lib/i18n.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { KindList } from '#ui/watch/kind-list.tsx'
import { monitorsTexts } from './monitors.i18n.ts'

/** What there is to choose from, by group. */
export function KindPicker({ onPick }: { onPick(kind: string): void }) {
  const t = useTexts(monitorsTexts)
  const { kinds, error, isPending, refetch } = useCheckKinds()
  if (error && kinds.length === 0) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (isPending) return <Skeleton height={320} radius={10} />
  return <KindList kinds={kinds} label={t('pick')} onPick={onPick} />
}
