import { Button, Skeleton } from '@mantine/core'
import { Trash2 } from 'lucide-react'
import { type FormEvent, useMemo } from 'react'
import { type CheckKind, useCheckKinds } from '#lib/check-kinds.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { Card } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { SaveBar } from '#ui/form-section.tsx'
import { useDeleteMonitor } from './monitor-actions.tsx'
import { MonitorFields } from './monitor-fields.tsx'
import { monitorTouches } from './monitor-touches.ts'
import { changesInput, type Monitor, secretPaths, valuesOf } from './monitor-values.ts'
import { monitorsTexts } from './monitors.i18n.ts'
import classes from './monitors.module.css'

export function MonitorSettings({ monitor }: { readonly monitor: Monitor }) {
  const { kinds, error, isPending, refetch } = useCheckKinds()
  const kind = kinds.find((one) => one.kind === monitor.kind)
  if (error && !kind) return <ErrorState error={error} onRetry={() => void refetch()} />
  if (isPending || !kind) return <Skeleton height={360} radius={10} />
  return <Form monitor={monitor} kind={kind} />
}

function Form({ monitor, kind }: { readonly monitor: Monitor; readonly kind: CheckKind }) {
  const t = useTexts(monitorsTexts)
  const mayEdit = useMay('update-monitor')
  const mayTry = useMay('run-check')
  const form = useForm(valuesOf(monitor))
  const secretKey = monitor.secrets.join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: live news brings the same secrets again and again
  const secrets = useMemo(() => secretPaths(monitor), [secretKey])
  const save = useCommand('update-monitor', {
    done: t('form.saved'),
    invalidates: monitorTouches,
    onRefused: form.refuse,
    onDone: (saved) => form.settle(valuesOf(saved)),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(changesInput(monitor.id, form.values, valuesOf(monitor)))
  }
  return (
    <>
      {!mayEdit && <p className={classes.help}>{t('form.readOnly')}</p>}
      <form onSubmit={submit} noValidate>
        <MonitorFields
          form={form}
          kind={kind}
          secrets={secrets}
          isDisabled={!mayEdit}
          mayTry={mayTry}
          foot={<Remove monitor={monitor} />}
        />
        <SaveBar isDirty={form.isDirty} isSaving={save.isPending} onDiscard={form.reset} />
      </form>
    </>
  )
}

function Remove({ monitor }: { readonly monitor: Monitor }) {
  const t = useTexts(monitorsTexts)
  const may = useMay('delete-monitor')
  const remove = useDeleteMonitor(monitor)
  if (!may) return null
  return (
    <Card title={t('form.remove')}>
      <div className={classes.fields}>
        <p className={classes.help}>{t('form.removeText')}</p>
        <div>
          <Button
            color="red"
            variant="outline"
            leftSection={<Trash2 size={15} aria-hidden />}
            loading={remove.isPending}
            onClick={() => remove.mutate({ id: monitor.id })}
          >
            {t('page.delete')}
          </Button>
        </div>
      </div>
    </Card>
  )
}
