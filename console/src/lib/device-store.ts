import { useSyncExternalStore } from 'react'
import { useMe } from './me.ts'
import { storedJson, storeJson } from './preferences.ts'

export interface DeviceStore<Kept> {
  /** What is kept for whoever is signed in, and the key to change it by. */
  useKept(): { readonly kept: Kept; readonly key: string }
  read(key: string): Kept
  write(key: string, kept: Kept): void
}

/** Something kept on this device for each person apart: a shared machine shows nobody what another did. */
export function deviceStore<Kept extends object>(name: string, nothing: Kept): DeviceStore<Kept> {
  const cache = new Map<string, Kept>()
  const listeners = new Set<() => void>()

  function read(key: string): Kept {
    let kept = cache.get(key)
    if (!kept) {
      kept = storedJson(key, nothing)
      cache.set(key, kept)
    }
    return kept
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  return {
    read,
    write(key, kept) {
      cache.set(key, kept)
      storeJson(key, kept)
      for (const listener of listeners) listener()
    },
    useKept() {
      const key = `${name}.${useMe()?.id ?? 0}`
      return { kept: useSyncExternalStore(subscribe, () => read(key)), key }
    },
  }
}
