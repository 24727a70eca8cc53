import { Button } from '@mantine/core'
import { Play, Square } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '../card.tsx'
import { OutcomeView } from './outcome/outcome-view.tsx'
import type { TryState } from './try-check.ts'
import { TryProgress } from './try-progress.tsx'
import { watchTexts } from './watch.i18n.ts'
import classes from './watch.module.css'

interface TryPanelProps {
  readonly state: TryState
  /** Ms the look may take: what the progress is measured against. */
  readonly timeoutMs: number
  /** Said while nothing was run yet. */
  readonly hint: ReactNode
  /** Beside the run button, once there is an outcome. */
  readonly actions?: ReactNode
  onRun?(): void
  onCancel(): void
}

/** A look by hand: the button, how long it has taken, and what it saw. */
export function TryPanel({ state, timeoutMs, hint, actions, onRun, onCancel }: TryPanelProps) {
  const t = useTexts(watchTexts)
  const isRunning = state.is === 'running'
  return (
    <Card title={t('try.title')}>
      <div className={classes.try}>
        <div className={classes.tryButtons}>
          {isRunning ? (
            // Keys, because a button that became the submitting one under the pointer would send the form.
            <Button key="cancel" variant="default" leftSection={<Square size={13} aria-hidden />} onClick={onCancel}>
              {t('try.cancel')}
            </Button>
          ) : (
            <Button
              key="run"
              variant={onRun ? 'default' : 'filled'}
              type={onRun ? 'button' : 'submit'}
              leftSection={<Play size={14} aria-hidden />}
              onClick={onRun}
            >
              {state.is === 'done' ? t('try.again') : t('try.run')}
            </Button>
          )}
          {state.is === 'done' && actions}
        </div>
        <div role="status" aria-live="polite">
          {state.is === 'idle' && <div className={classes.hint}>{hint}</div>}
          {isRunning && <TryProgress {...state} timeoutMs={timeoutMs} />}
          {state.is === 'done' && <OutcomeView outcome={state.outcome} />}
        </div>
      </div>
    </Card>
  )
}
