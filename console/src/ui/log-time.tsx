import { type Moment, useFormat } from '#lib/format.ts'
import { useNow } from '#lib/now.ts'
import classes from './log-time.module.css'
import { RelativeTime } from './relative-time.tsx'

const dayMs = 86_400_000

/** Yesterday and before, a clock alone orders nothing. */
const isLong = (at: Moment, now: number): boolean => now - new Date(at).getTime() >= dayMs

/** In a log many lines are "2 minutes ago": how long ago, and beside it the clock that puts them in order. */
export function LogTime({ at }: { readonly at: Moment }) {
  const format = useFormat()
  const now = useNow()
  return (
    <span className={classes.log}>
      <RelativeTime at={at} />
      <span className={classes.clock}>{format.time(at, isLong(at, now) ? 'minute' : 'time')}</span>
    </span>
  )
}
