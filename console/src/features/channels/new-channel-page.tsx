import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { CircleCheck, Megaphone, RefreshCcw } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { type OutputOf, queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useLanguage, useTexts } from '#lib/i18n.ts'
import { useUrlState } from '#lib/url-state.ts'
import type { ChannelKindName } from '#ui/alerts/alert-types.ts'
import { Card } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { OneTimeSecret } from '#ui/one-time-secret.tsx'
import { PageHeader } from '#ui/page-header.tsx'
import type { JsonSchema } from '#ui/schema-form/json-schema.ts'
import { labelOf } from '#ui/schema-form/json-schema.ts'
import { UnsavedGuard } from '#ui/unsaved-guard.tsx'
import { touched } from './channel-commands.ts'
import type { ChannelKind } from './channel-form.ts'
import { channelIcon } from './channel-icon.tsx'
import { ChannelSections } from './channel-sections.tsx'
import { blankChannel, creation } from './channel-values.ts'
import { channelsTexts } from './channels.i18n.ts'
import classes from './channels.module.css'

type Created = OutputOf<'create-channel'>

/** First how, then the rest; the way chosen is in the URL, so that "back" chooses again. */
export default function NewChannelPage() {
  const t = useTexts(channelsTexts)
  const { data, error, refetch } = useQuery(queryOf('list-channel-kinds'))
  const [{ kind: chosen, project }, change] = useUrlState({ kind: '', project: 0 })
  const [created, setCreated] = useState<Created>()
  const kind = data?.items.find((one) => one.kind === chosen)
  return (
    <>
      <PageHeader icon={Megaphone} title={t('new.title')} purpose={kind && !created ? kind.label : t('purpose')} />
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Skeleton height={320} radius={10} />}
      {created && kind && <CreatedChannel channel={created} kind={kind} />}
      {data && !kind && !created && <KindPicker kinds={data.items} onPick={(next) => change({ kind: next }, 'push')} />}
      {kind && !created && (
        <NewChannelForm
          key={kind.kind}
          kind={kind}
          projectId={project}
          onCreated={setCreated}
          onBack={() => change({ kind: '' })}
        />
      )}
    </>
  )
}

function KindPicker({ kinds, onPick }: { readonly kinds: readonly ChannelKind[]; onPick(kind: string): void }) {
  const t = useTexts(channelsTexts)
  return (
    <section aria-label={t('new.pick')}>
      <h2 className={classes.pickTitle}>{t('new.pick')}</h2>
      <p className={classes.pickText}>{t('new.pickText')}</p>
      <div className={classes.kinds}>
        {kinds.map(({ kind, label, summary }) => {
          const Icon = channelIcon(kind)
          return (
            <button key={kind} type="button" className={classes.kind} onClick={() => onPick(kind)}>
              <span className={classes.kindIcon}>
                <Icon size={18} strokeWidth={1.75} aria-hidden />
              </span>
              <span>
                <b>{label}</b>
                <span className={classes.kindSummary}>{summary}</span>
              </span>
            </button>
          )
        })}
      </div>
    </section>
  )
}

interface NewChannelFormProps {
  readonly kind: ChannelKind
  /** Where somebody came from: its news is what they want told. */
  readonly projectId: number
  onCreated(channel: Created): void
  onBack(): void
}

function NewChannelForm({ kind, projectId, onCreated, onBack }: NewChannelFormProps) {
  const t = useTexts(channelsTexts)
  const language = useLanguage()
  const navigate = useNavigate()
  const form = useForm(blankChannel('', language, projectId))
  const create = useCommand('create-channel', { invalidates: touched, onRefused: form.refuse, onDone: onCreated })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate(creation(kind.kind as ChannelKindName, form.values))
  }
  return (
    <form onSubmit={submit} noValidate>
      <UnsavedGuard isDirty={form.isDirty && !create.isPending} />
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        className={classes.again ?? ''}
        leftSection={<RefreshCcw size={14} aria-hidden />}
        onClick={onBack}
      >
        {t('new.change')}
      </Button>
      <div>
        <ChannelSections form={form} kind={kind} mayTest />
      </div>
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => void navigate({ to: '/channels' })}>
          {t('new.cancel')}
        </Button>
        <Button type="submit" loading={create.isPending}>
          {t('new.submit')}
        </Button>
      </div>
    </form>
  )
}

function CreatedChannel({ channel, kind }: { readonly channel: Created; readonly kind: ChannelKind }) {
  const t = useTexts(channelsTexts)
  const language = useLanguage()
  const { properties = {} } = kind.schema as JsonSchema
  return (
    <Card>
      <div className={classes.created} role="status">
        <CircleCheck size={22} aria-hidden />
        <div>
          <b>{t('new.doneTitle')}</b>
          <p>{t('new.doneText', { name: channel.name })}</p>
        </div>
      </div>
      {Object.entries(channel.generated).map(([name, value]) => (
        <div key={name} className={classes.createdSecret}>
          <OneTimeSecret
            label={labelOf(properties[name] ?? {}, name, language)}
            value={value}
            hint={t('new.secretHint')}
          />
        </div>
      ))}
      <div className={classes.createdButtons}>
        <Button component={Link} to="/channels" variant="default">
          {t('new.toList')}
        </Button>
        <Button component={Link} to={`/channels/${channel.id}`}>
          {t('new.toChannel')}
        </Button>
      </div>
    </Card>
  )
}
