import { Button, Group, Modal, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from './ui.i18n.ts'

/** Keeps a person from losing what they typed, whether they leave by a link or close the tab. */
export function UnsavedGuard({ isDirty }: { readonly isDirty: boolean }) {
  const t = useTexts(uiTexts)
  const blocker = useBlocker({
    // Filters and tabs of the same page do not leave it.
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: isDirty,
    withResolver: true,
  })
  const isAsking = blocker.status === 'blocked'
  return (
    <Modal
      opened={isAsking}
      onClose={() => blocker.reset?.()}
      title={t('unsaved.title')}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <Text mb="lg">{t('unsaved.text')}</Text>
      <Group justify="flex-end" gap="sm">
        <Button variant="subtle" color="red" onClick={() => blocker.proceed?.()}>
          {t('unsaved.leave')}
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          {t('unsaved.stay')}
        </Button>
      </Group>
    </Modal>
  )
}
