import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { RelativeTime } from '#ui/relative-time.tsx'
import { StateBadge } from '#ui/state-badge.tsx'
import type { PastRun } from './run-history.ts'
import { toolboxTexts } from './toolbox.i18n.ts'
import classes from './toolbox.module.css'

/** A run whose details are gone with the page it was made on. */
export function PastSummary({ run }: { readonly run: PastRun }) {
  const t = useTexts(toolboxTexts)
  const format = useFormat()
  return (
    <div className={classes.past}>
      <span className={classes.pastHead}>
        <StateBadge state={run.state} size="md" />
        <b>{run.message}</b>
      </span>
      <span className={classes.dim}>
        {format.ms(run.duration_ms)} · <RelativeTime at={run.at} />
      </span>
      <p className={classes.dim}>
        {t('history.past')} {run.hadSecrets && t('history.secrets')}
      </p>
    </div>
  )
}
