import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { CardRow, StatCard } from '#ui/card.tsx'
import { jobsTexts } from './jobs.i18n.ts'
import classes from './jobs.module.css'
import type { SchedulerStatus } from './scheduler-status.ts'

/** Later than this is worth a look, much later is a fault. */
const lateMs = 1000
const veryLateMs = 10_000

export function SchedulerFigures({ status }: { readonly status: SchedulerStatus }) {
  const t = useTexts(jobsTexts)
  const format = useFormat()
  const { lateness, skipped, monitors, running_projects: projects, stopped_projects: stopped } = status
  const skips = Object.values(skipped).reduce((sum, count) => sum + count, 0)
  const rateHint = [
    t('figures.monitors', { count: monitors }),
    stopped > 0 ? t('figures.stoppedProjects', { count: stopped }) : t('figures.projects', { count: projects }),
  ].join(' · ')
  return (
    <div className={classes.figures}>
      <CardRow min={170}>
        <StatCard label={t('figures.rate')} value={format.number(status.checks_per_minute)} hint={rateHint} />
        <StatCard
          label={t('figures.p50')}
          value={format.ms(lateness.p50_ms)}
          tone={toneOf(lateness.p50_ms)}
          hint={t('figures.latenessHint')}
        />
        <StatCard
          label={t('figures.p99')}
          value={format.ms(lateness.p99_ms)}
          tone={toneOf(lateness.p99_ms)}
          hint={t('figures.latenessHint')}
        />
        <StatCard
          label={t('figures.inFlight')}
          value={format.number(status.in_flight)}
          hint={t('figures.inFlightHint', { waiting: format.number(status.waiting) })}
        />
        <StatCard
          label={t('figures.queue')}
          value={format.number(status.queue_depth)}
          hint={t('figures.queueHint', { done: format.number(status.checks_done) })}
        />
        <StatCard
          label={t('figures.skipped')}
          value={format.number(skips)}
          tone={skips > 0 ? 'degraded' : undefined}
          hint={<Skips skipped={skipped} />}
        />
      </CardRow>
    </div>
  )
}

const toneOf = (ms: number | null) => (ms === null || ms < lateMs ? undefined : ms < veryLateMs ? 'degraded' : 'down')

function Skips({ skipped }: { readonly skipped: SchedulerStatus['skipped'] }) {
  const t = useTexts(jobsTexts)
  const format = useFormat()
  const reasons = (Object.keys(skipped) as (keyof typeof skipped)[]).filter((reason) => skipped[reason] > 0)
  if (reasons.length === 0) return t('skip.none')
  return reasons.map((reason) => `${t(`skip.${reason}`)} ${format.number(skipped[reason])}`).join(' · ')
}
