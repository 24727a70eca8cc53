import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { call } from '#lib/api.ts'
import { showError } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { showToast } from '#lib/toasts.ts'
import type { Delivery } from '#ui/alerts/alert-types.ts'
import { canResend } from './can-resend.ts'
import { deliveriesTexts } from './deliveries.i18n.ts'

/** One after the other: the first refusal stops the rest, and says why. */
export function BulkResend({ deliveries, onDone }: { readonly deliveries: readonly Delivery[]; onDone(): void }) {
  const t = useTexts(deliveriesTexts)
  const queries = useQueryClient()
  const chosen = deliveries.filter(canResend)
  const run = useMutation({
    mutationFn: async () => {
      for (const { id } of chosen) await call('resend-delivery', { id })
    },
    onSuccess: () => {
      showToast({ tone: 'done', message: t('resentMany', { count: chosen.length }) })
      onDone()
    },
    onError: showError,
    onSettled: () =>
      queries.invalidateQueries({
        predicate: ({ queryKey }) => queryKey[0] === 'list-deliveries' || queryKey[0] === 'get-delivery',
      }),
  })
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<RotateCw size={15} aria-hidden />}
      disabled={chosen.length === 0}
      loading={run.isPending}
      onClick={() => run.mutate()}
    >
      {t('resend')}
    </Button>
  )
}
