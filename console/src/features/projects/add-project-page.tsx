import { monitorLimits } from '@bongsu/contract/projects.ts'
import { Button, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { Check, Play, Radar } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { OutputOf } from '#lib/api.ts'
import { runInput } from '#lib/check-kinds.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { useUrlState } from '#lib/url-state.ts'
import { Card } from '#ui/card.tsx'
import { Folded } from '#ui/form-section.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import { UnsavedGuard } from '#ui/unsaved-guard.tsx'
import { OutcomeView } from '#ui/watch/outcome/outcome-view.tsx'
import { IntervalField, ThresholdFields, TimeLimitField, useEvery } from '#ui/watch/rhythm-fields.tsx'
import { HeaderFields, InfoFields, PublicField, SortFields, ToldFields } from './project-fields.tsx'
import { blankProject, creationInput, suggestedTitle, withScheme } from './project-form.ts'
import { projectsTexts } from './projects.i18n.ts'
import classes from './projects.module.css'

/** What the server takes for what is left empty. */
const usual = {
  timeout: monitorLimits.timeout.default,
  retry_count: monitorLimits.retryCount.default,
  alert_threshold: monitorLimits.alertThreshold.default,
  recovery_threshold: monitorLimits.recoveryThreshold.default,
}

/** The address first; everything else has a default and is folded away. */
export default function AddProjectPage() {
  const t = useTexts(projectsTexts)
  const navigate = useNavigate()
  const [given] = useUrlState({ url: '' })
  const form = useForm({ ...blankProject, url: given.url, title: suggestedTitle(given.url) })
  const [isOwnTitle, setOwnTitle] = useState(false)
  const mayTry = useMay('run-check')
  const create = useCommand('create-project', {
    invalidates: ['list-projects', 'list-project-facets', 'get-dashboard-summary'],
    done: ({ title }) => t('new.created', { title }),
    onRefused: form.refuse,
    onDone: ({ id }) => {
      // It is saved: nothing is lost by leaving, whatever the guard has seen last.
      void navigate({ to: '/projects/$id', params: { id: String(id) } as never, ignoreBlocker: true })
    },
  })

  const typeUrl = (url: string) => {
    form.set('url', url)
    if (!isOwnTitle) form.set('title', suggestedTitle(url))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(creationInput(form.values))
  }
  const hasError = (...names: string[]) =>
    Object.keys(form.errors).some((error) => names.some((name) => error.startsWith(name)))
  return (
    <>
      <PageHeader icon={Radar} title={t('new.title')} purpose={t('new.purpose')} />
      <UnsavedGuard isDirty={form.isDirty && !create.isPending && !create.isSuccess} />
      <form className={classes.addForm} onSubmit={submit} noValidate>
        <Card>
          <div className={classes.fields}>
            <TextInput
              {...form.field('url')}
              onChange={(event) => typeUrl(event.currentTarget.value)}
              onBlur={() => form.set('url', withScheme(form.values.url))}
              type="url"
              size="md"
              label={t('new.url')}
              description={t('new.urlHelp')}
              placeholder={t('new.urlPlaceholder')}
              withAsterisk
              autoFocus
              spellCheck={false}
              autoCapitalize="none"
            />
            <TextInput
              {...form.field('title')}
              onChange={(event) => {
                setOwnTitle(event.currentTarget.value !== '')
                form.set('title', event.currentTarget.value)
              }}
              label={t('new.name')}
              description={t('new.nameHelp')}
              withAsterisk
            />
            {mayTry && <TryIt url={withScheme(form.values.url)} />}
            <Made url={withScheme(form.values.url)} interval={form.values.check_interval ?? 300} />
          </div>
        </Card>
        <Card>
          <div className={classes.folds}>
            <Folded
              title={t('new.folded.schedule')}
              isForcedOpen={hasError('check_interval', 'time_limit', ...Object.keys(usual))}
            >
              <IntervalField form={form} />
              <TimeLimitField form={form} />
              <ThresholdFields form={form} placeholder={usual} />
            </Folded>
            <Folded
              title={t('new.folded.sort')}
              isForcedOpen={hasError('category', 'tags', 'description', 'host_name', 'ip_address')}
            >
              <SortFields form={form} />
              <InfoFields form={form} />
            </Folded>
            <Folded title={t('new.folded.headers')} isForcedOpen={hasError('custom_headers')}>
              <HeaderFields form={form} />
            </Folded>
            <Folded title={t('new.folded.told')} isForcedOpen={hasError('alert_email', 'webhook_url')}>
              <ToldFields form={form} />
              <PublicField form={form} />
            </Folded>
          </div>
        </Card>
        <div className={classes.submit}>
          <Button type="submit" size="md" loading={create.isPending} disabled={form.values.url.trim() === ''}>
            {t('new.submit')}
          </Button>
        </div>
      </form>
    </>
  )
}

/** One look before anything is saved: an address that is wrong shows now, not in an alert at night. */
function TryIt({ url }: { readonly url: string }) {
  const t = useTexts(projectsTexts)
  const [seen, setSeen] = useState<{ url: string; outcome: OutputOf<'run-check'> }>()
  const run = useCommand('run-check', { onDone: (outcome) => setSeen({ url, outcome }) })
  return (
    <div>
      <Button
        variant="default"
        leftSection={<Play size={14} aria-hidden />}
        disabled={url === ''}
        loading={run.isPending}
        onClick={() => run.mutate(runInput('http', { url }))}
      >
        {t('new.try')}
      </Button>
      {seen && seen.url === url && !run.isPending && (
        <div className={classes.tried} role="status">
          <OutcomeView outcome={seen.outcome} isBrief />
        </div>
      )}
    </div>
  )
}

function Made({ url, interval }: { readonly url: string; readonly interval: number }) {
  const t = useTexts(projectsTexts)
  const every = useEvery()
  const isSecure = url.startsWith('https:')
  const lines = [
    t('new.madeHttp', { every: every(interval) }),
    ...(isSecure ? [t('new.madeTls'), t('new.madeDomain')] : []),
  ]
  return (
    <div className={classes.made}>
      <p className={classes.madeTitle}>{t('new.made')}</p>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <Check size={14} aria-hidden className={classes.madeMark} />
            {line}
          </li>
        ))}
      </ul>
      <p className={classes.help}>{t('new.madeMore')}</p>
    </div>
  )
}
