import { Button, TextInput } from '@mantine/core'
import { Trash2 } from 'lucide-react'
import type { FormEvent } from 'react'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { FormSection, SaveBar } from '#ui/form-section.tsx'
import { AlertsSwitch, IntervalField, ThresholdFields, TimeLimitField } from '#ui/watch/rhythm-fields.tsx'
import { useDeleteProject } from '../project-actions.tsx'
import { HeaderFields, InfoFields, PublicField, SortFields, ToldFields } from '../project-fields.tsx'
import { changesInput, type Project, valuesOf } from '../project-form.ts'
import { projectTouches } from '../project-touches.ts'
import { projectsTexts } from '../projects.i18n.ts'
import classes from '../projects.module.css'

export function ProjectSettings({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const mayEdit = useMay('update-project') && project.is_active
  const before = valuesOf(project)
  const form = useForm(before)
  const save = useCommand('update-project', {
    done: t('settings.saved'),
    invalidates: projectTouches,
    onRefused: form.refuse,
    onDone: (saved) => form.settle(valuesOf(saved)),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(changesInput(project.id, form.values, before))
  }
  const hasHiddenWebhook = project.has_webhook_url && project.webhook_url === null
  const areDefaultsAlerting = project.monitors
    .filter(({ is_default }) => is_default)
    .every(({ is_alert_enabled }) => is_alert_enabled)
  return (
    <>
      {!mayEdit && <p className={classes.readOnly}>{t('settings.readOnly')}</p>}
      <form onSubmit={submit} noValidate>
        {/* One switch for every field inside: those who may only look cannot type. */}
        <fieldset className={classes.fieldset} disabled={!mayEdit}>
          <FormSection title={t('settings.basics')} text={t('settings.basicsText')}>
            <TextInput {...form.field('title')} label={t('new.name')} withAsterisk />
            <TextInput {...form.field('url')} type="url" label={t('new.url')} withAsterisk spellCheck={false} />
            <SortFields form={form} />
            <InfoFields form={form} />
          </FormSection>
          <FormSection title={t('settings.schedule')} text={t('settings.scheduleText')}>
            <IntervalField form={form} />
            <TimeLimitField form={form} />
          </FormSection>
          <FormSection title={t('settings.thresholds')} text={t('settings.thresholdsText')}>
            <ThresholdFields form={form} />
            <AlertsSwitch
              isOn={form.values.is_alert_enabled ?? areDefaultsAlerting}
              onChange={(isOn) => form.set('is_alert_enabled', isOn)}
            />
          </FormSection>
          <FormSection title={t('settings.headers')}>
            <HeaderFields form={form} />
          </FormSection>
          <FormSection title={t('settings.told')} text={t('settings.toldText')}>
            <ToldFields form={form} hasHiddenWebhook={hasHiddenWebhook} />
          </FormSection>
          <FormSection title={t('settings.show')}>
            <PublicField form={form} />
          </FormSection>
        </fieldset>
        <SaveBar isDirty={form.isDirty} isSaving={save.isPending} onDiscard={form.reset} />
      </form>
      <Remove project={project} />
    </>
  )
}

function Remove({ project }: { readonly project: Project }) {
  const t = useTexts(projectsTexts)
  const may = useMay('delete-project')
  const remove = useDeleteProject(project)
  if (!may || !project.is_active) return null
  return (
    <FormSection title={t('settings.remove')} text={t('settings.removeText')}>
      <div>
        <Button
          color="red"
          variant="outline"
          leftSection={<Trash2 size={15} aria-hidden />}
          loading={remove.isPending}
          onClick={() => remove.mutate({ id: project.id })}
        >
          {t('page.delete')}
        </Button>
      </div>
    </FormSection>
  )
}
