import { useSyncExternalStore } from 'react'

/** Things that changed a moment ago, by key (`project:5`): their rows are marked for two seconds. */
const markMs = 2000

const marked = new Map<string, ReturnType<typeof setTimeout>>()
const listeners = new Set<() => void>()

export function markChanged(key: string): void {
  clearTimeout(marked.get(key))
  marked.set(
    key,
    setTimeout(() => {
      marked.delete(key)
      tell()
    }, markMs),
  )
  tell()
}

function tell(): void {
  for (const listener of listeners) listener()
}

export const useChanged = (key: string | undefined): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => key !== undefined && marked.has(key),
  )
