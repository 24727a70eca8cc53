import { Button, Stack } from '@mantine/core'
import type { FormEvent } from 'react'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMe } from '#lib/me.ts'
import { PasswordField } from '#ui/password-field.tsx'
import { myPageTexts } from './my-page.i18n.ts'

const blank = { current_password: '', new_password: '' }

export function PasswordForm() {
  const t = useTexts(myPageTexts)
  const me = useMe()
  const form = useForm(blank)
  const change = useCommand('change-password', {
    done: ({ message }) => message,
    invalidates: ['list-my-sessions'],
    onRefused: form.refuse,
    onDone: () => form.settle(blank),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate(form.values)
  }
  const isReady = form.values.current_password !== '' && form.values.new_password !== ''
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" align="stretch">
        {/* Password managers want to know whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={me?.email ?? ''} readOnly hidden />
        <PasswordField
          {...form.field('current_password')}
          label={t('password.current')}
          autoComplete="current-password"
        />
        <PasswordField
          {...form.field('new_password')}
          label={t('password.next')}
          description={t('password.hint')}
          autoComplete="new-password"
        />
        <div>
          <Button type="submit" variant="default" disabled={!isReady} loading={change.isPending}>
            {t('password.submit')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
