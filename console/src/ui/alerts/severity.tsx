import type { DisplayState } from '@bongsu/contract/states.ts'
import { useTexts } from '#lib/i18n.ts'
import { StateIcon } from '../state-icon.tsx'
import type { AlertSeverity } from './alert-types.ts'
import { alertTexts } from './alerts.i18n.ts'
import classes from './severity.module.css'

/** The shapes people know from states: a square is bad, a triangle wants attention. */
const shapes = { critical: 'down', warning: 'degraded', info: 'maintenance' } as const satisfies Record<
  AlertSeverity,
  DisplayState
>

/** How bad it is, by shape, colour and word. */
export function Severity({ severity }: { readonly severity: AlertSeverity }) {
  const t = useTexts(alertTexts)
  return (
    <span className={classes.severity} data-severity={severity}>
      <SeverityIcon severity={severity} />
      {t(`severities.${severity}`)}
    </span>
  )
}

/** The shape alone, where the word stands beside it. */
export const SeverityIcon = ({ severity, size = 11 }: { readonly severity: AlertSeverity; readonly size?: number }) => (
  <StateIcon state={shapes[severity]} size={size} decorative />
)
