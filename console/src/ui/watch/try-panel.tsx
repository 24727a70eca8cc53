import { Button, Progress } from '@mantine/core'
import { Play, Square } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '../card.tsx'
import { OutcomeView } from './outcome/outcome-view.tsx'
import type { TryState } from './try-check.ts'
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
          {isRunning && <Running startedAt={state.startedAt} timeoutMs={timeoutMs} />}
          {state.is === 'done' && <OutcomeView outcome={state.outcome} />}
        </div>
      </div>
    </Card>
  )
}

const tickMs = 100

function Running({ startedAt, timeoutMs }: { readonly startedAt: number; readonly timeoutMs: number }) {
  const t = useTexts(watchTexts)
  const format = useFormat()
  const [elapsed, setElapsed] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setElapsed(Date.now() - startedAt), tickMs)
    return () => clearInterval(timer)
  }, [startedAt])
  return (
    <div className={classes.running}>
      <Progress value={Math.min(100, (elapsed / timeoutMs) * 100)} size="sm" aria-label={t('try.running')} />
      <span aria-hidden>
        {t('try.elapsed', { time: format.ms(Math.round(elapsed / tickMs) * tickMs), most: format.ms(timeoutMs) })}
      </span>
    </div>
  )
}
