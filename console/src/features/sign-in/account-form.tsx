import { Button, Stack, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { call, type OutputOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { PasswordField } from '#ui/password-field.tsx'
import { keepTheme } from './keep-theme.ts'
import { Problem } from './problem.tsx'
import { signInTexts } from './sign-in.i18n.ts'
import { useEnter } from './use-enter.ts'

interface AccountFormProps {
  readonly submit: string
  /** A further code the server asks for, and what it is called. */
  readonly code?: { readonly field: 'setup_code' | 'invitation'; readonly label: string; readonly hint?: string }
  readonly hasLoginId: boolean
  /** The account was made but may not sign in yet. */
  onWaiting(registered: OutputOf<'register'>): void
}

/** Makes an account and, when it may be used at once, goes straight in. */
export function AccountForm({ submit, code, hasLoginId, onWaiting }: AccountFormProps) {
  const t = useTexts(signInTexts)
  const enter = useEnter()
  const form = useForm({ email: '', name: '', login_id: '', password: '', code: '' })
  const [isEntering, setEntering] = useState(false)
  const { email, password } = form.values

  const goIn = async (registered: OutputOf<'register'>) => {
    if (!registered.is_approved) return onWaiting(registered)
    setEntering(true)
    const { user } = await call('sign-in', { username: email, password, session: true })
    await enter(await keepTheme(user))
  }
  const register = useCommand('register', {
    onDone: (registered) => void goIn(registered),
    onRefused: (error) => form.refuse(error) || true,
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    const { code: given, login_id: loginId, ...account } = form.values
    register.mutate({
      ...account,
      ...(loginId ? { login_id: loginId } : {}),
      ...(code && given ? { [code.field]: given.trim() } : {}),
    })
  }

  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md">
        <Problem error={register.error} />
        {code && (
          <TextInput
            {...form.field('code')}
            name={code.field}
            error={form.errors[code.field]}
            label={code.label}
            description={code.hint}
            autoComplete="off"
            spellCheck={false}
            autoFocus
            withAsterisk
          />
        )}
        <TextInput
          {...form.field('email')}
          label={t('signUp.email')}
          type="email"
          autoComplete="email"
          autoFocus={!code}
          withAsterisk
        />
        <TextInput {...form.field('name')} label={t('signUp.name')} autoComplete="name" withAsterisk />
        {hasLoginId && (
          <TextInput
            {...form.field('login_id')}
            label={t('signUp.loginId')}
            description={t('signUp.loginIdHint')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
        <PasswordField
          {...form.field('password')}
          label={t('signUp.password')}
          description={t('signUp.passwordHint')}
          autoComplete="new-password"
          withAsterisk
        />
        <Button type="submit" fullWidth loading={register.isPending || isEntering}>
          {submit}
        </Button>
      </Stack>
    </form>
  )
}
