import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Channel } from '#ui/alerts/alert-types.ts'
import { ConfirmDestructive } from '#ui/confirm.tsx'
import { RichText } from '#ui/rich-text.tsx'
import { channelsTexts } from './channels.i18n.ts'

interface RemoveChannelProps {
  readonly channel: Channel
  onClose(): void
  onDone(): void
}

/** Its secrets are lost with it, so the name has to be typed. */
export function RemoveChannel({ channel, onClose, onDone }: RemoveChannelProps) {
  const t = useTexts(channelsTexts)
  const { id, name, target, health } = channel
  const remove = useCommand('delete-channel', {
    invalidates: ['list-channels', 'list-deliveries'],
    done: t('done.deleted', { name }),
    onDone,
  })
  return (
    <ConfirmDestructive
      isOpen
      title={t('remove.title', { name })}
      text={<RichText text={t('remove.text', { target, waiting: health.waiting })} />}
      verb={t('remove.verb')}
      phrase={name}
      isBusy={remove.isPending}
      onConfirm={() => remove.mutate({ id })}
      onClose={onClose}
    />
  )
}
