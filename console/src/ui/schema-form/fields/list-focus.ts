import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

export interface ListFocus {
  readonly list: RefObject<HTMLDivElement | null>
  /** What changed, for those who do not see it. */
  readonly said: string
  /** Whoever moves an item stays with it, at the same field or tool. */
  follow(from: number, to: number, said: string): void
  /** The item after the removed one, else the one before, else the button that adds one. */
  afterRemoval(index: number, left: number, said: string): void
  /** The first field of an item that is about to be. */
  enter(index: number): void
}

const focusable = 'input:not([type="hidden"]), textarea, select, button, [tabindex="0"]'

/** Keeps the keyboard where the person's attention is while items come, go and change places. */
export function useListFocus(): ListFocus {
  const list = useRef<HTMLDivElement>(null)
  const next = useRef<() => void>(undefined)
  const [said, setSaid] = useState('')

  // After the items are drawn in their new order.
  useLayoutEffect(() => {
    next.current?.()
    next.current = undefined
  })

  const itemAt = (index: number) =>
    [...(list.current?.children ?? [])].filter((child) => child.hasAttribute('data-item'))[index]
  const stopsOf = (item: Element | undefined) => [...(item?.querySelectorAll<HTMLElement>(focusable) ?? [])]

  return {
    list,
    said,
    follow(from, to, words) {
      const place = stopsOf(itemAt(from)).indexOf(document.activeElement as HTMLElement)
      next.current = () => {
        const stops = stopsOf(itemAt(to))
        const stop = stops[Math.min(Math.max(place, 0), stops.length - 1)]
        // An item that has arrived at an end cannot go on: the tool beside it can bring it back.
        const able = stop?.matches(':disabled') ? stops.find((other) => !other.matches(':disabled')) : stop
        able?.focus()
      }
      setSaid(words)
    },
    afterRemoval(index, left, words) {
      next.current = () => {
        const stops = stopsOf(itemAt(Math.min(index, left - 1)))
        const stop = left > 0 ? stops.find((one) => one.matches('input, textarea, select')) : undefined
        const add = list.current?.querySelector<HTMLElement>(':scope > [data-add]')
        ;(stop ?? add)?.focus()
      }
      setSaid(words)
    },
    enter(index) {
      next.current = () => {
        const stops = stopsOf(itemAt(index))
        stops.find((stop) => stop.matches('input, textarea, select') && !stop.matches(':disabled'))?.focus()
      }
    },
  }
}
