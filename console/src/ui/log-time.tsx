import { type Moment, useFormat } from '#lib/format.ts'
import classes from './log-time.module.css'
import { RelativeTime } from './relative-time.tsx'

/** In a log many lines are "2 minutes ago": how long ago, and beside it the clock that puts them in order. */
export function LogTime({ at }: { readonly at: Moment }) {
  const format = useFormat()
  return (
    <span className={classes.log}>
      <RelativeTime at={at} />
      <span className={classes.clock}>{format.time(at, 'time')}</span>
    </span>
  )
}
