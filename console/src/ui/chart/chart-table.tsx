import { type TimeStyle, useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import { uiTexts } from '../ui.i18n.ts'
import classes from './chart.module.css'
import { type ChartSeries, tableOf } from './series.ts'

interface ChartTableProps {
  readonly title: string
  readonly series: readonly ChartSeries[]
  readonly moment?: TimeStyle | undefined
  figure(value: number | null): string
}

/** The same figures as a table, newest first. */
export function ChartTable({ title, series, moment, figure }: ChartTableProps) {
  const t = useTexts(uiTexts)
  const format = useFormat()
  const { names, rows } = tableOf(series)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className={classes.tableFrame} tabIndex={0} aria-label={title}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('chart.time')}</th>
            {names.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.toReversed().map(({ at, values }) => (
            <tr key={at}>
              <th scope="row">{format.time(at, moment)}</th>
              {values.map((value, index) => (
                <td key={names[index]}>{figure(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
