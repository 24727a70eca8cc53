import { useCallback, useState } from 'react'
import type { FieldPath } from '#lib/field-path.ts'
import { focusFirst, touches } from '#lib/form.ts'
import type { Answer } from './use-call.ts'

type Problem = Answer['problems'][number]

export interface Problems {
  readonly all: readonly Problem[]
  /** What was said of the last call; whoever fills in the form is led to the first field it is about. */
  take(problems: readonly Problem[]): void
  /** What was said of this field, or of anything within it, is no longer true. */
  forget(path: FieldPath): void
}

/** What is wrong with the arguments of the last call, by field. */
export function useProblems(): Problems {
  const [all, setAll] = useState<readonly Problem[]>([])
  const take = useCallback((problems: readonly Problem[]) => {
    setAll(problems)
    if (problems.length > 0) focusFirst(problems.map(({ path }) => path))
  }, [])
  const forget = useCallback(
    (path: FieldPath) =>
      setAll((before) => before.filter((one) => !touches(one.path, path) && !touches(path, one.path))),
    [],
  )
  return { all, take, forget }
}
