import { Progress } from '@mantine/core'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { type Quota, quotaState } from '#lib/quota.ts'
import { StateIcon } from '../state-icon.tsx'
import { toolTexts } from './tools.i18n.ts'
import classes from './tools.module.css'

/** One limit: what it is on, how much of it is used, when it begins anew. */
export function QuotaBar({ quota }: { readonly quota: Quota }) {
  const t = useTexts(toolTexts)
  const format = useFormat()
  const { limit, used, remaining, window, target_kind: kind, target, resets_at: resetsAt } = quota
  const state = quotaState(quota)
  const targetWords = t(`targets.${kind}`, { target })
  const head = (
    <span className={classes.quotaName}>
      <span>{targetWords}</span>
      <span className={classes.quotaDim}>
        {t(`windows.${window}`)} · {t(`rules.${quota.from_rule}`)}
      </span>
    </span>
  )
  if (remaining === null) {
    return (
      <div className={classes.quota}>
        <div className={classes.quotaHead}>
          {head}
          <span className={classes.quotaFigure}>{t('quota.unlimited')}</span>
        </div>
      </div>
    )
  }
  const share = limit === 0 ? 1 : Math.min(1, used / limit)
  return (
    <div className={classes.quota} data-state={state}>
      <div className={classes.quotaHead}>
        {head}
        <span className={classes.quotaFigure}>
          {state !== 'up' && <StateIcon state={state} decorative />}
          {state === 'down' ? t('quota.spent') : t('quota.left', { left: format.number(remaining) })}
        </span>
      </div>
      <Progress
        size={6}
        color={`var(--b-${state}-bar)`}
        value={share * 100}
        aria-label={t('quota.label', {
          window: t(`windows.${window}`),
          target: targetWords,
          limit: format.number(limit),
          used: format.number(used),
        })}
      />
      <div className={classes.quotaFoot}>
        <span>{t('quota.used', { used: format.number(used), limit: format.number(limit) })}</span>
        <span>{t('quota.resets', { time: format.time(resetsAt, 'minute') })}</span>
      </div>
    </div>
  )
}
