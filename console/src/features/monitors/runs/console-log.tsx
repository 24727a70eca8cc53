import type { ReportLine } from '@bongsu/contract/artifacts.ts'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { runsTexts } from './runs.i18n.ts'
import classes from './runs.module.css'

const bad = new Set(['error', 'exception', 'assert'])

/** What the page wrote to its console, in order. Text and nothing else: it came from somebody's site. */
export function ConsoleLog({ lines }: { readonly lines: readonly ReportLine[] }) {
  const t = useTexts(runsTexts)
  const format = useFormat()
  if (lines.length === 0) return <p className={classes.none}>{t('noConsole')}</p>
  return (
    <ol className={classes.console}>
      {lines.map(({ at_ms, type, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
        <li key={index} data-tone={bad.has(type) ? 'bad' : type === 'warning' ? 'warn' : undefined}>
          <span className={classes.at}>{format.ms(at_ms)}</span>
          <span className={classes.type}>{type}</span>
          <span className={classes.said}>{text}</span>
        </li>
      ))}
    </ol>
  )
}
