import classes from './chart.module.css'
import { legendMarks } from './legend-marks.ts'
import type { ChartSeries } from './series.ts'

/** Names the lines. */
export function ChartLegend({ series }: { readonly series: readonly ChartSeries[] }) {
  const marks = legendMarks(series)
  if (marks.length === 0) return null
  return (
    <ul className={classes.legend}>
      {marks.map(({ key, name, color, kind }) => (
        <li key={key} style={{ '--line': `var(--b-${color})` }} data-kind={kind}>
          {name}
        </li>
      ))}
    </ul>
  )
}
