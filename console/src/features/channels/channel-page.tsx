import { ActionIcon, Alert, Button, Menu, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { EllipsisVertical, Eye, KeyRound, Megaphone, PowerOff, ScrollText, Trash2 } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import type { Channel } from '#ui/alerts/alert-types.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { SaveBar } from '#ui/form-section.tsx'
import { KeyFacts, PageHeader } from '#ui/page-header.tsx'
import { RelativeTime } from '#ui/relative-time.tsx'
import { touched } from './channel-commands.ts'
import type { ChannelKind } from './channel-form.ts'
import { channelIcon } from './channel-icon.tsx'
import { ChannelSections } from './channel-sections.tsx'
import { ChannelStateTag } from './channel-state-tag.tsx'
import { changesOf, valuesOf } from './channel-values.ts'
import { channelsTexts } from './channels.i18n.ts'
import classes from './channels.module.css'
import { RemoveChannel } from './remove-channel.tsx'
import { RotateSecret } from './rotate-secret.tsx'

export default function ChannelPage() {
  const t = useTexts(channelsTexts)
  const { id } = useParams({ strict: false }) as { id: string }
  const channel = useQuery(queryOf('get-channel', { id: Number(id) }))
  const kinds = useQuery(queryOf('list-channel-kinds'))
  const kind = kinds.data?.items.find((one) => one.kind === channel.data?.kind)
  const error = channel.error ?? kinds.error
  if (error && !(channel.data && kind)) {
    return (
      <>
        <PageHeader icon={Megaphone} title={t('title')} />
        <ErrorState error={error} onRetry={() => void channel.refetch()} />
      </>
    )
  }
  if (!channel.data || !kind) return <Skeleton height={480} radius={10} />
  return <ChannelForm key={channel.data.id} channel={channel.data} kind={kind} />
}

function ChannelForm({ channel, kind }: { readonly channel: Channel; readonly kind: ChannelKind }) {
  const t = useTexts(channelsTexts)
  const mayWrite = useMay('update-channel')
  const form = useForm(valuesOf(channel))
  const save = useCommand('update-channel', {
    invalidates: touched,
    done: ({ name }) => t('done.saved', { name }),
    onRefused: form.refuse,
    onDone: (saved) => form.settle(valuesOf(saved)),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate({ id: channel.id, ...changesOf(form.values, valuesOf(channel)) })
  }
  return (
    <>
      <PageHeader
        icon={channelIcon(channel.kind)}
        title={channel.name}
        purpose={`${kind.label} · ${channel.target}`}
        actions={<ChannelActions channel={channel} kind={kind} mayWrite={mayWrite} />}
        facts={<ChannelFacts channel={channel} />}
      />
      {channel.disabled_reason !== null && (
        <Alert color="yellow" mb="md" icon={<PowerOff size={18} aria-hidden />} title={t('disabledNote')}>
          {channel.disabled_reason}
        </Alert>
      )}
      {!mayWrite && (
        <Alert color="blue" mb="md" icon={<Eye size={18} aria-hidden />}>
          {t('readOnly')}
        </Alert>
      )}
      <form onSubmit={submit} noValidate>
        <fieldset className={classes.fieldset} disabled={!mayWrite}>
          <ChannelSections form={form} kind={kind} channel={channel} mayTest={mayWrite} />
        </fieldset>
        <SaveBar isDirty={form.isDirty} isSaving={save.isPending} onDiscard={form.reset} />
      </form>
    </>
  )
}

function ChannelFacts({ channel }: { readonly channel: Channel }) {
  const t = useTexts(channelsTexts)
  const { health } = channel
  return (
    <KeyFacts
      facts={[
        { label: t('facts.state'), value: <ChannelStateTag channel={channel} /> },
        { label: t('facts.delivered'), value: <RelativeTime at={health.last_delivered_at} never={t('never')} /> },
        { label: t('facts.failed'), value: <RelativeTime at={health.last_failed_at} never={t('never')} /> },
        { label: t('facts.waiting'), value: health.waiting },
        { label: t('facts.dead'), value: health.dead },
        ...(health.last_error === null
          ? []
          : [{ label: t('facts.lastError'), value: <span className={classes.lastError}>{health.last_error}</span> }]),
      ]}
    />
  )
}

interface ChannelActionsProps {
  readonly channel: Channel
  readonly kind: ChannelKind
  readonly mayWrite: boolean
}

function ChannelActions({ channel, kind, mayWrite }: ChannelActionsProps) {
  const t = useTexts(channelsTexts)
  const navigate = useNavigate()
  const mayReadDeliveries = useMay('list-deliveries')
  const [dialog, setDialog] = useState<'rotate' | 'remove'>()
  const mayRotate = mayWrite && kind.can_rotate_secret
  const mayRemove = mayWrite && channel.managed_by === null
  const close = () => setDialog(undefined)
  return (
    <>
      {(mayRotate || mayRemove) && (
        <Menu width={230}>
          <Menu.Target>
            <ActionIcon variant="default" aria-label={t('actions.menu', { name: channel.name })}>
              <EllipsisVertical size={17} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayRotate && (
              <Menu.Item leftSection={<KeyRound size={15} aria-hidden />} onClick={() => setDialog('rotate')}>
                {t('actions.rotate')}
              </Menu.Item>
            )}
            {mayRemove && (
              <Menu.Item color="red" leftSection={<Trash2 size={15} aria-hidden />} onClick={() => setDialog('remove')}>
                {t('actions.delete')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {mayReadDeliveries && (
        <Button
          component={Link}
          to="/deliveries"
          search={{ channel: String(channel.id) } as never}
          variant="default"
          leftSection={<ScrollText size={15} aria-hidden />}
        >
          {t('actions.deliveries')}
        </Button>
      )}
      {dialog === 'rotate' && <RotateSecret channel={channel} onClose={close} />}
      {dialog === 'remove' && (
        <RemoveChannel channel={channel} onClose={close} onDone={() => void navigate({ to: '/channels' })} />
      )}
    </>
  )
}
