import { useSyncExternalStore } from 'react'

/** Short news at the edge of the screen. Shown by `ui/toaster.tsx`; raised from anywhere. */
export interface Toast {
  readonly id: number
  readonly tone: 'done' | 'note' | 'error'
  readonly message: string
  /** A code to search for, shown small. */
  readonly code?: string
  readonly action?: { readonly label: string; run(): void }
  readonly lastsMs: number
}

/** As long as the promise of console.md to take something back. */
export const undoMs = 10_000
const maxToasts = 4

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()

export function showToast(toast: Omit<Toast, 'id' | 'lastsMs'> & { lastsMs?: number }): number {
  lastId += 1
  const lastsMs = toast.lastsMs ?? (toast.action ? undoMs : toast.tone === 'error' ? 8000 : 4000)
  // The same sentence twice is one sentence: a failing page of ten queries must not bury the screen.
  const others = toasts.filter((other) => other.message !== toast.message)
  change([...others, { ...toast, id: lastId, lastsMs }].slice(-maxToasts))
  return lastId
}

export function dismissToast(id: number): void {
  change(toasts.filter((toast) => toast.id !== id))
}

function change(next: readonly Toast[]): void {
  toasts = next
  for (const listener of listeners) listener()
}

export const useToasts = (): readonly Toast[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
