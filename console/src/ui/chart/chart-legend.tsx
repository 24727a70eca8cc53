import classes from './chart.module.css'
import { seriesColor } from './chart-option.ts'
import type { ChartSeries } from './series.ts'

/** Names the lines; a chart of one plain line has its title for that. */
export function ChartLegend({ series }: { readonly series: readonly ChartSeries[] }) {
  if (series.length === 1 && !series[0]?.band) return null
  return (
    <ul className={classes.legend}>
      {series.flatMap((one, index) => {
        const style = { '--line': `var(--b-${seriesColor(one, index)})` }
        const main = (
          <li key={one.key} style={style} data-kind={one.kind ?? 'line'}>
            {one.name}
          </li>
        )
        if (!one.band) return [main]
        return [
          main,
          <li key={`${one.key}-band`} style={style} data-kind="band">
            {one.band.name}
          </li>,
        ]
      })}
    </ul>
  )
}
