import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { call } from '#lib/api.ts'
import { isApiError } from '#lib/api-error.ts'
import { showError } from '#lib/command.ts'
import { live } from '#lib/live.ts'

/** Ends the session and forgets everything that was on screen. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient()
  const navigate = useNavigate()
  return async () => {
    try {
      await call('sign-out')
    } catch (error) {
      // A session that is gone already is what was asked for.
      if (!isApiError(error, 'unauthenticated')) return showError(error)
    }
    live.stop()
    await navigate({ to: '/sign-in' })
    queries.clear()
  }
}
