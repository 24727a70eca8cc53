import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call, type OutputOf } from '#lib/api.ts'
import { refreshUse } from '#lib/quota.ts'
import type { Arguments } from './arguments.ts'

export type Answer = OutputOf<'call-tool'>

export type CallState =
  | { readonly is: 'idle' }
  | { readonly is: 'running'; readonly startedAt: number }
  | { readonly is: 'done'; readonly answer: Answer }
  | { readonly is: 'cancelled' }
  /** There is no answer of a tool: not found, signed out, unreachable. */
  | { readonly is: 'refused'; readonly error: unknown }

export interface ToolCall {
  readonly state: CallState
  start(args: Arguments): void
  cancel(): void
  /** Shows an answer that came earlier. */
  show(answer: Answer): void
}

/** One call by hand. A refusal is asked for as the result that an agent would get. */
export function useCall(name: string, onDone: (answer: Answer, args: Arguments) => void): ToolCall {
  const queries = useQueryClient()
  const [state, setState] = useState<CallState>({ is: 'idle' })
  const running = useRef<AbortController>(undefined)
  const done = useRef(onDone)
  done.current = onDone

  const start = useCallback(
    (args: Arguments) => {
      running.current?.abort()
      const own = new AbortController()
      running.current = own
      setState({ is: 'running', startedAt: Date.now() })
      const input = { name, arguments: { ...args }, as_result: true }
      call('call-tool', input, { signal: own.signal })
        .then(
          (answer) => {
            if (running.current !== own) return
            setState({ is: 'done', answer })
            done.current(answer, args)
          },
          (error: unknown) => {
            if (running.current === own) setState({ is: 'refused', error })
          },
        )
        .finally(() => void refreshUse(queries))
    },
    [name, queries],
  )

  const cancel = useCallback(() => {
    running.current?.abort()
    running.current = undefined
    setState({ is: 'cancelled' })
  }, [])

  const show = useCallback((answer: Answer) => {
    running.current?.abort()
    running.current = undefined
    setState({ is: 'done', answer })
  }, [])

  // Whoever leaves the page no longer waits for the answer.
  useEffect(() => () => running.current?.abort(), [])
  return { state, start, cancel, show }
}
