import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useSearch } from '@tanstack/react-router'
import { CircleCheck, DoorClosed } from 'lucide-react'
import { useState } from 'react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { EmptyState } from '#ui/empty-state.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { RichText } from '#ui/rich-text.tsx'
import { AccountForm } from './account-form.tsx'
import { signInTexts } from './sign-in.i18n.ts'
import { SignInLayout } from './sign-in-layout.tsx'

export default function SignUpPage() {
  const t = useTexts(signInTexts)
  const setup = useQuery(queryOf('get-setup-state'))
  const search = useSearch({ strict: false })
  const [message, setMessage] = useState<string>()
  if (setup.data?.needs_first_account) return <Navigate to="/setup" replace />
  const signIn = (inner: string) => (
    <Link to="/sign-in" search={search as never}>
      {inner}
    </Link>
  )
  const toSignIn = (
    <Button component={Link} to="/sign-in" variant="default">
      {t('signUp.toSignIn')}
    </Button>
  )
  const mode = setup.data?.signup
  return (
    <SignInLayout
      title={t('signUp.title')}
      {...(mode === 'approval' && !message ? { text: t('signUp.approvalNote') } : {})}
      foot={!message && <RichText text={t('signUp.haveAccount')} parts={{ link: signIn }} />}
    >
      {setup.error && <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />}
      {message && <EmptyState icon={CircleCheck} title={t('signUp.received')} text={message} action={toSignIn} />}
      {mode === 'closed' && <EmptyState icon={DoorClosed} title={t('signUp.closed')} text={t('signUp.closedText')} />}
      {mode && mode !== 'closed' && !message && (
        <AccountForm
          submit={t('signUp.submit')}
          {...(mode === 'invite' ? { code: { field: 'invitation', label: t('signUp.invitation') } } : {})}
          hasLoginId
          onWaiting={(registered) => setMessage(registered.message)}
        />
      )}
    </SignInLayout>
  )
}
