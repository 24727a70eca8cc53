import { Skeleton } from '@mantine/core'
import { useMemo } from 'react'
import type { OutputOf } from '#lib/api.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { startOfDay } from '#lib/period.ts'
import { Card } from '../card.tsx'
import { HistoryStrip } from '../history-strip.tsx'
import { daySlots } from './uptime-days.ts'
import { watchTexts } from './watch.i18n.ts'
import classes from './watch.module.css'

/** Ninety days of a project or a monitor, one bar a day. */
export function UptimeCard({ report }: { readonly report: OutputOf<'get-project-uptime'> | undefined }) {
  const t = useTexts(watchTexts)
  const format = useFormat()
  const slots = useMemo(
    () =>
      report
        ? daySlots(report.days, report.time_zone, ({ down_ms, incidents }) =>
            down_ms > 0 ? t('uptime.dayDown', { time: format.duration(down_ms), count: incidents }) : null,
          )
        : [],
    [report, format, t],
  )
  const first = report?.days[0]
  return (
    <Card
      title={t('uptime.days')}
      actions={
        first && (
          <span className={classes.headHint}>
            {t('uptime.from', { from: format.time(startOfDay(first.date, report.time_zone), 'day') })}
          </span>
        )
      }
    >
      {report ? <HistoryStrip slots={slots} label={t('uptime.days')} isDaily /> : <Skeleton height={34} />}
    </Card>
  )
}
