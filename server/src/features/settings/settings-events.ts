import { eventType } from '#kernel/events.ts'

/** A setting was saved or reset, here or in another process. Values are read with `Settings.get`. */
export const settingsChanged = eventType<{ key: string }>('settings-changed', 'everywhere')
