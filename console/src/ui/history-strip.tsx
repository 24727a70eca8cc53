import type { DisplayState } from '@bongsu/contract/states.ts'
import { Portal } from '@mantine/core'
import { type KeyboardEvent, useRef, useState } from 'react'
import { type Moment, useFormat } from '#lib/format.ts'
import { useTexts } from '#lib/i18n.ts'
import classes from './history-strip.module.css'
import { StateIcon } from './state-icon.tsx'
import { uiTexts } from './ui.i18n.ts'

export interface HistorySlot {
  /** `null` for a slot before the first that is known. */
  readonly at: Moment | null
  /** End of the slot, when it is longer than a moment (a day). */
  readonly until?: Moment
  /** `null` is a slot without data. */
  readonly state: DisplayState | null
  readonly duration_ms?: number | null
  readonly message?: string | null
  /** Any further figure, already in words: "99.95 %". */
  readonly figure?: string
}

interface HistoryStripProps {
  readonly slots: readonly HistorySlot[]
  /** What this is the history of. */
  readonly label?: string
  readonly size?: 'sm' | 'md'
  /** Slots are whole days: their time is a date. */
  readonly isDaily?: boolean
  /** A click or Enter on a slot. */
  onOpen?(slot: HistorySlot): void
}

/**
 * One bar a slot, all of one height; marks under the bars tell the states apart without colour. Hover, focus and arrow
 * keys read a slot. For assistive technology it is a slider over time whose value text is the slot.
 */
export function HistoryStrip({ slots, label, size = 'md', isDaily = false, onOpen }: HistoryStripProps) {
  const t = useTexts(uiTexts)
  const describe = useSlotText(isDaily)
  const strip = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState<number>()
  const last = slots.length - 1
  const current = active ?? last
  const slot = slots[current]

  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextIndex(event.key, current, last)
    if (next !== undefined) {
      event.preventDefault()
      setActive(next)
    } else if (event.key === 'Escape') setActive(undefined)
    else if (event.key === 'Enter' && slot) onOpen?.(slot)
  }

  return (
    <div
      ref={strip}
      role="slider"
      tabIndex={0}
      aria-label={label ?? t('strip.label')}
      aria-roledescription={t('strip.label')}
      aria-readonly
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={Math.max(0, current)}
      aria-valuetext={slot ? describe(slot) : t('state.none')}
      className={classes.strip}
      data-size={size}
      data-openable={onOpen ? true : undefined}
      onKeyDown={onKeyDown}
      onFocus={() => setActive((before) => before ?? last)}
      onBlur={() => setActive(undefined)}
      onPointerLeave={() => setActive(undefined)}
      onPointerMove={(event) => setActive(slotUnder(event.clientX, event.currentTarget, slots.length))}
      onClick={() => slot && onOpen?.(slot)}
    >
      {slots.map((one, index) => (
        <i
          // biome-ignore lint/suspicious/noArrayIndexKey: a slot is its place in the strip
          key={index}
          className={classes.bar}
          data-state={one.state ?? 'none'}
          data-active={index === active || undefined}
        />
      ))}
      {active !== undefined && slot && strip.current && (
        <SlotCard slot={slot} anchor={strip.current} share={(active + 0.5) / slots.length} isDaily={isDaily} />
      )}
    </div>
  )
}

function nextIndex(key: string, current: number, last: number): number | undefined {
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, current - 1)
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(last, current + 1)
  if (key === 'Home') return 0
  return key === 'End' ? last : undefined
}

function slotUnder(x: number, strip: HTMLElement, count: number): number | undefined {
  const { left, width } = strip.getBoundingClientRect()
  if (width === 0 || count === 0) return undefined
  return Math.min(count - 1, Math.max(0, Math.floor(((x - left) / width) * count)))
}

function useSlotText(isDaily: boolean): (slot: HistorySlot) => string {
  const t = useTexts(uiTexts)
  const format = useFormat()
  return (slot) => {
    const time = slot.at === null ? [] : [format.time(slot.at, isDaily ? 'date' : 'minute')]
    const parts = [...time, t(`state.${slot.state ?? 'none'}`)]
    if (slot.figure) parts.push(slot.figure)
    if (slot.duration_ms !== undefined && slot.duration_ms !== null) parts.push(format.ms(slot.duration_ms))
    if (slot.message) parts.push(slot.message)
    return parts.join(' · ')
  }
}

const cardWidth = 240

interface SlotCardProps {
  readonly slot: HistorySlot
  readonly anchor: HTMLElement
  readonly share: number
  readonly isDaily: boolean
}

function SlotCard({ slot, anchor, share, isDaily }: SlotCardProps) {
  const t = useTexts(uiTexts)
  const format = useFormat()
  const box = anchor.getBoundingClientRect()
  const left = Math.min(window.innerWidth - cardWidth - 8, Math.max(8, box.left + box.width * share - cardWidth / 2))
  return (
    <Portal>
      <div className={classes.card} aria-hidden style={{ left, top: box.top - 6, width: cardWidth }}>
        <div className={classes.cardTime}>
          {slot.at !== null && format.time(slot.at, isDaily ? 'date' : 'minute')}
          {slot.until !== undefined && ` – ${format.time(slot.until, 'minute')}`}
        </div>
        <div className={classes.cardState}>
          {slot.state && <StateIcon state={slot.state} decorative />}
          {t(`state.${slot.state ?? 'none'}`)}
          <span className={classes.cardFigures}>
            {slot.figure} {slot.duration_ms !== undefined && slot.duration_ms !== null && format.ms(slot.duration_ms)}
          </span>
        </div>
        {slot.message && <div className={classes.cardMessage}>{slot.message}</div>}
      </div>
    </Portal>
  )
}
