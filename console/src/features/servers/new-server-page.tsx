import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Server } from 'lucide-react'
import type { FormEvent } from 'react'
import { call } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { PageHeader } from '#ui/page-header.tsx'
import { UnsavedGuard } from '#ui/unsaved-guard.tsx'
import { ServerFields } from './server-fields.tsx'
import { createInput, freshValues, touched } from './server-values.ts'
import { serversTexts } from './servers.i18n.ts'
import classes from './servers.module.css'

export default function NewServerPage() {
  const t = useTexts(serversTexts)
  const navigate = useNavigate()
  const form = useForm(freshValues)
  const create = useCommand('create-virtual-server', {
    invalidates: touched,
    done: ({ title }) => t('done.created', { name: title }),
    undo: ({ id }) => call('remove-virtual-server', { id }),
    onRefused: form.refuse,
    onDone: ({ id }) => {
      form.settle()
      // Once the form says that nothing is unsaved.
      setTimeout(() => void navigate({ to: '/servers/$id', params: { id: String(id) } as never }))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(createInput(form.values))
  }
  return (
    <>
      <PageHeader icon={Server} title={t('add')} purpose={t('purpose')} />
      <UnsavedGuard isDirty={form.isDirty && !create.isPending && !create.isSuccess} />
      <form onSubmit={submit} noValidate>
        <ServerFields form={form} isNew />
        <div className={classes.submit}>
          <Button type="submit" loading={create.isPending} disabled={form.values.choices.length === 0}>
            {t('form.create')}
          </Button>
        </div>
      </form>
    </>
  )
}
