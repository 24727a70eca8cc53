import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { OneTimeSecret } from '#ui/one-time-secret.tsx'
import { PasswordChoice } from './password-choice.tsx'
import { peopleTexts } from './people.i18n.ts'
import { touched } from './person-commands.ts'
import type { Person } from './person-state.ts'

export function ResetPassword({ person, onClose }: { readonly person: Person; onClose(): void }) {
  const t = useTexts(peopleTexts)
  const form = useForm<{ password: string | null }>({ password: null })
  const [made, setMade] = useState<string | null>()
  const reset = useCommand('reset-person-password', {
    invalidates: touched,
    onRefused: form.refuse,
    onDone: ({ generated_password: password }) => setMade(password),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { password } = form.values
    reset.mutate({ id: person.id, ...(password === null ? {} : { password }) })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('reset.title', { name: person.name })}
      closeOnClickOutside={made === undefined}
      closeButtonProps={{ 'aria-label': t('reset.close') }}
    >
      {made === undefined ? (
        <form onSubmit={submit} noValidate>
          <Stack gap="md">
            <Text>{t('reset.text')}</Text>
            <PasswordChoice
              value={form.values.password}
              error={form.errors.password}
              onChange={(password) => form.set('password', password)}
            />
            <Group justify="flex-end">
              <Button type="submit" loading={reset.isPending} disabled={form.values.password === ''}>
                {t('reset.submit')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack gap="md" role="status">
          <Text>{t(made === null ? 'reset.doneTyped' : 'reset.doneMade')}</Text>
          {made !== null && <OneTimeSecret label={t('reset.secret')} value={made} hint={t('add.secretHint')} />}
          <Group justify="flex-end">
            <Button onClick={onClose} data-autofocus>
              {t('reset.close')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
