import { Button } from '@mantine/core'
import { CirclePause, CirclePlay, Play, Square } from 'lucide-react'
import { useState } from 'react'
import { useCommand } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { useMay } from '#lib/me.ts'
import { ConfirmDestructive } from '#ui/confirm.tsx'
import { jobsTexts } from './jobs.i18n.ts'
import classes from './jobs.module.css'
import type { SchedulerStatus } from './scheduler-status.ts'

/** Whether anything is looked at at all: the first thing to see here, and loud when it is off. */
export function SchedulerSwitch({ status }: { readonly status: SchedulerStatus }) {
  const t = useTexts(jobsTexts)
  const format = useFormat()
  const mayControl = useMay('stop-scheduler')
  const [isAsking, setAsking] = useState(false)
  const start = useCommand('start-scheduler', { invalidates: ['get-scheduler-status'], done: t('scheduler.started') })
  const stop = useCommand('stop-scheduler', {
    invalidates: ['get-scheduler-status'],
    done: t('scheduler.stoppedDone'),
    onDone: () => setAsking(false),
  })
  const { is_running: isRunning, changed_at: changedAt, monitors } = status
  const Icon = isRunning ? CirclePlay : CirclePause
  return (
    <section className={classes.switch} data-running={isRunning}>
      <Icon size={28} strokeWidth={1.75} aria-hidden className={classes.switchIcon} />
      <div className={classes.switchWords}>
        <h2>
          {t(isRunning ? 'scheduler.running' : 'scheduler.stopped')}
          {changedAt !== null && <span>{t('scheduler.since', { time: format.time(changedAt, 'minute') })}</span>}
        </h2>
        <p>{t(isRunning ? 'scheduler.runningText' : 'scheduler.stoppedText')}</p>
      </div>
      {mayControl && isRunning && (
        <Button variant="default" leftSection={<Square size={14} aria-hidden />} onClick={() => setAsking(true)}>
          {t('scheduler.stop')}
        </Button>
      )}
      {mayControl && !isRunning && (
        <Button leftSection={<Play size={15} aria-hidden />} loading={start.isPending} onClick={() => start.mutate({})}>
          {t('scheduler.start')}
        </Button>
      )}
      <ConfirmDestructive
        isOpen={isAsking}
        title={t('scheduler.stopTitle')}
        text={t('scheduler.stopDetail', { monitors: format.number(monitors) })}
        verb={t('scheduler.stop')}
        isBusy={stop.isPending}
        onConfirm={() => stop.mutate({})}
        onClose={() => setAsking(false)}
      />
    </section>
  )
}
