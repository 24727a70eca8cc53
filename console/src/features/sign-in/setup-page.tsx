import { useQuery } from '@tanstack/react-query'
import { Navigate } from '@tanstack/react-router'
import { useState } from 'react'
import { queryOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { ErrorState } from '#ui/error-state.tsx'
import { AccountForm } from './account-form.tsx'
import { signInTexts } from './sign-in.i18n.ts'
import { SignInLayout } from './sign-in-layout.tsx'

/** First run: an empty installation asks for its administrator before anything else. */
export default function SetupPage() {
  const t = useTexts(signInTexts)
  const [isDone, setDone] = useState(false)
  const setup = useQuery({ ...queryOf('get-setup-state'), staleTime: Number.POSITIVE_INFINITY })
  if (isDone || setup.data?.needs_first_account === false) return <Navigate to="/sign-in" replace />
  return (
    <SignInLayout title={t('setup.title')} text={t('setup.text')}>
      {setup.error && <ErrorState error={setup.error} onRetry={() => void setup.refetch()} />}
      {setup.data && (
        <AccountForm
          submit={t('setup.submit')}
          {...(setup.data.needs_setup_code
            ? { code: { field: 'setup_code', label: t('setup.code'), hint: t('setup.codeHint') } }
            : {})}
          hasLoginId={false}
          // Somebody else was faster: their account is the first, this one waits for approval.
          onWaiting={() => setDone(true)}
        />
      )}
    </SignInLayout>
  )
}
