import { Button, Progress } from '@mantine/core'
import { CircleAlert, Play, Square } from 'lucide-react'
import { useEffect, useState } from 'react'
import { ApiError } from '#lib/api-error.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import type { Arguments } from './arguments.ts'
import { CopyMenu } from './copy-menu.tsx'
import { testerTexts } from './tester.i18n.ts'
import classes from './tester.module.css'
import type { Tool } from './tool.ts'
import { ToolResult } from './tool-result.tsx'
import type { ToolCall } from './use-call.ts'

interface CallPanelProps {
  readonly tool: Tool
  readonly call: ToolCall
  readonly args: Arguments
  readonly canRun: boolean
}

/** The button, how long it has taken, and what came back. */
export function CallPanel({ tool, call, args, canRun }: CallPanelProps) {
  const t = useTexts(testerTexts)
  const { state } = call
  return (
    <Card title={t('run.title')}>
      <div className={classes.panel}>
        <div className={classes.buttons}>
          {state.is === 'running' ? (
            // Keys, because a button that became the submitting one under the pointer would send the form.
            <Button key="cancel" variant="default" leftSection={<Square size={13} aria-hidden />} onClick={call.cancel}>
              {t('run.cancel')}
            </Button>
          ) : (
            <Button key="run" type="submit" disabled={!canRun} leftSection={<Play size={14} aria-hidden />}>
              {t(state.is === 'done' ? 'run.again' : 'run.start')}
            </Button>
          )}
          <CopyMenu tool={tool.name} args={args} result={state.is === 'done' ? state.answer.result : undefined} />
        </div>
        <div role="status" aria-live="polite">
          {state.is === 'idle' && <p className={classes.dim}>{t('run.hint')}</p>}
          {state.is === 'cancelled' && <p className={classes.dim}>{t('run.cancelled')}</p>}
          {state.is === 'running' && <Running startedAt={state.startedAt} />}
          {state.is === 'done' && <ToolResult key={state.answer.call_id} answer={state.answer} />}
          {state.is === 'refused' && <Refused error={state.error} />}
        </div>
      </div>
    </Card>
  )
}

const tickMs = 100

/** Nobody knows how long a tool takes, so the bar says only that it goes on. */
function Running({ startedAt }: { readonly startedAt: number }) {
  const t = useTexts(testerTexts)
  const format = useFormat()
  const [elapsed, setElapsed] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setElapsed(Date.now() - startedAt), tickMs)
    return () => clearInterval(timer)
  }, [startedAt])
  return (
    <div className={classes.running}>
      <Progress value={100} size="sm" striped animated aria-label={t('run.running')} />
      <span aria-hidden>{t('run.elapsed', { time: format.ms(Math.round(elapsed / tickMs) * tickMs) })}</span>
    </div>
  )
}

/** No tool has answered: not there, signed out, not reachable. */
function Refused({ error }: { readonly error: unknown }) {
  const t = useTexts(testerTexts)
  return (
    <div className={classes.notice} data-tone="down">
      <CircleAlert size={18} aria-hidden />
      <div>
        <p className={classes.noticeTitle}>{t('refused.title')}</p>
        <p>{error instanceof Error ? error.message : String(error)}</p>
        {error instanceof ApiError && (
          <p className={classes.dim}>
            {t('refused.code')} <code>{error.code}</code>
          </p>
        )}
      </div>
    </div>
  )
}
