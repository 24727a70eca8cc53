import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { CircleCheck, CircleX, PlugZap, Send } from 'lucide-react'
import { call, type OutputOf } from '#lib/api.ts'
import { showError } from '#lib/command.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import type { Setting, Values } from './setting-values.ts'
import { settingsTexts } from './settings.i18n.ts'
import classes from './settings.module.css'

interface SettingTestProps {
  readonly setting: Setting
  /** As it is on screen, saved or not. */
  readonly value: Values
  /** True when the refusal is shown at the fields. */
  onRefused(error: unknown): boolean
}

export function SettingTest({ setting, value, onRefused }: SettingTestProps) {
  const t = useTexts(settingsTexts)
  const test = useMutation({
    mutationFn: (send: boolean) => call('test-setting', { key: setting.key, value, send }),
    onError: (error) => onRefused(error) || showError(error),
  })
  const isSending = test.variables === true
  return (
    <Card title={t('test.title')}>
      <p className={classes.testText}>{t('test.text')}</p>
      <div className={classes.testButtons}>
        <Button
          variant="default"
          leftSection={<PlugZap size={15} aria-hidden />}
          loading={test.isPending && !isSending}
          disabled={test.isPending}
          onClick={() => test.mutate(false)}
        >
          {t('test.check')}
        </Button>
        <Button
          variant="default"
          leftSection={<Send size={15} aria-hidden />}
          loading={test.isPending && isSending}
          disabled={test.isPending}
          onClick={() => test.mutate(true)}
        >
          {t('test.send')}
        </Button>
      </div>
      <div aria-live="polite">{test.data && !test.isPending && <Report report={test.data} />}</div>
    </Card>
  )
}

function Report({ report }: { readonly report: OutputOf<'test-setting'> }) {
  const t = useTexts(settingsTexts)
  const steps = report.steps.length > 0 ? report.steps : [{ ok: report.ok, message: report.message }]
  return (
    <div className={classes.report} data-ok={report.ok}>
      <b>{t(report.ok ? 'test.ok' : 'test.failed')}</b>
      <ol className={classes.steps}>
        {steps.map(({ ok, message }) => (
          <li key={message} className={classes.step} data-ok={ok}>
            {ok ? (
              <CircleCheck size={16} role="img" aria-label={t('test.passed')} />
            ) : (
              <CircleX size={16} role="img" aria-label={t('test.stepFailed')} />
            )}
            <span>{message}</span>
          </li>
        ))}
      </ol>
    </div>
  )
}
