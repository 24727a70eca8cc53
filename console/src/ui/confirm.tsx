import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { RichText } from './rich-text.tsx'
import { uiTexts } from './ui.i18n.ts'

interface ConfirmDestructiveProps {
  readonly isOpen: boolean
  readonly title: string
  /** Names what will go. */
  readonly text: ReactNode
  /** The verb on the button: "Delete for good". */
  readonly verb: string
  /** Must be typed. Only for what cannot be undone: everything else is done at once and offers undo. */
  readonly phrase?: string
  readonly isBusy?: boolean
  onConfirm(): void
  onClose(): void
}

/** Asks before something is lost. */
export function ConfirmDestructive({ isOpen, title, onClose, ...rest }: ConfirmDestructiveProps) {
  const t = useTexts(uiTexts)
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <ConfirmForm onClose={onClose} {...rest} />
    </Modal>
  )
}

function ConfirmForm({
  text,
  verb,
  phrase,
  isBusy,
  onConfirm,
  onClose,
}: Omit<ConfirmDestructiveProps, 'isOpen' | 'title'>) {
  const t = useTexts(uiTexts)
  const [typed, setTyped] = useState('')
  const isReady = phrase === undefined || typed.trim() === phrase
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) onConfirm()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text component="div">{text}</Text>
        {phrase !== undefined && (
          <TextInput
            label={<RichText text={t('confirm.type', { phrase })} />}
            description={t('confirm.cannotUndo')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoComplete="off"
            data-autofocus
          />
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" color="red" disabled={!isReady} loading={isBusy ?? false}>
            {verb}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
