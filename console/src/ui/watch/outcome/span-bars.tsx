import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import type { Span } from './evidence.ts'
import { outcomeTexts } from './outcome.i18n.ts'
import { useSpanName } from './scalars.ts'
import classes from './span-bars.module.css'

const shown = 60

/** Everything that took time on one time line: where each began and how long it took. */
export function SpanBars({ spans }: { readonly spans: readonly Span[] }) {
  const t = useTexts(outcomeTexts)
  const format = useFormat()
  const nameOf = useSpanName()
  const end = Math.max(1, ...spans.map(({ at_ms, duration_ms }) => at_ms + (duration_ms ?? 0)))
  return (
    <div className={classes.spans}>
      {spans.slice(0, shown).map(({ at_ms, duration_ms, name, url, status }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same address may be asked twice, and none of them moves
        <div key={index} className={classes.span} data-bad={isBad(status) || undefined}>
          <span className={classes.name} title={name === undefined ? url : nameOf(name)}>
            {status != null && <b>{status}</b>}
            {name === undefined ? shortUrl(url ?? '') : nameOf(name)}
          </span>
          <span className={classes.lane} aria-hidden>
            <i style={{ '--start': at_ms / end, '--share': (duration_ms ?? 0) / end }} />
          </span>
          <span className={classes.time}>{format.ms(duration_ms)}</span>
        </div>
      ))}
      {spans.length > shown && <p className={classes.more}>{t('more', { count: spans.length - shown })}</p>}
    </div>
  )
}

const isBad = (status: number | null | undefined): boolean => typeof status === 'number' && status >= 400

function shortUrl(url: string): string {
  const { pathname, host } = URL.parse(url) ?? { pathname: url, host: '' }
  const last = pathname.split('/').findLast(Boolean)
  return last ?? host
}
