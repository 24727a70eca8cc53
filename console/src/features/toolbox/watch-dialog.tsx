import { Button, Modal, SegmentedControl, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { keepDraft } from '#lib/monitor-draft.ts'
import { projectOptions } from '#lib/remote-options.ts'
import { RemoteSelect } from '#ui/remote-select.tsx'
import { uiTexts } from '#ui/ui.i18n.ts'
import { type Options, targetOf, urlOf } from '#ui/watch/target.ts'
import { toolboxTexts } from './toolbox.i18n.ts'
import classes from './toolbox.module.css'

interface WatchDialogProps {
  readonly kind: string
  readonly options: Options
  onClose(): void
}

/** From one look to a monitor: into a project there is, or a new one; the rest is asked on the page for that. */
export function WatchDialog({ kind, options, onClose }: WatchDialogProps) {
  const t = useTexts(toolboxTexts)
  const ui = useTexts(uiTexts)
  const mayMakeProject = useMay('create-project')
  const navigate = useNavigate()
  const [where, setWhere] = useState<'existing' | 'new'>('existing')
  const addTo = (projectId: number | string) => {
    keepDraft({ kind, options })
    void navigate({ to: `/projects/${projectId}/monitors/new`, search: { kind } as never })
  }
  return (
    <Modal opened onClose={onClose} title={t('watch.title')} closeButtonProps={{ 'aria-label': ui('close') }}>
      <div className={classes.fields}>
        <p className={classes.dim}>{t('watch.text')}</p>
        {mayMakeProject && (
          <SegmentedControl
            fullWidth
            aria-label={t('watch.where')}
            value={where}
            onChange={(value) => setWhere(value as 'existing' | 'new')}
            data={(['existing', 'new'] as const).map((value) => ({ value, label: t(`watch.${value}`) }))}
          />
        )}
        {where === 'existing' ? (
          <ExistingProject onPick={addTo} onClose={onClose} />
        ) : (
          <NewProject kind={kind} options={options} onMade={addTo} onClose={onClose} />
        )}
      </div>
    </Modal>
  )
}

interface ExistingProjectProps {
  onPick(id: string): void
  onClose(): void
}

function ExistingProject({ onPick, onClose }: ExistingProjectProps) {
  const t = useTexts(toolboxTexts)
  const [id, setId] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (id) onPick(id)
  }
  return (
    <form className={classes.fields} onSubmit={submit}>
      <RemoteSelect label={t('watch.project')} options={projectOptions} value={id} onChange={setId} isRequired />
      <Buttons isReady={id !== ''} onClose={onClose} />
    </form>
  )
}

interface NewProjectProps {
  readonly kind: string
  readonly options: Options
  onMade(id: number): void
  onClose(): void
}

function NewProject({ kind, options, onMade, onClose }: NewProjectProps) {
  const t = useTexts(toolboxTexts)
  const navigate = useNavigate()
  const form = useForm({ title: titleOf(options), url: urlOf(options) })
  const create = useCommand('create-project', {
    done: ({ title }) => t('watch.made', { title }),
    invalidates: ['list-projects', 'list-project-facets', 'get-dashboard-summary'],
    onRefused: form.refuse,
    onDone: ({ id }) => {
      if (isPlain(kind, options, form.values.url)) void navigate({ to: `/projects/${id}` })
      else onMade(id)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(form.values)
  }
  return (
    <form className={classes.fields} onSubmit={submit} noValidate>
      <TextInput {...form.field('title')} label={t('watch.projectTitle')} withAsterisk />
      <TextInput
        {...form.field('url')}
        type="url"
        label={t('watch.projectUrl')}
        description={t('watch.projectUrlHelp')}
        withAsterisk
        spellCheck={false}
      />
      <Buttons
        isReady={form.values.title.trim() !== '' && form.values.url.trim() !== ''}
        isBusy={create.isPending}
        onClose={onClose}
      />
    </form>
  )
}

interface ButtonsProps {
  readonly isReady: boolean
  readonly isBusy?: boolean
  onClose(): void
}

function Buttons({ isReady, isBusy = false, onClose }: ButtonsProps) {
  const t = useTexts(toolboxTexts)
  const ui = useTexts(uiTexts)
  return (
    <div className={classes.buttons}>
      <Button variant="subtle" color="gray" onClick={onClose}>
        {ui('cancel')}
      </Button>
      <Button type="submit" disabled={!isReady} loading={isBusy}>
        {t('watch.next')}
      </Button>
    </div>
  )
}

const titleOf = (options: Options): string =>
  targetOf(options)
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#:].*$/, '')

/** A new project comes with exactly this monitor already. */
const isPlain = (kind: string, options: Options, url: string): boolean =>
  kind === 'http' && Object.keys(options).length === 1 && options.url === url
