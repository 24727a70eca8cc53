import { Progress } from '@mantine/core'
import { Check, Circle, LoaderCircle } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { type HeardProgress, type ProgressLine, progressLines, progressShare } from './progress-lines.ts'
import classes from './try-progress.module.css'
import { watchTexts } from './watch.i18n.ts'

interface TryProgressProps {
  readonly startedAt: number
  /** Ms the look may take. */
  readonly timeoutMs: number
  readonly progress: readonly HeardProgress[]
}

const tickMs = 100

/** A look that is under way: what it does now, what it has done and what is still to come. */
export function TryProgress({ startedAt, timeoutMs, progress }: TryProgressProps) {
  const t = useTexts(watchTexts)
  const format = useFormat()
  const [now, setNow] = useState(startedAt)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [])
  const elapsed = Math.max(0, now - startedAt)
  const share = progressShare(progress) ?? Math.min(1, elapsed / timeoutMs)
  const lines = progressLines(progress)
  return (
    <div className={classes.running}>
      <Progress value={share * 100} size="sm" aria-label={t('try.running')} />
      <span aria-hidden>
        {t('try.elapsed', { time: format.ms(Math.round(elapsed / tickMs) * tickMs), most: format.ms(timeoutMs) })}
      </span>
      {lines.length > 0 && (
        <ol className={classes.lines}>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the place of a line is what names it
            <Line key={index} line={line} now={now} />
          ))}
        </ol>
      )}
    </div>
  )
}

const icons = { done: Check, now: LoaderCircle, ahead: Circle }

function Line({ line, now }: { readonly line: ProgressLine; readonly now: number }) {
  const t = useTexts(watchTexts)
  const format = useFormat()
  const { label, is, isPart, number, tookMs, since } = line
  const Icon = icons[is]
  const took = since === undefined ? tookMs : Math.max(0, Math.round((now - since) / tickMs) * tickMs)
  return (
    <li className={classes.line} data-is={is} data-part={isPart || undefined}>
      <Icon size={14} aria-hidden />
      {number !== undefined && <span className={classes.number}>{number}</span>}
      <span className={classes.label}>{label}</span>
      <span className="b-visually-hidden">{t(`try.line.${is}`)}</span>
      <span className={classes.time} aria-hidden>
        {took === null ? '' : format.ms(took)}
      </span>
    </li>
  )
}
