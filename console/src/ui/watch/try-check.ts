import type { OutcomeView } from '@bongsu/contract/outcome.ts'
import type { ProgressView } from '@bongsu/contract/progress.ts'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call } from '#lib/api.ts'
import { isApiError } from '#lib/api-error.ts'
import { runInput } from '#lib/check-kinds.ts'
import { showError } from '#lib/command.ts'
import type { HeardProgress } from './progress-lines.ts'

export type TryState =
  | { readonly is: 'idle' }
  | { readonly is: 'running'; readonly startedAt: number; readonly progress: readonly HeardProgress[] }
  | { readonly is: 'done'; readonly outcome: OutcomeView }

export interface TryCheck {
  readonly state: TryState
  run(kind: string, options: Readonly<Record<string, unknown>>): void
  cancel(): void
}

/**
 * One look by hand that can be called off. What the server says against the options is handed to `onRefused` by the
 * names of the options; everything else is said as usual, unless `onFailed` shows every failure in its own place.
 */
export function useTryCheck(
  onRefused: (fields: Readonly<Record<string, string>>) => void,
  onFailed?: (error: unknown) => void,
): TryCheck {
  const [state, setState] = useState<TryState>({ is: 'idle' })
  const running = useRef<AbortController>(undefined)
  const refused = useRef(onRefused)
  refused.current = onRefused
  const failed = useRef(onFailed)
  failed.current = onFailed

  const cancel = useCallback(() => {
    running.current?.abort()
    running.current = undefined
    setState({ is: 'idle' })
  }, [])

  const run = useCallback((kind: string, options: Readonly<Record<string, unknown>>) => {
    running.current?.abort()
    const own = new AbortController()
    running.current = own
    setState({ is: 'running', startedAt: Date.now(), progress: [] })
    const onProgress = (one: ProgressView) => {
      const heard = { ...one, heardAt: Date.now() }
      if (running.current === own) setState((before) => withProgress(before, heard))
    }
    call('run-check', runInput(kind, options), { signal: own.signal, onProgress }).then(
      (outcome) => running.current === own && setState({ is: 'done', outcome }),
      (error: unknown) => {
        if (running.current !== own) return
        setState({ is: 'idle' })
        const fields = isApiError(error) ? error.fields : {}
        const isAtFields = Object.keys(fields).length > 0
        if (isAtFields) refused.current(fields)
        if (failed.current) failed.current(error)
        else if (!isAtFields) showError(error)
      },
    )
  }, [])

  // Whoever leaves the page no longer waits for the answer.
  useEffect(() => () => running.current?.abort(), [])
  return { state, run, cancel }
}

const withProgress = (state: TryState, heard: HeardProgress): TryState =>
  state.is === 'running' ? { ...state, progress: [...state.progress, heard] } : state
