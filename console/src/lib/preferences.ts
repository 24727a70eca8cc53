import { useSyncExternalStore } from 'react'

/**
 * What a person prefers on this device before (and without) signing in. Signed in, the server's copy wins and is written
 * here, so that the next first paint is right. `public/early.js` reads the same keys.
 */
export const themes = ['light', 'dark', 'system'] as const
export type Theme = (typeof themes)[number]

type PreferenceKey = 'theme' | 'language' | 'zone' | 'rail'

export function stored<Value extends string>(key: PreferenceKey, allowed?: readonly Value[]): Value | undefined {
  try {
    const value = localStorage.getItem(`bongsu.${key}`)
    if (value === null) return undefined
    return allowed && !allowed.includes(value as Value) ? undefined : (value as Value)
  } catch {
    // Storage may be switched off: then the defaults hold.
    return undefined
  }
}

export function store(key: PreferenceKey, value: string): void {
  try {
    localStorage.setItem(`bongsu.${key}`, value)
  } catch {
    // The preference then lasts as long as the page.
  }
}

/** Settings of one table or list that belong to the device: columns, density. */
export function storedJson<Value>(key: string, fallback: Value): Value {
  try {
    const value = localStorage.getItem(`bongsu.${key}`)
    return value === null ? fallback : { ...fallback, ...(JSON.parse(value) as Value) }
  } catch {
    return fallback
  }
}

export function storeJson(key: string, value: unknown): void {
  try {
    localStorage.setItem(`bongsu.${key}`, JSON.stringify(value))
  } catch {
    // See `store`.
  }
}

const zoneListeners = new Set<() => void>()
let zone = stored('zone') ?? 'Asia/Seoul'

/** The person's time zone: every time on screen is in it. */
export function setZone(next: string): void {
  if (next === zone || !isZone(next)) return
  zone = next
  store('zone', next)
  for (const listener of zoneListeners) listener()
}

export const currentZone = (): string => zone

export const useZone = (): string =>
  useSyncExternalStore((listener) => {
    zoneListeners.add(listener)
    return () => zoneListeners.delete(listener)
  }, currentZone)

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
