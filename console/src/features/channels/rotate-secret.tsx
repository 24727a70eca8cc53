import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Channel } from '#ui/alerts/alert-types.ts'
import { OneTimeSecret } from '#ui/one-time-secret.tsx'
import { touched } from './channel-commands.ts'
import { channelsTexts } from './channels.i18n.ts'

export function RotateSecret({ channel, onClose }: { readonly channel: Channel; onClose(): void }) {
  const t = useTexts(channelsTexts)
  const [made, setMade] = useState<Readonly<Record<string, string>>>()
  const rotate = useCommand('rotate-channel-secret', {
    invalidates: touched,
    onDone: ({ generated }) => setMade(generated),
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(made ? 'rotate.doneTitle' : 'rotate.title')}
      closeOnClickOutside={!made}
      closeButtonProps={{ 'aria-label': t('rotate.close') }}
    >
      <Stack gap="md">
        {made ? (
          Object.entries(made).map(([name, value]) => (
            <OneTimeSecret key={name} label={t('rotate.doneTitle')} value={value} hint={t('new.secretHint')} />
          ))
        ) : (
          <Text>{t('rotate.text')}</Text>
        )}
        <Group justify="flex-end" gap="sm">
          {made ? (
            <Button onClick={onClose}>{t('rotate.close')}</Button>
          ) : (
            <Button loading={rotate.isPending} onClick={() => rotate.mutate({ id: channel.id })}>
              {t('rotate.verb')}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  )
}
