import { Tooltip } from '@mantine/core'
import type { OutputOf } from '#lib/api.ts'
import { useTexts } from '#lib/i18n.ts'
import { Tag } from '#ui/state-badge.tsx'
import { jobsTexts } from './jobs.i18n.ts'

type Outcome = OutputOf<'list-job-runs'>['items'][number]['outcome']

const tones = { running: 'maintenance', failed: 'down', interrupted: 'degraded' } as const

export function OutcomeTag({ outcome, error }: { readonly outcome: Outcome; readonly error: string | null }) {
  const t = useTexts(jobsTexts)
  // What went as it should is said quietly.
  if (outcome === 'done') return <span>{t('outcomes.done')}</span>
  const tag = <Tag tone={tones[outcome]}>{t(`outcomes.${outcome}`)}</Tag>
  return error === null ? tag : <Tooltip label={error}>{tag}</Tooltip>
}
