import { useMemo, useRef, useState } from 'react'
import type { FieldPath } from '#lib/field-path.ts'

/** Where an item of a list is now, or null when it is gone. */
export type Rearrangement = (index: number) => number | null

/** The paths after the items of one list changed places; those elsewhere stay. */
export function rearranged(paths: ReadonlySet<FieldPath>, list: FieldPath, to: Rearrangement): ReadonlySet<FieldPath> {
  const next = [...paths].flatMap((path) => {
    const found = path.startsWith(`${list}[`) ? /^\[(\d+)\](.*)$/s.exec(path.slice(list.length)) : null
    if (!found) return [path]
    const index = to(Number(found[1]))
    return index === null ? [] : [`${list}[${index}]${found[2]}`]
  })
  return new Set(next)
}

/**
 * Which secrets are set, while the items that hold them move: the server names them by the place they had. When the
 * form is what it was at first (saved, or taken back), so are the places.
 */
export function useMovedSecrets(
  given: ReadonlySet<FieldPath>,
  value: unknown,
): readonly [ReadonlySet<FieldPath>, (list: FieldPath, to: Rearrangement) => void] {
  const key = [...given].toSorted().join('\n')
  const [moved, setMoved] = useState<{ readonly key: string; readonly paths: ReadonlySet<FieldPath> }>()
  const first = useRef({ key, value: JSON.stringify(value) })
  if (first.current.key !== key) first.current = { key, value: JSON.stringify(value) }
  const isMoved = moved?.key === key && JSON.stringify(value) !== first.current.value
  // biome-ignore lint/correctness/useExhaustiveDependencies: callers make a new set of the same paths at every render
  const paths = useMemo(() => (isMoved ? moved.paths : given), [isMoved, moved, key])
  return [paths, (list, to) => setMoved({ key, paths: rearranged(paths, list, to) })]
}
