import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react'
import { useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import classes from './heat-map.module.css'
import { usageTexts } from './usage.i18n.ts'

const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const hours = Array.from({ length: 24 }, (_none, hour) => hour)

interface Cell {
  readonly day: number
  readonly hour: number
}

const moves: Readonly<Record<string, readonly [day: number, hour: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/**
 * Seven days by twenty-four hours on the reader's clocks. It is a table, so that everybody can read it; what the pointer
 * or the focus is on is told in words below, where nothing has to move for it.
 */
export function HeatMap({ counts }: { readonly counts: readonly (readonly number[])[] }) {
  const t = useTexts(usageTexts)
  const format = useFormat()
  const body = useRef<HTMLTableSectionElement>(null)
  const [current, setCurrent] = useState<Cell>()
  const busiest = busiestOf(counts)
  const most = busiest ? at(counts, busiest) : 0
  const shown = current ?? busiest
  const words = ({ day, hour }: Cell) => ({
    day: t(`weekdays.${weekdays[day] ?? 'mon'}`),
    hour: String(hour).padStart(2, '0'),
    calls: format.number(at(counts, { day, hour })),
  })
  const onKeyDown = (event: KeyboardEvent) => {
    const move = moves[event.key]
    if (!move || !shown) return
    event.preventDefault()
    const next = { day: clamp(shown.day + move[0], 6), hour: clamp(shown.hour + move[1], 23) }
    setCurrent(next)
    body.current?.rows[next.day]?.cells[next.hour + 1]?.focus()
  }
  return (
    <div className={classes.heat}>
      <table className={classes.table} aria-label={t('dashboard.heat')}>
        <thead>
          <tr>
            <td />
            {hours.map((hour) => (
              <th key={hour} scope="col" data-shown={hour % 6 === 0 || undefined}>
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown} onMouseLeave={() => setCurrent(undefined)}>
          {weekdays.map((weekday, day) => (
            <tr key={weekday}>
              <th scope="row">{t(`weekdays.${weekday}`)}</th>
              {hours.map((hour) => {
                const cell = { day, hour }
                const isShown = shown?.day === day && shown.hour === hour
                return (
                  <td
                    key={hour}
                    tabIndex={isShown ? 0 : -1}
                    data-current={(current && isShown) || undefined}
                    style={{ '--heat': heatOf(at(counts, cell), most) } as CSSProperties}
                    onMouseEnter={() => setCurrent(cell)}
                    onFocus={() => setCurrent(cell)}
                    onBlur={() => setCurrent(undefined)}
                  >
                    <span className="b-visually-hidden">{at(counts, cell)}</span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className={classes.foot}>
        <span>
          {current
            ? t('dashboard.heatCell', words(current))
            : busiest
              ? t('dashboard.heatMost', words(busiest))
              : t('charts.none')}
        </span>
        <span className={classes.scale} aria-hidden>
          {t('dashboard.less')}
          {[0, 0.25, 0.5, 0.75, 1].map((heat) => (
            <i key={heat} style={{ '--heat': heat } as CSSProperties} />
          ))}
          {t('dashboard.more')}
        </span>
      </div>
    </div>
  )
}

const at = (counts: readonly (readonly number[])[], { day, hour }: Cell): number => counts[day]?.[hour] ?? 0

const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value))

/** By the square root: one very busy hour must not make all others look empty. */
export const heatOf = (calls: number, most: number): number => (most === 0 ? 0 : Math.sqrt(calls / most))

export function busiestOf(counts: readonly (readonly number[])[]): Cell | undefined {
  let found: Cell | undefined
  for (const [day, row] of counts.entries()) {
    for (const [hour, calls] of row.entries()) {
      if (calls > (found ? at(counts, found) : 0)) found = { day, hour }
    }
  }
  return found
}
