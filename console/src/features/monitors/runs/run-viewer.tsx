import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { Card } from '#ui/card.tsx'
import { ErrorState } from '#ui/error-state.tsx'
import { EvidenceView } from '#ui/watch/outcome/evidence-view.tsx'
import { ConsoleLog } from './console-log.tsx'
import { NetworkTable } from './network-table.tsx'
import { type KeptRun, reportQuery } from './run-report.ts'
import { runsTexts } from './runs.i18n.ts'
import classes from './runs.module.css'

/** One recorded run: its steps as a film or its metrics as tiles, its files, console and network. */
export function RunViewer({ run }: { readonly run: KeptRun }) {
  const t = useTexts(runsTexts)
  const format = useFormat()
  const { data: report, error, refetch, isPending } = useQuery(reportQuery(run))
  const pictures = run.artifacts.filter(({ type }) => type === 'screenshot')
  return (
    <div className={classes.viewer}>
      <Card title={format.time(run.slot_at)} actions={<Files run={run} />}>
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {isPending && !error && <Skeleton height={200} />}
        {report && (
          <EvidenceView
            evidence={{
              ...report.metrics,
              ...(report.steps.length > 0 ? { step_results: report.steps } : {}),
              ...(pictures.length > 0 ? { artifacts: pictures } : {}),
            }}
          />
        )}
        <p className={classes.none}>{t('keptUntil', { time: format.time(run.expires_at) })}</p>
      </Card>
      {report && (
        <>
          <Card title={t('console')}>
            <ConsoleLog lines={report.console} />
          </Card>
          <Card title={t('network')}>
            <NetworkTable requests={report.network} />
          </Card>
        </>
      )}
    </div>
  )
}

function Files({ run }: { readonly run: KeptRun }) {
  const t = useTexts(runsTexts)
  const format = useFormat()
  return (
    <span className={classes.files}>
      {run.artifacts
        .filter(({ type }) => type === 'trace' || type === 'har')
        .map(({ id, type, size }) => (
          <a key={id} href={`/api/v1/artifacts/${id}`} download title={type === 'trace' ? t('traceHelp') : undefined}>
            <Download size={14} aria-hidden />
            {t(type as 'trace')} <small>{format.bytes(size)}</small>
          </a>
        ))}
    </span>
  )
}
