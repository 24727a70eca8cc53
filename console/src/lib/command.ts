import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call, type InputOf, type OperationName, type OutputOf } from './api.ts'
import { ApiError, isApiError } from './api-error.ts'
import { translator } from './i18n.ts'
import { libTexts } from './lib.i18n.ts'
import { showToast } from './toasts.ts'

export interface CommandOptions<Name extends OperationName> {
  /** Operations whose answers this one changes; their queries are asked again. */
  readonly invalidates?: readonly OperationName[]
  /** What to say when it is done. Nothing is said unless given. */
  readonly done?: string | ((output: OutputOf<Name>, input: InputOf<Name>) => string)
  /** Takes it back; offered for ten seconds beside `done`. */
  readonly undo?: (output: OutputOf<Name>, input: InputOf<Name>) => Promise<unknown>
  readonly onDone?: (output: OutputOf<Name>, input: InputOf<Name>) => void
  /** Called instead of the error toast; return true when the error is shown elsewhere (at the fields of a form). */
  readonly onRefused?: (error: ApiError) => boolean
}

/** A verb that changes something: runs it, says so, offers undo, refreshes what it touched. */
export function useCommand<Name extends OperationName>(name: Name, options: CommandOptions<Name> = {}) {
  const queries = useQueryClient()
  const refresh = () => {
    const touched = new Set<unknown>(options.invalidates ?? [])
    return queries.invalidateQueries({ predicate: ({ queryKey }) => touched.has(queryKey[0]) })
  }

  const takeBack = async (output: OutputOf<Name>, input: InputOf<Name>) => {
    try {
      await options.undo?.(output, input)
      await refresh()
      showToast({ tone: 'note', message: translator(libTexts)('undone') })
    } catch (error) {
      showError(error)
    }
  }

  return useMutation<OutputOf<Name>, Error, InputOf<Name>>({
    mutationKey: [name],
    mutationFn: (input) => (call as (name: OperationName, input: unknown) => Promise<OutputOf<Name>>)(name, input),
    onSuccess: async (output, input) => {
      const { done, undo } = options
      const message = typeof done === 'function' ? done(output, input) : done
      if (message) {
        const action = undo && { label: translator(libTexts)('undo'), run: () => void takeBack(output, input) }
        showToast({ tone: 'done', message, ...(action ? { action } : {}) })
      }
      options.onDone?.(output, input)
      await refresh()
    },
    onError: (error) => {
      if (isApiError(error) && options.onRefused?.(error)) return
      showError(error)
    },
  })
}

/** Says what failed. A session that ended says it by itself: the sign-in page is already on its way. */
export function showError(error: unknown): void {
  if (isApiError(error, 'unauthenticated')) return
  const message = error instanceof Error ? error.message : String(error)
  showToast({ tone: 'error', message, ...(error instanceof ApiError ? { code: error.code } : {}) })
}
