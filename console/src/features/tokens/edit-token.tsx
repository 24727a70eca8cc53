import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { FormDrawer, SideDrawer } from '#ui/side-drawer.tsx'
import { type Token, touched } from './token.ts'
import { TokenFields } from './token-fields.tsx'
import { changeable, valuesOf } from './token-values.ts'
import { tokensTexts } from './tokens.i18n.ts'

export function EditToken({ id, onClose }: { readonly id: number; onClose(): void }) {
  const t = useTexts(tokensTexts)
  const { data, error, refetch } = useQuery(queryOf('get-token', { id }))
  if (data) return <EditForm key={data.id} token={data} onClose={onClose} />
  return (
    <SideDrawer isOpen title={t('form.editTitle')} onClose={onClose}>
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Skeleton height={360} aria-busy />}
    </SideDrawer>
  )
}

function EditForm({ token, onClose }: { readonly token: Token; onClose(): void }) {
  const t = useTexts(tokensTexts)
  const form = useForm(valuesOf(token))
  const save = useCommand('update-token', {
    invalidates: touched,
    onRefused: form.refuse,
    done: ({ name }) => t('done.saved', { name }),
    onDone: onClose,
  })
  return (
    <FormDrawer
      isOpen
      title={t('form.editTitle')}
      submit={t('form.save')}
      isDirty={form.isDirty}
      isSaving={save.isPending}
      onSubmit={() => save.mutate({ id: token.id, ...changeable(form.values) })}
      onClose={onClose}
    >
      <TokenFields form={form} isNew={false} />
    </FormDrawer>
  )
}
