import { Button, Group, Modal, Text } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from './ui.i18n.ts'

interface Place {
  readonly pathname: string
  readonly search: Readonly<Record<string, unknown>>
}

/** Search parameters that say which form stands on a page. All others (filters, an open row) leave the form where it is. */
const formParams = ['tab', 'kind', 'language'] as const

const isElsewhere = (current: Place, next: Place): boolean =>
  current.pathname !== next.pathname || formParams.some((name) => current.search[name] !== next.search[name])

/** Keeps a person from losing what they typed, whether they leave by a link, a tab of the page, or close the window. */
export function UnsavedGuard({ isDirty }: { readonly isDirty: boolean }) {
  const t = useTexts(uiTexts)
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && isElsewhere(current, next),
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
