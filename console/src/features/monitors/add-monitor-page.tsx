import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Activity } from 'lucide-react'
import type { FormEvent } from 'react'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { type CheckKind, useCheckKinds } from '#lib/check-kinds.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { draftOf } from '#lib/monitor-draft.ts'
import { useTitleOf } from '#lib/page-title.ts'
import { useUrlState } from '#lib/url-state.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { UnsavedGuard } from '#ui/unsaved-guard.tsx'
import { KindPicker } from './kind-picker.tsx'
import { MonitorFields } from './monitor-fields.tsx'
import { monitorTouches } from './monitor-touches.ts'
import { blankMonitor, creationInput } from './monitor-values.ts'
import { monitorsTexts } from './monitors.i18n.ts'
import classes from './monitors.module.css'
import { optionsOfProject } from './project-options.ts'

/** First the kind, then its own form. */
export default function AddMonitorPage() {
  const t = useTexts(monitorsTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const [{ kind: name }, setKind] = useUrlState({ kind: '' })
  const { kinds } = useCheckKinds()
  const {
    data: project,
    error,
    refetch,
  } = useQuery({ ...queryOf('get-project', { id: Number(id) }), staleTime: 60_000 })
  useTitleOf(`/projects/${id}`, project?.title)
  const kind = kinds.find((one) => one.kind === name)
  const another = kind && (
    <Button variant="default" onClick={() => setKind({ kind: '' })}>
      {t('pickAnother')}
    </Button>
  )
  return (
    <>
      <PageHeader
        icon={Activity}
        title={kind ? `${t('addTitle')} · ${kind.label}` : t('addTitle')}
        purpose={kind ? kind.summary : `${project?.title ?? ''} · ${t('addPurpose')}`}
        actions={another}
      />
      {error && !project ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !kind ? (
        <KindPicker onPick={(picked) => setKind({ kind: picked }, 'push')} />
      ) : project ? (
        <NewMonitor key={kind.kind} project={project} kind={kind} />
      ) : (
        <Skeleton height={480} radius={10} aria-busy />
      )}
    </>
  )
}

interface NewMonitorProps {
  readonly project: Pick<OutputOf<'get-project'>, 'id' | 'url' | 'check_interval'>
  readonly kind: CheckKind
}

function NewMonitor({ project, kind }: NewMonitorProps) {
  const t = useTexts(monitorsTexts)
  const navigate = useNavigate()
  const mayTry = useMay('run-check')
  const form = useForm(blankMonitor(kind, draftOf(kind.kind)?.options ?? optionsOfProject(kind, project.url)))
  const create = useCommand('create-monitor', {
    done: ({ name }) => t('form.created', { name }),
    invalidates: monitorTouches,
    onRefused: form.refuse,
    onDone: ({ id }) => {
      // It is saved: nothing is lost by leaving, whatever the guard has seen last.
      void navigate({ to: '/monitors/$id', params: { id: String(id) } as never, ignoreBlocker: true })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(creationInput(project.id, kind.kind, form.values))
  }
  const foot = (
    <div className={classes.submit}>
      <Button type="submit" size="md" loading={create.isPending}>
        {t('form.create')}
      </Button>
      <Button component={Link} to={`/projects/${project.id}?tab=monitors`} variant="subtle" color="gray" size="md">
        {t('form.cancel')}
      </Button>
    </div>
  )
  return (
    <form onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={form.isDirty && !create.isPending && !create.isSuccess} />
      <MonitorFields form={form} kind={kind} mayTry={mayTry} projectInterval={project.check_interval} foot={foot} />
    </form>
  )
}
