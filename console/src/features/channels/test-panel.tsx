import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CircleCheck, CircleX, Send } from 'lucide-react'
import { call, type OutputOf } from '#lib/api.ts'
import { showError } from '#lib/command.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Channel, ChannelKindName } from '#ui/alerts/alert-types.ts'
import { touched } from './channel-commands.ts'
import type { ChannelForm, ChannelKind } from './channel-form.ts'
import { channelsTexts } from './channels.i18n.ts'
import classes from './channels.module.css'

interface TestPanelProps {
  readonly form: ChannelForm
  readonly kind: ChannelKind
  readonly channel?: Channel
}

/** Really sends. What is saved is tried as it is saved (and recorded), anything else as it is on screen. */
export function TestPanel({ form, kind, channel }: TestPanelProps) {
  const t = useTexts(channelsTexts)
  const queries = useQueryClient()
  const test = useMutation({
    mutationFn: () => {
      if (channel && !form.isDirty) return call('test-channel', { id: channel.id })
      const { options, language } = form.values
      return call('test-channel-options', {
        kind: kind.kind as ChannelKindName,
        options,
        language,
        ...(channel ? { channel_id: channel.id } : {}),
      })
    },
    onError: (error) => form.refuse(error) || showError(error),
    onSettled: () =>
      queries.invalidateQueries({ predicate: ({ queryKey }) => (touched as readonly unknown[]).includes(queryKey[0]) }),
  })
  return (
    <div className={classes.test}>
      <div className={classes.testLine}>
        <p>{t('test.text')}</p>
        <Button
          variant="default"
          leftSection={<Send size={15} aria-hidden />}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          {t('test.send')}
        </Button>
      </div>
      <div aria-live="polite">{test.data && !test.isPending && <TestReport report={test.data} />}</div>
    </div>
  )
}

function TestReport({ report }: { readonly report: OutputOf<'test-channel'> }) {
  const t = useTexts(channelsTexts)
  const format = useFormat()
  const time = format.ms(report.duration_ms)
  const Icon = report.ok ? CircleCheck : CircleX
  return (
    <div className={classes.report} data-ok={report.ok}>
      <Icon size={18} aria-hidden />
      <div>
        <b>{t(report.ok ? 'test.ok' : 'test.failed')}</b>
        <p>{report.message}</p>
        <p className={classes.reportFacts}>
          {report.status === null ? t('test.took', { time }) : t('test.facts', { status: report.status, time })}
        </p>
      </div>
    </div>
  )
}
