import { Alert } from '@mantine/core'
import { CircleAlert } from 'lucide-react'
import { type ApiError, isApiError } from '#lib/api-error.ts'
import { useTexts } from '#lib/i18n.ts'
import { signInTexts } from './sign-in.i18n.ts'

/** A refusal that belongs to no field: wrong password, too many attempts, no connection. */
export function Problem({ error }: { readonly error: unknown }) {
  const t = useTexts(signInTexts)
  if (!isApiError(error) || isAtFields(error)) return null
  return (
    <Alert color="red" variant="light" role="alert" icon={<CircleAlert size={18} aria-hidden />}>
      {error.message} {error.retryAfter !== undefined && t('signIn.wait', { count: error.retryAfter })}
    </Alert>
  )
}

const isAtFields = (error: ApiError): boolean => Object.keys(error.fields).length > 0
