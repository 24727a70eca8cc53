import { Alert, Button, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useSearch } from '@tanstack/react-router'
import { Info } from 'lucide-react'
import type { FormEvent } from 'react'
import { queryOf } from '#lib/api.ts'
import { useCommand } from '#lib/command.ts'
import { useForm } from '#lib/form.ts'
import { useTexts } from '#lib/i18n.ts'
import { PasswordField } from '#ui/password-field.tsx'
import { RichText } from '#ui/rich-text.tsx'
import { Problem } from './problem.tsx'
import { signInTexts } from './sign-in.i18n.ts'
import { SignInLayout } from './sign-in-layout.tsx'
import { useEnter } from './use-enter.ts'

export default function SignInPage() {
  const t = useTexts(signInTexts)
  const setup = useQuery(queryOf('get-setup-state'))
  const { return: back } = useSearch({ strict: false }) as { return?: string }
  const search = back === undefined ? {} : { return: back }
  if (setup.data?.needs_first_account) return <Navigate to="/setup" replace />

  const canSignUp = setup.data !== undefined && setup.data.signup !== 'closed'
  const signUp = (inner: string) => (
    <Link to="/sign-up" search={search as never}>
      {inner}
    </Link>
  )
  return (
    <SignInLayout
      title={t('signIn.title')}
      foot={canSignUp && <RichText text={t('signIn.noAccount')} parts={{ link: signUp }} />}
    >
      <SignInForm hasEnded={back !== undefined} />
    </SignInLayout>
  )
}

function SignInForm({ hasEnded }: { readonly hasEnded: boolean }) {
  const t = useTexts(signInTexts)
  const enter = useEnter()
  const form = useForm({ username: '', password: '' })
  // Every refusal is shown in the form, none as a toast.
  const signIn = useCommand('sign-in', {
    onDone: ({ user }) => void enter(user),
    onRefused: (error) => form.refuse(error) || true,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    signIn.mutate({ ...form.values, session: true })
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {signIn.error ? (
          <Problem error={signIn.error} />
        ) : (
          hasEnded && (
            <Alert color="gray" variant="light" icon={<Info size={18} aria-hidden />}>
              {t('signIn.ended')}
            </Alert>
          )
        )}
        <TextInput
          {...form.field('username')}
          label={t('signIn.username')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
        />
        <PasswordField {...form.field('password')} label={t('signIn.password')} autoComplete="current-password" />
        <Button
          type="submit"
          fullWidth
          loading={signIn.isPending}
          disabled={form.values.username === '' || form.values.password === ''}
        >
          {t('signIn.submit')}
        </Button>
      </Stack>
    </form>
  )
}
