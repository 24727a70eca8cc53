import type { ReactNode } from 'react'
import type { RangeState } from '#lib/time-range.ts'
import { RangeSwitch } from './range-switch.tsx'
import classes from './watch.module.css'

interface TrendSectionProps extends Pick<RangeState, 'range' | 'setRange'> {
  readonly title: string
  readonly children: ReactNode
}

/** Charts that look back equally far, under one switch. */
export function TrendSection({ title, range, setRange, children }: TrendSectionProps) {
  return (
    <section className={classes.trend} aria-label={title}>
      <div className={classes.trendHead}>
        <h2>{title}</h2>
        <RangeSwitch range={range} setRange={setRange} />
      </div>
      {children}
    </section>
  )
}
