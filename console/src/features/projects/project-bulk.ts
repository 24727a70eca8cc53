import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { libTexts } from '#lib/lib.i18n.ts'
import { showToast } from '#lib/toasts.ts'
import { projectsTexts } from './projects.i18n.ts'

export type BulkVerb = 'pause' | 'resume' | 'delete' | 'restore'

const operations = {
  pause: (id: number) => call('stop-project-checks', { id }),
  resume: (id: number) => call('start-project-checks', { id }),
  delete: (id: number) => call('delete-project', { id }),
  restore: (id: number) => call('restore-project', { id }),
} as const satisfies Record<BulkVerb, (id: number) => Promise<unknown>>

/** What takes a verb back. */
const opposite: Readonly<Record<BulkVerb, BulkVerb>> = {
  pause: 'resume',
  resume: 'pause',
  delete: 'restore',
  restore: 'delete',
}
const doneKey = { pause: 'paused', resume: 'resumed', delete: 'deleted', restore: 'restored' } as const

export interface BulkResult {
  readonly done: readonly number[]
  readonly failed: readonly { readonly id: number; readonly error: unknown }[]
}

/** One after the other: a refusal of one must not keep the others from being done, and a server is no firing range. */
export async function runEach(ids: readonly number[], run: (id: number) => Promise<unknown>): Promise<BulkResult> {
  const done: number[] = []
  const failed: { id: number; error: unknown }[] = []
  for (const id of ids) {
    try {
      await run(id)
      done.push(id)
    } catch (error) {
      failed.push({ id, error })
    }
  }
  return { done, failed }
}

const touched: ReadonlySet<unknown> = new Set([
  'list-projects',
  'list-project-facets',
  'get-project',
  'get-dashboard-summary',
])

/** Does one thing to many projects, says how it went, and offers to take it back. */
export function useProjectBulk() {
  const t = useTexts(projectsTexts)
  const lib = useTexts(libTexts)
  const queries = useQueryClient()
  const [busy, setBusy] = useState<BulkVerb>()

  const act = async (verb: BulkVerb, ids: readonly number[]): Promise<BulkResult> => {
    const result = await runEach(ids, operations[verb])
    await queries.invalidateQueries({ predicate: ({ queryKey }) => touched.has(queryKey[0]) })
    return result
  }

  const run = async (verb: BulkVerb, ids: readonly number[]): Promise<void> => {
    setBusy(verb)
    const { done, failed } = await act(verb, ids)
    setBusy(undefined)
    if (done.length > 0) {
      const undo = () => void act(opposite[verb], done).then(() => showToast({ tone: 'note', message: lib('undone') }))
      showToast({
        tone: 'done',
        message: t(`bulk.${doneKey[verb]}`, { count: done.length }),
        action: { label: lib('undo'), run: undo },
      })
    }
    const first = failed[0]
    if (first) {
      const reason = first.error instanceof Error ? first.error.message : String(first.error)
      showToast({ tone: 'error', message: t('bulk.partly', { count: failed.length, reason }) })
    }
  }
  return { run, busy }
}
