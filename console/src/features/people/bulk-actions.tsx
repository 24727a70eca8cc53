import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { UserCheck, UserX } from 'lucide-react'
import { call } from '#lib/api.ts'
import { showError } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { showToast } from '#lib/toasts.ts'
import { peopleTexts } from './people.i18n.ts'
import { touched } from './person-commands.ts'
import type { Person } from './person-state.ts'

interface BulkActionsProps {
  readonly people: readonly Person[]
  readonly myId: number | undefined
  onDone(): void
}

/** One after the other: the first refusal stops the rest, and says why. */
export function BulkActions({ people, myId, onDone }: BulkActionsProps) {
  const t = useTexts(peopleTexts)
  const queries = useQueryClient()
  const run = useMutation({
    mutationFn: async ({
      chosen,
      change,
    }: {
      chosen: readonly Person[]
      change(id: number): Promise<unknown>
      done(count: number): string
    }) => {
      for (const { id } of chosen) await change(id)
    },
    onSuccess: (_nothing, { chosen, done }) => {
      showToast({ tone: 'done', message: done(chosen.length) })
      onDone()
    },
    onError: showError,
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => (touched as readonly unknown[]).includes(queryKey[0]) }),
  })
  const waiting = people.filter((person) => !person.is_approved)
  const enabled = people.filter((person) => person.is_enabled && person.id !== myId)
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<UserCheck size={15} aria-hidden />}
        disabled={waiting.length === 0}
        loading={run.isPending}
        onClick={() =>
          run.mutate({
            chosen: waiting,
            change: (id) => call('approve-person', { id }),
            done: (count) => t('done.approvedMany', { count }),
          })
        }
      >
        {t('actions.approve')}
      </Button>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<UserX size={15} aria-hidden />}
        disabled={enabled.length === 0}
        loading={run.isPending}
        onClick={() =>
          run.mutate({
            chosen: enabled,
            change: (id) => call('update-person', { id, is_enabled: false }),
            done: (count) => t('done.disabledMany', { count }),
          })
        }
      >
        {t('actions.disable')}
      </Button>
    </>
  )
}
