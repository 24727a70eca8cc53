import { useEffect, useSyncExternalStore } from 'react'

/** The title of the page on screen: header, breadcrumb and browser tab say the same. */
let title = ''
/** Titles by path, as pages that were open gave them: the way back names what it leads to. */
const known = new Map<string, string>()
const listeners = new Set<() => void>()
let version = 0

export function usePageTitle(next: string): void {
  useEffect(() => {
    title = next
    if (next) known.set(window.location.pathname, next)
    document.title = next ? `${next} · 봉수 Bongsu` : '봉수 Bongsu'
    tell()
  }, [next])
}

export const useCurrentTitle = (): string => useSyncExternalStore(subscribe, () => title)

/** Names the page above for the breadcrumb, when this page knows it and that one was never open. */
export function useTitleOf(path: string, name: string | undefined): void {
  useEffect(() => {
    if (!name || known.get(path) === name) return
    known.set(path, name)
    tell()
  }, [path, name])
}

/** The title of another page, if it is known. */
export function useKnownTitle(): (path: string) => string | undefined {
  useSyncExternalStore(subscribe, () => version)
  return (path) => known.get(path)
}

function tell(): void {
  version++
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
